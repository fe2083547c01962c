"""Load one business day's drop into bronze, whole or not at all."""

import logging
import time
from collections import Counter
from datetime import date
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ingest import bronze, record
from include.ingest.history import list_waiting_history
from include.ingest.landing import LandedFile, list_files
from include.ingest.staging import copy_file, create_staging
from include.settings import load_settings
from include.sources.contract import Contract, TableContract, load_contract
from include.warehouse.connect import open_transaction
from include.warehouse.nights import save_night, save_step
from include.warehouse.statistics import analyze_if_grown

log = logging.getLogger(__name__)


def ingest_day(day: date, run_id: str, kind: str) -> dict[str, int]:
    """Load the day's drop and return its totals: files, rows read, loaded, merged, quarantined.

    The first night loads the history before it too, in the same transaction.

    Raises `LandingError` when the drop cannot be loaded; bronze is then as it was.
    """
    settings = load_settings()
    contract = load_contract(settings.source)
    save_night(day, run_id, kind)
    save_step(day, "ingest", "running", run_id)
    with open_transaction() as connection:
        for older in list_waiting_history(connection, settings.landing, day):
            load_drop(connection, contract, settings.landing, older)
        totals = load_drop(connection, contract, settings.landing, day)
    save_step(day, "ingest", "done", run_id, totals)
    return totals


def load_drop(
    connection: Connection, contract: Contract, landing: Path, day: date
) -> dict[str, int]:
    """Replace the day in every bronze table, the ledger and the quarantine; commit nothing."""
    files = list_files(contract, landing, day)
    totals = {"files": len(files), "read": 0, "loaded": 0, "merged": 0, "quarantined": 0}
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '256MB'")
        record.delete_records(cursor, day)
    for table, terms in contract.tables.items():
        own_files = [file for file in files if file.table == table]
        for name, rows in _load_table(connection, table, terms, own_files, day).items():
            totals[name] += rows
    log.info("%s: %s", day, ", ".join(f"{name} {rows}" for name, rows in totals.items()))
    return totals


def _load_table(
    connection: Connection,
    table: str,
    terms: TableContract,
    files: list[LandedFile],
    day: date,
) -> dict[str, int]:
    """Replace the day in one table, also when no file came; return its rows by outcome."""
    started = time.monotonic()
    with connection.cursor() as cursor:
        bronze.create_table(cursor, table, terms)
        bronze.delete_day(cursor, table, day)
        totals = _load_files(connection, table, terms, files, day) if files else {}
        bronze.create_indexes(cursor, table, terms)
        analyze_if_grown(cursor, "bronze", table, totals.get("loaded", 0))
    log.info(
        "bronze.%s: %s rows loaded, %s merged, %s quarantined, %s ms",
        table,
        totals.get("loaded", 0),
        totals.get("merged", 0),
        totals.get("quarantined", 0),
        round(1000 * (time.monotonic() - started)),
    )
    return totals


def _load_files(
    connection: Connection,
    table: str,
    terms: TableContract,
    files: list[LandedFile],
    day: date,
) -> dict[str, int]:
    totals: Counter[str] = Counter()
    rows_read: dict[LandedFile, int] = {}
    with connection.cursor() as cursor:
        create_staging(cursor, terms)
        for file in files:
            rows_read[file] = copy_file(cursor, file, terms, first=sum(rows_read.values()))
        bronze.sort_out_rows(cursor, terms)
        bronze.insert_kept(cursor, table, terms, day)
        for file in files:
            outcome = record.save_ledger(cursor, file, day, rows_read[file])
            if outcome["quarantined"]:
                record.save_quarantine(connection, file, day)
            totals.update(outcome)
    return dict(totals)
