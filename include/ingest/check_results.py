"""What a dry run of a source finds: of its files, of its mappings, of the rows that fit nowhere."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.warehouse.connect import read_sql
from include.warehouse.mapping import SilverTable

Record = TypeVar("Record")


@dataclass(frozen=True)
class FileResult:
    """What became of the rows of one file."""

    day: date
    file_name: str
    table_name: str
    rows_read: int
    rows_loaded: int
    rows_merged: int
    rows_quarantined: int
    state: str
    note: str | None


@dataclass(frozen=True)
class Refusal:
    """Rows of a file that one column kept out, with the first lines and values."""

    day: date
    file_name: str
    column_name: str | None
    reason: str
    rows_count: int
    line_numbers: list[int]
    sample_values: list[str | None]


@dataclass(frozen=True)
class Orphans:
    """Rows of a silver table that name a parent which has not come."""

    table_name: str
    missing_table: str
    rows_count: int
    sample_ids: list[str]


@dataclass(frozen=True)
class Finding:
    """Rows that a check warns of."""

    check_name: str
    sentence: str
    rows_count: int
    sample_rows: list[dict[str, Any]]


@dataclass(frozen=True)
class MappingResult:
    """One silver table after the dry run: its rows, and the share of them that fills a column.

    `shares` holds the columns that the mapping gives, without the key; `absent` the others.
    """

    table: str
    rows_count: int
    shares: dict[str, float]
    absent: tuple[str, ...]


def load_results(
    connection: Connection, name: str, record: type[Record], day: date
) -> list[Record]:
    """Run `include/sql/check_source/<name>.sql` for the day; return one `record` a row."""
    with connection.cursor() as cursor:
        cursor.execute(read_sql(f"check_source/{name}.sql"), {"day": day})
        columns = [column.name for column in cursor.description or ()]
        return [record(**dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]


def load_mapping_result(cursor: Cursor, table: SilverTable) -> MappingResult:
    """Count the rows of a silver table as known now, and how many of them fill each column."""
    given = [column for column in table.states if column in table.filled]
    counts = [sql.SQL("count({})").format(sql.Identifier(column)) for column in given]
    cursor.execute(
        sql.SQL("select {} from silver.{}").format(
            sql.SQL(", ").join([sql.SQL("count(*)"), *counts]), sql.Identifier(table.name)
        )
    )
    ((rows, *filled),) = cursor.fetchall()
    return MappingResult(
        table.name,
        rows,
        {
            column: count / rows if rows else 0.0
            for column, count in zip(given, filled, strict=True)
        },
        tuple(column for column in table.states if column not in table.filled),
    )


def list_silver_tables(cursor: Cursor) -> list[str]:
    """Return the name of every canonical table."""
    cursor.execute("select viewname from pg_views where schemaname = 'silver' order by viewname")
    return [name for (name,) in cursor.fetchall()]
