"""A file with the bytes of another day's is warned of, once there is a row in it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.landing import Drop, find_drop
from include.ingest.repeated import warn_repeated
from include.sources.contract import Contract
from tests.ingest.test_landing import DAY, SHOP, make_contract

YESTERDAY = date(2018, 4, 27)
CONTRACT = make_contract()


@pytest.fixture
def cursor(warehouse: str) -> Iterator[Cursor]:
    with closing(psycopg2.connect(warehouse)) as connection, connection.cursor() as cursor:
        yield cursor


def write_drop(landing: Path, contents: dict[str, str], day: date = DAY) -> Drop:
    folder = landing / day.isoformat()
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    return find_drop(CONTRACT, landing, day)


def save_loaded(cursor: Cursor, drop: Drop, rows: int = 3) -> None:
    """Write what the load writes for the files of a drop."""
    for file in drop.files:
        cursor.execute(
            "insert into ops.load_ledger (day, file_name, table_name, rows_read, rows_loaded,"
            " rows_merged, rows_quarantined, bytes, sha256)"
            " values (%s, %s, %s, %s, %s, 0, 0, %s, %s)",
            (drop.day, file.name, file.table, rows, rows, file.size, file.sha256),
        )


def read_ledger(cursor: Cursor, columns: str) -> list[tuple[object, ...]]:
    cursor.execute(f"select {columns} from ops.load_ledger order by day, file_name")
    return cursor.fetchall()


def test_the_bytes_of_another_day_are_warned_of_and_noted(
    cursor: Cursor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    save_loaded(cursor, write_drop(tmp_path, {"orders.csv": "same"}, YESTERDAY))
    drop = write_drop(tmp_path, {"orders.csv": "same", "lines.csv": "other"})
    save_loaded(cursor, drop)
    warn_repeated(cursor, CONTRACT, DAY)
    note = "the same bytes as orders.csv of 2018-04-27"
    assert read_ledger(cursor, "file_name, note") == [
        ("orders.csv", None),
        ("lines.csv", None),
        ("orders.csv", note),
    ]
    (message,) = [each for each in caplog.messages if "same bytes" in each]
    assert message.startswith(
        "2018-04-28: orders.csv holds the same bytes as orders.csv of 2018-04"
    )


@pytest.mark.parametrize("mode", ["changes", "snapshot"])
def test_a_full_refresh_may_come_unchanged(
    cursor: Cursor, tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: str
) -> None:
    terms = {"file": "orders.csv", "key": ["order_id"], "mode": mode}
    columns = {"order_id": {"type": "text", "is_required": True}}
    tables = {"orders": {**terms, "columns": columns}}
    contract = Contract.model_validate({**SHOP, "tables": tables})
    for day in (YESTERDAY, DAY):
        save_loaded(cursor, write_drop(tmp_path, {"orders.csv": "same"}, day))
    warn_repeated(cursor, contract, DAY)
    assert ("same bytes" in caplog.text) is (mode == "changes")


def test_quiet_days_are_not_warned_of(
    cursor: Cursor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for day in (YESTERDAY, DAY):
        save_loaded(cursor, write_drop(tmp_path, {"orders.csv": "order_id\n"}, day), rows=0)
    warn_repeated(cursor, CONTRACT, DAY)
    assert "same bytes" not in caplog.text
