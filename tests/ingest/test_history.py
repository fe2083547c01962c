"""The first night loads the drops that came before it; later nights do not."""

from datetime import date
from pathlib import Path

import psycopg2
import pytest

from include.ingest import history
from include.ingest.history import (
    list_loaded_history,
    list_missing_days,
    list_waiting_history,
)
from include.settings import load_settings
from include.sources.drop import CLOSED
from include.warehouse.nights import save_step

DAY = date(2018, 4, 24)
HISTORY = date(2018, 4, 23)
LEDGER = """
    insert into ops.load_ledger
        (day, file_name, table_name, rows_read, rows_loaded, rows_merged, rows_quarantined, bytes,
        sha256)
    values (%s, 'orders.csv', 'orders', 1, 1, 0, 0, 10, '')
"""


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    for name in ("2018-04-25", "2018-04-24", "2018-04-23", "2018-04-22", ".2018-04-21.part"):
        (tmp_path / name).mkdir()
    return tmp_path


def execute(connection: object, statement: str, *values: object) -> None:
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement, values)


def test_the_first_night_finds_every_older_drop_oldest_first(warehouse: str, landing: Path) -> None:
    connection = psycopg2.connect(warehouse)
    assert list_waiting_history(connection, landing, DAY) == [date(2018, 4, 22), HISTORY]
    connection.close()


def test_a_later_night_finds_nothing_even_when_a_night_between_is_missing(
    warehouse: str, landing: Path
) -> None:
    connection = psycopg2.connect(warehouse)
    execute(connection, LEDGER, date(2018, 4, 22))
    assert list_waiting_history(connection, landing, DAY) == []
    connection.close()


def test_a_landing_folder_that_is_not_there_holds_no_history(
    warehouse: str, tmp_path: Path
) -> None:
    connection = psycopg2.connect(warehouse)
    assert list_waiting_history(connection, tmp_path / "nowhere", DAY) == []
    connection.close()


def test_silver_builds_history_until_the_first_day_is_published(warehouse: str) -> None:
    connection = psycopg2.connect(warehouse)
    execute(connection, LEDGER, HISTORY)
    execute(connection, LEDGER, DAY)
    assert list_loaded_history(connection, DAY) == [HISTORY]
    execute(connection, "insert into ops.published_days (day) values (%s)", DAY)
    assert list_loaded_history(connection, date(2018, 4, 25)) == []
    connection.close()


def test_a_night_with_a_run_of_its_own_is_not_history(warehouse: str) -> None:
    connection = psycopg2.connect(warehouse)
    execute(connection, LEDGER, HISTORY)
    execute(
        connection,
        "insert into ops.nights (day, run_id, kind) values (%s, 'x', 'backfill')",
        HISTORY,
    )
    assert list_loaded_history(connection, DAY) == []
    connection.close()


@pytest.fixture
def gap(warehouse: str, settings_env: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give a landing with five nights: loaded, closed, landed too late, and two that never came."""
    for name in ("2018-04-23", "2018-04-24", "2018-04-25"):
        (tmp_path / name).mkdir()
    (tmp_path / "2018-04-24" / CLOSED).touch()
    connection = psycopg2.connect(warehouse)
    with connection:
        execute(connection, LEDGER, date(2018, 4, 23))
    connection.close()
    settings_env.setenv("NIGHTSHIFT_LANDING", str(tmp_path))
    settings_env.setenv("NIGHTSHIFT_FIRST_NIGHT", "2018-04-23")
    load_settings.cache_clear()
    return tmp_path


def find_missing(url: str, landing: Path, first_night: date, day: date) -> list[int]:
    connection = psycopg2.connect(url)
    try:
        found = list_missing_days(connection, landing, first_night, day)
    finally:
        connection.close()
    return [night.day for night in found]


def test_nights_that_were_neither_loaded_nor_declared_closed_are_missing(
    warehouse: str, gap: Path
) -> None:
    assert find_missing(warehouse, gap, date(2018, 4, 23), date(2018, 4, 28)) == [25, 26, 27]
    assert find_missing(warehouse, gap, date(2018, 4, 27), date(2018, 4, 28)) == [27]
    assert find_missing(warehouse, gap, date(2018, 4, 23), date(2018, 4, 24)) == []
    assert find_missing(warehouse, gap, date(2018, 4, 24), date(2018, 4, 24)) == []


def test_a_closed_night_that_was_run_is_not_missing_when_its_folder_is_archived(
    warehouse: str, gap: Path
) -> None:
    save_step(date(2018, 4, 26), "ingest", "done", "run-1")
    save_step(date(2018, 4, 27), "ingest", "failed", "run-1")
    assert find_missing(warehouse, gap, date(2018, 4, 26), date(2018, 4, 28)) == [27]


@pytest.mark.usefixtures("gap")
def test_the_nights_log_names_what_is_missing_and_the_command_that_mends_it(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    history.warn_missing_days(date(2018, 4, 27))
    (message,) = caplog.messages
    late, never = message.removeprefix("earlier nights are missing: ").split("; ")
    assert late == (
        f"2018-04-25 lies in {tmp_path}/2018-04-25 but was never loaded:"
        " `make retry DAY=2018-04-25`"
    )
    assert never.startswith(
        f"2018-04-26 never came: put its files into {tmp_path}/2018-04-26, then"
    )
    assert f"touch {tmp_path}/2018-04-26/_CLOSED` if there was no business" in never
    caplog.clear()
    history.warn_missing_days(date(2018, 4, 25))
    assert caplog.messages == []


def test_a_long_gap_is_told_by_its_first_days_and_its_end(tmp_path: Path) -> None:
    days = [date(2018, 4, number) for number in range(1, 31)]
    told = history.describe_missing_days(days, tmp_path, "olist")
    assert told.count("never came") == 10
    assert told.endswith("; and 20 more up to 2018-04-30")
    assert "make retry SOURCE=olist DAY=2018-04-01" in told
