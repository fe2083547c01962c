"""The commands for rejected rows: `make quarantine` and `make replay-quarantine`."""

import argparse
from contextlib import closing
from datetime import date
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ingest.mending import count_waiting, save_mended
from include.ingest.quarantine import collect_edits, list_changed, save_sheet
from include.ingest.record_log import load_reasons
from include.runtime.commands import write
from include.runtime.queries import connect
from include.runtime.runs import require_airflow, require_day, run_again
from include.runtime.state import State
from include.sources.contract import load_contract
from include.warehouse.connect import WRITER_LOCK
from include.warehouse.nights import load_kind

LISTED_SAMPLES = 10
ADVICE = """
What to do: mend the fields of a row in its sheet (or its raw text), save the sheet as CSV, then
    make replay-quarantine SOURCE={source} DAY={day}
A row that you leave as it is stays in quarantine. Where a whole file is wrong, correct the file in
the landing folder: the same command loads it. Where the contract is wrong: docs/runbook.md."""


def find_sheet(state: State, day: date, table: str) -> Path:
    """Return where the sheet of a table's rejected rows is."""
    return state.folder / "quarantine" / day.isoformat() / f"{table}.csv"


def run_quarantine(state: State, arguments: argparse.Namespace) -> int:
    """List the rejected rows of a day by file and reason, and write them as sheets to edit."""
    day = require_day(arguments)
    with closing(connect(state, "NIGHTSHIFT_READER_URL")) as connection:
        is_empty = not list_reasons(connection, day)
        save_sheets(state, connection, day)
    write(
        f"no row of {day} is in quarantine"
        if is_empty
        else ADVICE.format(source=state.source, day=day)
    )
    return 0


def list_reasons(connection: Connection, day: date) -> bool:
    """Print why rows of a day are in quarantine; return whether there are any."""
    with connection.cursor() as cursor:
        reasons = load_reasons(cursor, day, LISTED_SAMPLES)
    for file, groups in reasons.items():
        write(f"{file} (table {groups[0].table_name})")
        for group in groups:
            write(f"    {group.describe()}")
            for sample in group.samples:
                write(f"        {sample.describe()}")
            if group.rows_count > len(group.samples):
                write(f"        and {group.rows_count - len(group.samples):,} more")
    return bool(reasons)


def save_sheets(state: State, connection: Connection, day: date) -> None:
    """Write a sheet for each table that has rejected rows, and say where it is."""
    with connection.cursor() as cursor:
        for table in load_contract(state.source).tables.items():
            path = find_sheet(state, day, table[0])
            if done := save_sheet(cursor, state.folder / "landing", day, table, path):
                write(done)


def save_edits(state: State, connection: Connection, day: date) -> list[str]:
    """Remember the corrections in a day's sheets; return why some were refused."""
    refused: list[str] = []
    with connection, connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", (WRITER_LOCK,))
        for table in load_contract(state.source).tables.items():
            path = find_sheet(state, day, table[0])
            if path.exists():
                rows, problems = collect_edits(cursor, state.folder / "landing", day, table, path)
                save_mended(cursor, day, rows)
                refused += problems
    return refused


def list_news(state: State, connection: Connection, day: date) -> list[str]:
    """Say what there is to load: rows mended, or files corrected, since the day was loaded."""
    with connection.cursor() as cursor:
        waiting = count_waiting(cursor, day)
        changed = list_changed(cursor, state.folder / "landing", day)
    return [f"mended rows: {waiting:,}"] * bool(waiting) + [f"changed: {name}" for name in changed]


def run_replay_quarantine(state: State, arguments: argparse.Namespace) -> int:
    """Put mended rows and corrected files back under their own day: run it again, and wait.

    Exit 1 when a correction was refused or the night failed. Without news nothing runs.
    """
    day = require_day(arguments)
    api = require_airflow(state)
    with closing(connect(state, "NIGHTSHIFT_WAREHOUSE_URL")) as connection:
        refused = save_edits(state, connection, day)
        for problem in refused:
            write(f"refused: {problem}")
        reasons = list_news(state, connection, day)
        kind = load_kind(connection, day)
        connection.rollback()
        if not reasons:
            write(f"nothing to do: no row and no file of {day} was changed since it was loaded")
            return 1 if refused else 0
        write(f"{'; '.join(reasons)}: running {day} again")
        status = run_again(state, api, day, kind)
        if not list_reasons(connection, day) and status == 0:
            write(f"no row of {day} is in quarantine any more")
        save_sheets(state, connection, day)
    return 1 if refused else status
