"""The first night loads the drops that came before it; later nights do not."""

from datetime import date
from pathlib import Path

import psycopg2
import pytest

from include.ingest.history import list_loaded_history, list_waiting_history, read_day

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


def test_only_a_folder_named_after_a_day_is_a_drop() -> None:
    assert read_day("2018-04-23") == HISTORY
    assert read_day(".2018-04-23.part") is None
