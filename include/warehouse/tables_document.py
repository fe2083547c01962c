"""Write docs/tables.md from the comments that the ddl files leave in the catalog."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.runtime.temporary_cluster import run_temporary_cluster
from include.settings import PROJECT
from include.warehouse.connect import read_sql
from include.warehouse.migrate import migrate_warehouse

DOCUMENT = PROJECT / "docs" / "tables.md"
SCHEMAS = {
    "gold": "Facts, dimensions and daily figures, as of the newest published day.",
    "silver": "The canonical business tables as versions; each view shows what is known now.",
    "ml": "Features as served, models, scores, reasons and drift, by day.",
    "ops": "The record of what happened.",
}
INTRODUCTION = """\
# Tables

Every table and column of the warehouse. Written by `make docs` from the comments in
`include/sql/ddl`; a test says when it is out of date, so do not edit it by hand.

Dates are business days in the source's time zone, amounts are in the source's currency, `_at` is
a moment with time zone. Schema `bronze` is not listed: it holds one table for each file of the
source's `contract.yaml`, as text, with `_day`, `_file`, `_row` and, for columns the contract does
not know, `_extra`.
"""


@dataclass(frozen=True)
class Column:
    """One column of a table or view, as the catalog describes it."""

    schema: str
    table: str
    name: str
    is_view: bool
    is_key: bool
    table_comment: str
    type: str
    comment: str


def load_columns(connection: Connection) -> list[Column]:
    """Read every column of the documented schemas, in the order of their tables."""
    with connection.cursor() as cursor:
        cursor.execute(read_sql("docs/columns.sql"), {"schemas": list(SCHEMAS)})
        return [Column(*row) for row in cursor.fetchall()]


def render_tables(columns: list[Column]) -> str:
    """Return the document: a section for each schema, a table for each table."""
    parts = [INTRODUCTION]
    for schema, meaning in SCHEMAS.items():
        parts.append(f"## {schema}\n\n{meaning}\n")
        of_schema = [column for column in columns if column.schema == schema]
        for _, group in groupby(of_schema, key=lambda column: column.table):
            parts.append(_render_table(list(group)))
    return "\n".join(parts)


def _render_table(columns: list[Column]) -> str:
    first = columns[0]
    title = f"### {first.schema}.{first.table}\n\n{first.table_comment}\n"
    if first.is_view and not any(column.comment for column in columns):
        names = ", ".join(f"`{column.name}`" for column in columns)
        return f"{title}\nView with {names}: see `{first.schema}.{first.table}_versions`.\n"
    rows = "\n".join(
        f"| {f'**{column.name}**' if column.is_key else column.name} | {column.type} |"
        f" {column.comment.replace('|', '&#124;')} |"
        for column in columns
    )
    return f"{title}\n| column | type | meaning |\n|---|---|---|\n{rows}\n"


@contextmanager
def open_empty_warehouse() -> Iterator[Connection]:
    """Start a throwaway PostgreSQL with today's tables and no rows."""
    with run_temporary_cluster() as url:
        migrate_warehouse(url("postgres"))
        connection = psycopg2.connect(url("postgres"))
        try:
            yield connection
        finally:
            connection.close()


def save_tables_document() -> None:
    """Write docs/tables.md for the tables that the ddl files state today."""
    with open_empty_warehouse() as connection:
        document = render_tables(load_columns(connection))
    DOCUMENT.write_text(document, encoding="utf-8")


if __name__ == "__main__":
    save_tables_document()
