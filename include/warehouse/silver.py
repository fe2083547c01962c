"""Bronze to silver, one generic step for every table of every source.

All versions of every key that the day touches are recomputed from all bronze rows of the key, so
that neither the order in which days arrive nor how often they arrive matters.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.history import list_loaded_history
from include.settings import load_settings
from include.sources.contract import SOURCES, Contract, load_contract
from include.warehouse.checks import run_checks
from include.warehouse.connect import open_transaction
from include.warehouse.mapping import MappingError, SilverTable, load_mappings
from include.warehouse.statistics import analyze_if_grown

TOUCHED = """
    create temp table touched on commit drop as
    select {typed_key} from ({mapping}
    ) as mapped
    where mapped._day = %(day)s::date
    union
    select {key} from silver.{versions}
    where known_from = %(day)s::date
"""
DELETE = "delete from silver.{versions} as version using touched where {version_is_touched}"
INSERT = """
    insert into silver.{versions} ({key}, {states}, known_from, known_to, _file, _row)
    with mapped as (
        select {typed_columns}, found._day, found._file, found._row
        from touched
        cross join lateral (
            select given.* from ({mapping}
            ) as given
            where {given_is_touched}
        ) as found
    ),
    days as (
        select distinct on ({key}, _day) {key}, {states}, _day, _file, _row
        from mapped
        order by {key}, _day, _file collate "C" desc, _row desc
    ),
    changes as (
        select {key}, {states}, _day, _file, _row,
            row_number() over key_days = 1 {or_changed} as is_change
        from days
        window key_days as (partition by {key} order by _day)
    )
    select {key}, {states}, _day, lead(_day) over (partition by {key} order by _day), _file, _row
    from changes
    where is_change
"""
REMEMBER = """
    insert into ops.touched_keys (table_name, key, touched_day)
    select %(table)s, jsonb_build_object({key_pairs}), %(day)s::date
    from touched
    on conflict (table_name, key) do update
    set touched_day = greatest(touched_keys.touched_day, excluded.touched_day)
"""

log = logging.getLogger(__name__)


def build_silver(day: date) -> dict[str, int]:
    """Bring silver up to a day's bronze, check it, and return the touched keys by table.

    The first night builds the history before it too.
    """
    contract = load_contract(load_settings().source)
    mappings = SOURCES / contract.name / "mapping"
    with open_transaction() as connection:
        touched: Counter[str] = Counter()
        for each in [*list_loaded_history(connection, day), day]:
            touched.update(build_tables(connection, contract, mappings, each))
        run_checks(connection, "silver", day)
    return dict(touched)


def build_tables(
    connection: Connection, contract: Contract, mappings: Path, day: date
) -> dict[str, int]:
    """Recompute the versions of every key that the day touches, in the caller's transaction."""
    parameters = {"day": day, "timezone": contract.timezone, "currency": contract.currency}
    touched: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '256MB'")
        for table in load_mappings(cursor, mappings, parameters):
            started = time.monotonic()
            keys, versions = _build_table(cursor, table, parameters)
            touched[table.name] = keys
            log.info(
                "silver.%s: %s keys touched, %s versions written, %s ms",
                table.name,
                keys,
                versions,
                round(1000 * (time.monotonic() - started)),
            )
    return touched


def _build_table(cursor: Cursor, table: SilverTable, parameters: dict[str, Any]) -> tuple[int, int]:
    """Rebuild one table's touched keys; return how many they are and the versions written."""
    parts = _compose_parts(table)
    cursor.execute("drop table if exists touched")
    cursor.execute(sql.SQL(TOUCHED).format(**parts), parameters)
    keys = cursor.rowcount
    if keys == 0:
        return 0, 0
    _refuse_empty_keys(cursor, table)
    cursor.execute("analyze touched")
    cursor.execute(sql.SQL(DELETE).format(**parts))
    cursor.execute(sql.SQL(INSERT).format(**parts), parameters)
    versions = cursor.rowcount
    cursor.execute(sql.SQL(REMEMBER).format(**parts), {**parameters, "table": table.name})
    analyze_if_grown(cursor, "silver", f"{table.name}_versions", versions)
    return keys, versions


def _refuse_empty_keys(cursor: Cursor, table: SilverTable) -> None:
    """Raise `MappingError` when a key is null: its row would be lost without a trace."""
    condition = sql.SQL(" or ").join(
        sql.SQL("{} is null").format(sql.Identifier(column)) for column in table.key
    )
    cursor.execute(sql.SQL("select from touched where {} limit 1").format(condition))
    if cursor.rowcount:
        raise MappingError(
            f"{table.path}: a row has no {' or '.join(table.key)}:"
            " let the contract require the column, or the mapping use coalesce(column, '')"
        )


def _compose_parts(table: SilverTable) -> dict[str, sql.Composable]:
    """Compose the parts of the statements that depend on the table's columns."""
    changed = sql.SQL("or {0} is distinct from lag({0}) over key_days")
    pair = sql.SQL("{}, {}")
    return {
        "versions": sql.Identifier(f"{table.name}_versions"),
        "mapping": table.query,
        "key": _identifiers(table.key),
        "states": _identifiers(table.states),
        "typed_key": _typed(table, "mapped", table.key),
        "typed_columns": _typed(table, "found", table.types),
        "version_is_touched": _same_key("version", table),
        "given_is_touched": _same_key("given", table),
        "or_changed": sql.SQL(" ").join(
            changed.format(sql.Identifier(column)) for column in table.states
        ),
        "key_pairs": sql.SQL(", ").join(
            pair.format(sql.Literal(column), sql.Identifier(column)) for column in table.key
        ),
    }


def _identifiers(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _typed(table: SilverTable, alias: str, columns: Iterable[str]) -> sql.Composed:
    """Select columns of `alias` as the types of the table; null where the mapping has none."""
    return sql.SQL(", ").join(
        sql.SQL("{}::{} as {}").format(
            sql.Identifier(alias, column) if column in table.filled else sql.SQL("null"),
            sql.SQL(table.types[column]),
            sql.Identifier(column),
        )
        for column in columns
    )


def _same_key(alias: str, table: SilverTable) -> sql.Composed:
    return sql.SQL(" and ").join(
        sql.SQL("{} = {}").format(sql.Identifier(alias, column), sql.Identifier("touched", column))
        for column in table.key
    )
