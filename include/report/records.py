"""Rows of the report's queries as frozen dataclasses: the file's columns are the fields."""

from datetime import date
from typing import TypeVar

from psycopg2 import DatabaseError
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.specs import ALERTING
from include.warehouse.connect import read_sql

Record = TypeVar("Record")


def load_records(
    connection: Connection, name: str, record: type[Record], day: date, **parameters: object
) -> tuple[Record, ...]:
    """Run `include/sql/report/<name>.sql` for the day; return one `record` a row.

    A query about a model is about the alerting one, unless `parameters` name another.
    """
    given = {"day": day, "model": ALERTING, **parameters}
    with connection.cursor() as cursor:
        cursor.execute("savepoint query")  # a query that fails must not end the other sections'
        try:
            cursor.execute(read_sql(f"report/{name}.sql"), given)
        except DatabaseError:
            cursor.execute("rollback to savepoint query")
            raise
        columns = [column.name for column in cursor.description or ()]
        return tuple(record(**dict(zip(columns, row, strict=True))) for row in cursor)


def load_record(
    connection: Connection, name: str, record: type[Record], day: date, **parameters: object
) -> Record:
    """Run a query whose answer is exactly one row; raises `ValueError` otherwise."""
    found = load_records(connection, name, record, day, **parameters)
    if len(found) != 1:
        raise ValueError(f"report/{name}.sql gave {len(found)} rows for {day}, expected one")
    return found[0]
