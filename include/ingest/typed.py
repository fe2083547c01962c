"""Typed views: what the text in a bronze table means, by its contract.

Bronze keeps each value as it was received. `bronze.<table>_typed` reads it, and nothing else does:
formats, signs of currency, multipliers and time zones are applied here, and an empty value is null.
"""

import hashlib

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.casting import cast_column
from include.sources.contract import TableContract

AUDIT_COLUMNS = ("_day", "_file", "_row", "_extra")


def create_typed_view(cursor: Cursor, table: str, terms: TableContract, timezone: str) -> None:
    """Create the typed view of a bronze table, or replace it when its contract has changed.

    The view's comment holds the digest of its definition.
    """
    view = sql.SQL("bronze.{}").format(sql.Identifier(f"{table}_typed"))
    query = compose_view(table, terms, timezone)
    digest = hashlib.sha256(query.as_string(cursor).encode()).hexdigest()
    comment = f"bronze.{table}, read by its contract (sha256 {digest})."
    cursor.execute("select obj_description(to_regclass(%s), 'pg_class')", (view.as_string(cursor),))
    if cursor.fetchone() == (comment,):
        return
    cursor.execute(sql.SQL("drop view if exists {}").format(view))
    cursor.execute(sql.SQL("create view {} as {}").format(view, query))
    cursor.execute(sql.SQL("comment on view {} is {}").format(view, sql.Literal(comment)))


def compose_view(table: str, terms: TableContract, timezone: str) -> sql.Composed:
    """Return the SELECT of a typed view: every column by its type, then the audit columns."""
    columns = [
        sql.SQL("{} as {}").format(cast_column(name, column, timezone), sql.Identifier(name))
        for name, column in terms.columns.items()
    ]
    return sql.SQL("select\n{}\nfrom bronze.{}").format(
        sql.SQL(",\n").join((*columns, *map(sql.Identifier, AUDIT_COLUMNS))),
        sql.Identifier(table),
    )
