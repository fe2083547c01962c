"""Mended rows: remembered apart from the day, waiting until a load of their file has seen them."""

from contextlib import closing
from datetime import timedelta

import psycopg2
import pytest

from include.ingest.mending import (
    MendedRow,
    count_waiting,
    hash_record,
    list_refused,
    load_mended,
    save_mended,
    save_used,
)
from tests.ingest.tiny_source import DAY, TinySource, fetch

BAD = b"b,created,,x,\n"
ROW = MendedRow("orders.csv", 3, hash_record(BAD), "b,created,,1,")


def _save(url: str, *rows: MendedRow) -> int:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        return save_mended(cursor, DAY, rows)


def _waiting(url: str) -> int:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        return count_waiting(cursor, DAY)


def test_a_mended_row_is_found_by_its_day_file_and_line(warehouse: str) -> None:
    assert _save(warehouse, ROW) == 1
    with closing(psycopg2.connect(warehouse)) as connection, connection.cursor() as cursor:
        assert load_mended(cursor, DAY, "orders.csv") == {3: (ROW.raw_sha256, "b,created,,1,")}
        assert load_mended(cursor, DAY, "lines.csv") == {}
        assert load_mended(cursor, DAY + timedelta(days=1), "orders.csv") == {}


def test_the_checksum_is_that_of_the_bytes_in_quarantine(tiny: TinySource, warehouse: str) -> None:
    tiny.write_orders(["a,created,,1,", BAD.decode().strip()])
    tiny.ingest()
    ((raw,),) = fetch(warehouse, "select raw from ops.quarantine")
    assert hash_record(raw) == ROW.raw_sha256


def test_the_same_correction_twice_is_no_news_and_another_one_is(warehouse: str) -> None:
    assert _save(warehouse, ROW) == 1
    before = fetch(warehouse, "select * from ops.mended_rows")
    assert _save(warehouse, ROW) == 0
    assert fetch(warehouse, "select * from ops.mended_rows") == before
    assert _save(warehouse, MendedRow("orders.csv", 3, ROW.raw_sha256, "b,created,,2,")) == 1
    assert fetch(warehouse, "select mended from ops.mended_rows") == [("b,created,,2,",)]
    assert _save(warehouse) == 0


def test_a_mended_row_waits_until_its_file_is_loaded_and_outlives_the_load(
    tiny: TinySource, warehouse: str
) -> None:
    tiny.write_orders(["a,created,,1,", BAD.decode().strip()])
    tiny.ingest()
    assert _waiting(warehouse) == 0
    _save(warehouse, ROW)
    assert _waiting(warehouse) == 1
    tiny.ingest()
    assert _waiting(warehouse) == 0
    assert fetch(warehouse, "select count(*) from ops.mended_rows") == [(1,)]


@pytest.mark.parametrize(("taken", "refused"), [([3], []), ([], [("orders.csv", 3)])])
def test_what_a_load_did_not_take_counts_as_refused(
    tiny: TinySource, warehouse: str, taken: list[int], refused: list[tuple[str, int]]
) -> None:
    tiny.write_orders(["a,created,,1,", BAD.decode().strip()])
    _save(warehouse, ROW)
    tiny.ingest()
    with closing(psycopg2.connect(warehouse)) as connection, connection.cursor() as cursor:
        save_used(cursor, DAY, "orders.csv", taken)
        assert list_refused(cursor, DAY) == refused
