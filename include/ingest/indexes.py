"""Indexes of bronze tables: each key and day once, and by day."""

import hashlib
import logging

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.sources.contract import TableContract

LONGEST_NAME = 63

log = logging.getLogger(__name__)


def create_indexes(cursor: Cursor, table: str, terms: TableContract) -> None:
    """Index a table by key and day, each pair once, and by day; drop indexes of another key."""
    if not try_indexes(cursor, table, terms):
        log.warning(
            "bronze.%s: days that were loaded under another key hold several rows of one %s:"
            " load them again",
            table,
            ", ".join(terms.key),
        )
        _create_indexes(cursor, table, terms, kind="index")


def drop_other_indexes(cursor: Cursor, table: str, terms: TableContract) -> None:
    """Drop the indexes of another key: it would refuse rows that the contract's key tells apart."""
    for name in set(list_indexes(cursor, table)) - set(_index_names(table, terms)):
        cursor.execute(sql.SQL("drop index {}").format(sql.Identifier("bronze", name)))


def _create_indexes(cursor: Cursor, table: str, terms: TableContract, *, kind: str) -> None:
    by_key, by_day = _index_names(table, terms)
    bronze_table = sql.Identifier("bronze", table)
    cursor.execute(
        sql.SQL("create {} if not exists {} on {} ({}, _day)").format(
            sql.SQL(kind),
            sql.Identifier(by_key),
            bronze_table,
            sql.SQL(", ").join(map(sql.Identifier, terms.key)),
        )
    )
    # rows arrive by day: a block range index finds one at a hundredth of the size
    cursor.execute(
        sql.SQL(
            "create index if not exists {} on {} using brin (_day) with (autosummarize = on)"
        ).format(sql.Identifier(by_day), bronze_table)
    )


def _index_names(table: str, terms: TableContract) -> tuple[str, str]:
    """Return the names of a table's indexes, by key and by day, within PostgreSQL's limit."""
    by_key = f"{table}_by_{'_'.join(terms.key)}"
    if len(by_key) > LONGEST_NAME:
        digest = hashlib.sha256(by_key.encode()).hexdigest()[:8]
        by_key = f"{by_key[: LONGEST_NAME - 9]}_{digest}"
    return by_key, f"{table}_in_order"[:LONGEST_NAME]


def try_indexes(cursor: Cursor, table: str, terms: TableContract) -> bool:
    """Create the indexes of a table; return False, with nothing changed, if a key is repeated."""
    cursor.execute("savepoint before_indexes")
    try:
        _create_indexes(cursor, table, terms, kind="unique index")
    except psycopg2.errors.UniqueViolation:
        cursor.execute("rollback to savepoint before_indexes")
        return False
    cursor.execute("release savepoint before_indexes")
    return True


def list_indexes(cursor: Cursor, table: str) -> list[str]:
    """Return the names of a bronze table's indexes."""
    cursor.execute(
        "select indexname from pg_indexes where schemaname = 'bronze' and tablename = %s", (table,)
    )
    return [name for (name,) in cursor.fetchall()]
