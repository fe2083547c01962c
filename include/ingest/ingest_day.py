"""Load one business day's drop into bronze, whole or not at all."""

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ingest import record
from include.ingest.history import list_waiting_history
from include.ingest.landing import Drop, LandedFile, find_drop, refuse_changed
from include.ingest.load_table import load_table
from include.ingest.record_log import describe_outcome
from include.ingest.repeated import warn_repeated
from include.settings import load_settings
from include.sources.contract import Contract, load_contract
from include.sources.drop import CLOSED
from include.warehouse.connect import open_transaction
from include.warehouse.nights import save_night, save_step

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
    drop = find_drop(contract, landing, day)
    totals = {"files": len(drop.files), "read": 0, "loaded": 0, "merged": 0, "quarantined": 0}
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '256MB'; set local maintenance_work_mem = '512MB'")
        record.delete_records(cursor, day)
        for file, state, note in _list_unread(drop):
            record.save_ledger(cursor, file, day, record.Outcome(0, 0, 0, 0, state, note))
    for table in contract.tables:
        own_files = [file for file in drop.files if file.table == table]
        for name, rows in load_table(connection, contract, table, own_files, day).items():
            totals[name] += rows
    refuse_changed(drop.files)
    with connection.cursor() as cursor:
        warn_repeated(cursor, contract, day)
        for sentence in describe_outcome(cursor, day):
            log.info("%s: %s", day, sentence)
    log.info("%s: %s", day, ", ".join(f"{name} {rows}" for name, rows in totals.items()))
    return totals


def _list_unread(drop: Drop) -> Iterator[tuple[LandedFile, str, str]]:
    """Yield what lies in a drop without being loaded: the ledger knows of it all the same."""
    for file in drop.unknown:
        yield file, "unknown", "no table of the contract reads it"
    if drop.is_closed:
        marker = LandedFile(drop.folder / CLOSED, table="", size=0, sha256="", changed_ns=0)
        yield marker, "closed", "declared: there was no business on this day"
