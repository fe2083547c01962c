"""The first build of a silver table: one version for each row, no key looked up.

It holds where nothing is there yet: an empty table, the oldest loaded day, nothing published. A
mapping that repeats a key within the day is left to the general step.
"""

from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.warehouse.mapping import SilverTable
from include.warehouse.versions import FIRST_BUILD

IS_FIRST = """
    select
        not exists (select from ops.load_ledger where day < %(day)s::date)
        and not exists (select from ops.published_days)
        and not exists (select from silver.{versions})
"""
CONSTRAINTS = """
    select conname, pg_get_constraintdef(oid)
    from pg_constraint
    where conrelid = to_regclass(%s) and contype = 'p'
"""
# A partial index, over versions that have ended, stays: a first build ends none.
INDEXES = """
    select indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    from pg_index
    where indrelid = to_regclass(%s) and not indisprimary and indpred is null
"""


def build_first(
    cursor: Cursor,
    table: SilverTable,
    parts: dict[str, sql.Composable],
    parameters: dict[str, Any],
) -> int | None:
    """Fill an empty table, its indexes made after its rows; return the rows written.

    Returns None, with nothing changed, where this is no first build or a key is repeated or null.
    """
    cursor.execute(sql.SQL(IS_FIRST).format(**parts), parameters)
    if cursor.fetchone() != (True,):
        return None
    cursor.execute("savepoint before_first_build")
    try:
        written = _fill(cursor, table, parts, parameters)
    except (psycopg2.errors.UniqueViolation, psycopg2.errors.NotNullViolation):
        cursor.execute("rollback to savepoint before_first_build")
        return None
    cursor.execute("release savepoint before_first_build")
    return written


def _fill(
    cursor: Cursor,
    table: SilverTable,
    parts: dict[str, sql.Composable],
    parameters: dict[str, Any],
) -> int:
    name = f"silver.{table.name}_versions"
    target = sql.Identifier("silver", f"{table.name}_versions")
    cursor.execute(CONSTRAINTS, (name,))
    keys = cursor.fetchall()
    cursor.execute(INDEXES, (name,))
    indexes = cursor.fetchall()
    # a table truncated in this transaction needs no write-ahead log under wal_level = minimal
    cursor.execute(sql.SQL("truncate {}").format(target))
    for key, _ in keys:
        cursor.execute(
            sql.SQL("alter table {} drop constraint {}").format(target, sql.Identifier(key))
        )
    for index, _ in indexes:
        cursor.execute(sql.SQL("drop index {}").format(sql.SQL(index)))
    cursor.execute(sql.SQL(FIRST_BUILD).format(**parts), parameters)
    written = cursor.rowcount
    for key, definition in keys:
        cursor.execute(
            sql.SQL("alter table {} add constraint {} {}").format(
                target, sql.Identifier(key), sql.SQL(definition)
            )
        )
    for _, definition in indexes:
        cursor.execute(definition)
    cursor.execute(sql.SQL("analyze {}").format(target))
    return int(written)
