"""The command that tries a source on a folder of files before any night runs on it."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg2

from include.runtime.check_report import print_check
from include.runtime.plan import parse_day, yesterday_in
from include.runtime.state import State
from include.runtime.temporary_cluster import create_database, run_temporary_cluster
from include.settings import SettingError
from include.sources.contract import SOURCES, known_sources, load_contract
from include.sources.drop import CLOSED, COMPLETE, ReplayError
from include.sources.folder import list_days, list_plain_files
from include.warehouse.migrate import migrate_warehouse


def parse_folder(text: str | None) -> Path:
    """Return the folder of CSV files that the user named."""
    if not text:
        raise SettingError("setting FROM is not set: it takes a folder of CSV files")
    folder = Path(text).expanduser().resolve()
    if not folder.is_dir():
        raise SettingError(f"setting FROM is {text!r}: there is no such folder")
    return folder


def list_folders(data: Path, day: date) -> dict[date, Path]:
    """Return the folder of each day's files; the error of an unusable one names it."""
    try:
        return list_days(data, day)
    except ReplayError as error:
        raise SettingError(f"setting FROM: {error}") from error


@contextmanager
def open_scratch_warehouse(source: str) -> Iterator[str]:
    """Start a PostgreSQL with an empty warehouse that is gone afterwards; yield its URL.

    Never the source's own: a dry run shall neither wait for a night nor slow one down.
    """
    with run_temporary_cluster() as url:
        scratch = create_database(url, "scratch")
        os.environ["NIGHTSHIFT_SOURCE"] = source
        os.environ["NIGHTSHIFT_WAREHOUSE_URL"] = scratch
        migrate_warehouse(scratch)
        yield scratch


def lay_out(folders: dict[date, Path], landing: Path) -> list[date]:
    """Let a landing folder point to the files of each day; return the days, oldest first."""
    for day, folder in folders.items():
        drop = landing / day.isoformat()
        drop.mkdir(parents=True)
        for path in list_plain_files(folder):
            (drop / path.name).symlink_to(path)
        if not (drop / CLOSED).exists():
            (drop / COMPLETE).touch()
    return sorted(folders)


def run_check_source(state: State, arguments: argparse.Namespace) -> int:
    """Say what a night would make of a folder's files; exit 1 when something would fail it."""
    from include.ingest.check_source import check_source  # noqa: PLC0415 (after the settings)

    name = state.source
    data = parse_folder(arguments.first_night)
    if name not in known_sources():
        raise SettingError(
            f"setting NAME is {name!r}: there is no include/sources/{name}/contract.yaml yet;"
            f" `make draft-source NAME={name} FROM={data}` writes a first one from the files"
        )
    contract = load_contract(name)
    today = yesterday_in(contract.timezone, datetime.now(UTC))
    folders = list_folders(data, parse_day("DAY", arguments.day) or today)
    with (
        open_scratch_warehouse(name) as url,
        tempfile.TemporaryDirectory(prefix="ns-landing-") as landing,
        closing(psycopg2.connect(url)) as connection,
    ):
        days = lay_out(folders, Path(landing))
        mappings = SOURCES / name / "mapping"
        found = check_source(connection, contract, mappings, Path(landing), days)
        connection.rollback()
    places = {str(Path(landing) / day.isoformat()): str(folder) for day, folder in folders.items()}
    print_check(contract, found, places)
    return 1 if found.failures else 0
