"""Bronze to silver, one generic step for every table of every source.

All versions of every key that the day touches are recomputed from all bronze rows of the key, so
that neither the order in which days arrive nor how often they arrive matters.
"""

import logging
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.history import list_loaded_history
from include.settings import load_settings
from include.sources.contract import SOURCES, Contract, load_contract
from include.warehouse import versions
from include.warehouse.checks import run_checks
from include.warehouse.connect import open_transaction
from include.warehouse.first_build import build_first
from include.warehouse.mapping import MappingError, SilverTable, load_mappings
from include.warehouse.statistics import analyze_if_grown

log = logging.getLogger(__name__)


def build_silver(day: date) -> dict[str, int]:
    """Bring silver up to a day's bronze, check it, and return the touched keys by table.

    The first night builds the history before it too.
    """
    contract = load_contract(load_settings().source)
    mappings = SOURCES / contract.name / "mapping"
    with open_transaction() as connection:
        touched: Counter[str] = Counter()
        days = [*list_loaded_history(connection, day), day]
        for each in days:
            touched.update(build_tables(connection, contract, mappings, each))
        run_checks(connection, "silver", day, {"since": days[0]})
    return dict(touched)


def build_tables(
    connection: Connection, contract: Contract, mappings: Path, day: date
) -> dict[str, int]:
    """Recompute the versions of every key that the day touches, in the caller's transaction."""
    parameters = {"day": day, "timezone": contract.timezone, "currency": contract.currency}
    touched: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '256MB'; set local maintenance_work_mem = '512MB'")
        for table in load_mappings(cursor, mappings, parameters):
            started = time.monotonic()
            keys, written = build_table(cursor, contract, table, parameters)
            touched[table.name] = keys
            log.info(
                "silver.%s: %s keys touched, %s versions written, %s ms",
                table.name,
                keys,
                written,
                round(1000 * (time.monotonic() - started)),
            )
    return touched


def build_table(
    cursor: Cursor, contract: Contract, table: SilverTable, parameters: dict[str, Any]
) -> tuple[int, int]:
    """Rebuild one table's touched keys; return how many they are and the versions written."""
    is_snapshot = contract.tables[table.bronze].mode == "snapshot"
    parts = versions.compose_parts(table, is_snapshot=is_snapshot)
    first = build_first(cursor, table, parts, parameters)
    if first is not None:
        return first, first
    if is_snapshot:
        cursor.execute("drop table if exists snapshot_days")
        cursor.execute(versions.SNAPSHOT_DAYS, {"bronze": table.bronze})
    cursor.execute("drop table if exists touched")
    also = versions.TOUCHED_BY_SNAPSHOT if is_snapshot else ""
    cursor.execute(sql.SQL(versions.TOUCHED + also).format(**parts), parameters)
    keys = cursor.rowcount
    if keys == 0:
        return 0, 0
    _refuse_empty_keys(cursor, table)
    cursor.execute("analyze touched")
    cursor.execute(sql.SQL(versions.DELETE).format(**parts))
    cursor.execute(sql.SQL(versions.INSERT).format(**parts), parameters)
    written = cursor.rowcount
    cursor.execute(sql.SQL(versions.REMEMBER).format(**parts), {**parameters, "table": table.name})
    analyze_if_grown(cursor, "silver", f"{table.name}_versions", written)
    return keys, written


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
