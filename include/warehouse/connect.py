"""Connections to the warehouse, and the one lock that its writers share."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.settings import PROJECT, load_settings

SQL = PROJECT / "include" / "sql"
WRITER_LOCK = 7_203_001  # one number for every writer of a warehouse


@contextmanager
def open_snapshot() -> Iterator[Connection]:
    """Open one REPEATABLE READ, read-only transaction: all its queries see the same day."""
    connection = psycopg2.connect(load_settings().warehouse_url, application_name="nightshift read")
    try:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        yield connection
    finally:
        connection.close()


@contextmanager
def open_transaction(*, is_writer: bool = True) -> Iterator[Connection]:
    """Open one transaction, committed at the end and rolled back on any error.

    A writer waits for the warehouse's advisory lock, so that two nights never interleave.
    Small bookkeeping (a step's state, an outbox message's) passes `is_writer=False`.
    """
    connection = psycopg2.connect(
        load_settings().warehouse_url, application_name="nightshift write"
    )
    try:
        with connection, connection.cursor() as cursor:
            if is_writer:
                cursor.execute("select pg_advisory_xact_lock(%s)", (WRITER_LOCK,))
            yield connection
    finally:
        connection.close()


def read_sql(name: str) -> str:
    """Return the text of a file below `include/sql`, such as `gold/fact_orders.sql`."""
    return (SQL / Path(name)).read_text(encoding="utf-8")
