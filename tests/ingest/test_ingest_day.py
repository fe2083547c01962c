"""A drop in bronze: whole or not at all, every row with one outcome."""

import gzip
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest

from include.ingest import indexes, ingest_day
from include.ingest.landing import LandingError
from include.sources.contract import read_contract
from include.warehouse.connect import open_snapshot
from include.warehouse.nights import load_kind, load_step
from tests.ingest.tiny_source import CONTRACT, DAY, HEADER, TinySource, fetch

GOOD = "a,created,2018-04-28 10:00:00,12.50,true"
LEDGER = (
    "select file_name, rows_read, rows_loaded, rows_merged, rows_quarantined"
    " from ops.load_ledger order by file_name"
)


def _bronze(url: str) -> list[tuple[object, ...]]:
    columns = "order_id, status, ordered_at, amount, is_gift, _day, _file, _row, _extra"
    return fetch(url, f"select {columns} from bronze.orders order by _day, _file, _row")


def _reasons(url: str) -> list[tuple[object, ...]]:
    query = "select line_number, column_name, value, reason from ops.quarantine order by 1"
    return fetch(url, query)


def test_a_good_row_is_in_bronze_as_it_stood_in_the_file(tiny: TinySource, warehouse: str) -> None:
    tiny.write_orders([GOOD])
    totals = tiny.ingest()
    assert totals == {"files": 1, "read": 1, "loaded": 1, "merged": 0, "quarantined": 0}
    assert _bronze(warehouse) == [
        ("a", "created", "2018-04-28 10:00:00", "12.50", "true", DAY, "orders.csv", 2, None)
    ]
    assert fetch(warehouse, "select bytes, length(sha256) from ops.load_ledger") == [
        (len(HEADER) + len(GOOD) + 2, 64)
    ]


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        (",created,,,", "order_id", "", "order_id is empty, but every row needs it"),
        ("x" * 601 + ",created,,,", "order_id", "x" * 601, "too long for a key"),
        ("b,sold,,,", "status", "sold", "does not match the pattern created|delivered"),
        ("b,created,03/04/2018,,", "ordered_at", "03/04/2018", "ordered_at is not a time such as"),
        ("b,created,today,,", "ordered_at", "today", "ordered_at is not a time such as"),
        ("b,created,infinity,,", "ordered_at", "infinity", "ordered_at is not a time such as"),
        ("b,created,2018-02-30 10:00:00,,", "ordered_at", "2018-02-30 10:00:00", "none such"),
        ("b,created,,NaN,", "amount", "NaN", "amount is not a number"),
        ("b,created,,0x1F,", "amount", "0x1F", "amount is not a number"),
        ("b,created,,1_000,", "amount", "1_000", "amount is not a number"),
        ('b,created,,"1,5",', "amount", "1,5", "amount is not a number"),
        ("b,created,,-1,", "amount", "-1", "amount is below 0"),
        ("b,created,,1e4,", "amount", "1e4", "amount is above 1000"),
        ("b,created,,,perhaps", "is_gift", "perhaps", "is_gift is not true or false"),
        ("b,created,,", None, None, "the line has 4 fields, the header has 5"),
        ('b,"created,,,', None, None, "a quoted value is opened and never closed"),
        ("b,cre\0ated,,,", None, None, "the line holds a NUL byte"),
    ],
)
def test_a_bad_row_is_in_quarantine_with_a_reason_for_a_person(
    tiny: TinySource, warehouse: str, row: str, column: str | None, value: str, reason: str
) -> None:
    tiny.write_orders([GOOD, row])
    assert tiny.ingest()["quarantined"] == 1
    ((line, found_column, found_value, found_reason),) = _reasons(warehouse)
    assert (line, found_column, found_value) == (3, column, value)
    assert reason in str(found_reason)
    assert len(_bronze(warehouse)) == 1


def test_the_raw_bytes_of_a_bad_row_are_those_of_its_lines(
    tiny: TinySource, warehouse: str
) -> None:
    bad = b'b,"two\nlines, \xc3\xa9",,,\r\n'
    broken = b"c,created,\0\xff\xfe,,\n"
    content = b"\xef\xbb\xbf" + HEADER.encode() + b"\r\n" + bad + GOOD.encode() + b"\n" + broken
    tiny.write("orders.csv.gz", gzip.compress(content))
    tiny.ingest()
    rows = fetch(warehouse, "select line_number, raw from ops.quarantine order by 1")
    assert [(line, bytes(raw)) for line, raw in rows] == [(2, bad), (5, broken)]


def test_of_rows_with_one_key_the_last_of_the_last_file_wins(
    tiny: TinySource, warehouse: str
) -> None:
    tiny.write("orders_1.csv", f"{HEADER}\na,created,,1,\na,created,,2,\nb,created,,3,\n")
    tiny.write("orders_2.csv", f"{HEADER}\na,delivered,,4,\na,delivered,,bad,\n")
    tiny.ingest()
    assert [(row[0], row[3], row[6]) for row in _bronze(warehouse)] == [
        ("b", "3", "orders_1.csv"),
        ("a", "4", "orders_2.csv"),
    ]
    assert fetch(warehouse, LEDGER) == [
        ("orders_1.csv", 3, 1, 2, 0),
        ("orders_2.csv", 2, 1, 0, 1),
    ]


def test_headers_may_differ_in_case_order_and_spelling_and_unknown_columns_are_kept(
    tiny: TinySource, warehouse: str
) -> None:
    tiny.write("orders.csv", 'STATUS, Gift ,note,order_id,\ncreated,true,"say ""hi""",a,x\n')
    tiny.ingest()
    (row,) = _bronze(warehouse)
    assert row[:5] == ("a", "created", None, None, "true")
    assert row[-1] == {"note": 'say "hi"', "column 5": "x"}


def test_values_keep_every_character_that_text_can_hold(tiny: TinySource, warehouse: str) -> None:
    odd = '\\N \\. \t "quoted" line\r\nbreak é 🚚 \\'
    quoted = odd.replace('"', '""')
    tiny.write("orders.csv", f'order_id,status\n"{quoted}",created\n\\.,created\n\\N,created\n')
    tiny.ingest()
    assert [row[0] for row in _bronze(warehouse)] == [odd, "\\.", "\\N"]


def test_a_file_with_a_header_only_is_a_day_without_rows(tiny: TinySource, warehouse: str) -> None:
    tiny.write_orders([])
    assert tiny.ingest()["read"] == 0
    assert fetch(warehouse, LEDGER) == [("orders.csv", 0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"orders\.csv is empty: not even a header"),
        (
            "a,created,2018-04-28 10:00:00,1,true\n",
            "holds no known column, the header may be missing",
        ),
        ("order_id,amount\na,1\n", "lacks required column status"),
        ("order_id,status,STATUS\na,b,c\n", "has column status more than once"),
    ],
)
def test_a_file_without_its_header_fails_the_day_and_leaves_bronze_as_it_was(
    tiny: TinySource, warehouse: str, content: str, message: str
) -> None:
    tiny.write_orders([GOOD])
    tiny.ingest()
    before = _bronze(warehouse), fetch(warehouse, "select * from ops.load_ledger")
    tiny.write("orders.csv", content)
    with pytest.raises(LandingError, match=message):
        tiny.ingest()
    assert (_bronze(warehouse), fetch(warehouse, "select * from ops.load_ledger")) == before


def test_an_error_in_the_middle_of_a_file_is_told_as_it_is(tiny: TinySource) -> None:
    packed = gzip.compress((HEADER + "\n" + (GOOD + "\n") * 20000).encode())
    tiny.write("orders.csv.gz", packed[:-200])
    with pytest.raises(LandingError, match="archive is damaged or cut"):
        tiny.ingest()


def test_a_day_is_replaced_whole_also_when_it_has_become_smaller(
    tiny: TinySource, warehouse: str
) -> None:
    tiny.write_orders([GOOD, "b,created,,,", "c,created,,x,"])
    tiny.write("lines.csv", "order_id,line\na,1\n")
    tiny.write_orders(["z,created,,,"], DAY - timedelta(days=1))
    tiny.ingest()
    tiny.ingest(DAY - timedelta(days=1))
    tiny.write_orders(["b,delivered,,,"])
    (tiny.landing / DAY.isoformat() / "lines.csv").unlink()
    tiny.ingest()
    assert [(row[0], row[1]) for row in _bronze(warehouse)] == [
        ("z", "created"),
        ("b", "delivered"),
    ]
    assert fetch(warehouse, "select count(*) from bronze.lines") == [(0,)]
    assert fetch(warehouse, "select count(*) from ops.quarantine") == [(0,)]
    assert fetch(warehouse, "select count(*) from ops.load_ledger where day = %s", DAY) == [(1,)]


def test_a_second_load_of_the_same_drop_changes_nothing(tiny: TinySource, warehouse: str) -> None:
    tiny.write_orders([GOOD, "b,created,,,", "c,created,,x,"])
    tiny.ingest()
    before = _bronze(warehouse), fetch(warehouse, LEDGER), _reasons(warehouse)
    tiny.ingest()
    assert (_bronze(warehouse), fetch(warehouse, LEDGER), _reasons(warehouse)) == before


def test_a_column_that_the_contract_gains_is_added_to_bronze(
    tiny: TinySource, warehouse: str, tmp_path: Path
) -> None:
    tiny.write_orders([GOOD])
    tiny.ingest()
    grown = CONTRACT.replace("is_gift:", "note: {type: text}\n      is_gift:")
    (tmp_path / "grown.yaml").write_text(grown, encoding="utf-8")
    tiny.contract = read_contract(tmp_path / "grown.yaml")
    tiny.write("orders.csv", "order_id,status,note\na,created,hello\n")
    tiny.ingest()
    assert fetch(warehouse, "select order_id, note from bronze.orders") == [("a", "hello")]


@pytest.mark.parametrize(
    ("key", "loaded"), [("[order_id, amount]", ["a", "a", "b"]), ("[status]", ["b"])]
)
def test_a_day_is_loaded_by_the_key_that_the_contract_has_now(
    tiny: TinySource, warehouse: str, tmp_path: Path, key: str, loaded: list[str]
) -> None:
    rows = ["a,created,,1,", "a,created,,2,", "b,created,,3,"]
    tiny.write_orders(rows, DAY - timedelta(days=1))
    tiny.ingest(DAY - timedelta(days=1))
    changed = CONTRACT.replace(
        "amount: {type: number,", "amount: {type: number, is_required: true,"
    )
    (tmp_path / "changed.yaml").write_text(changed.replace("[order_id]", key, 1), encoding="utf-8")
    tiny.contract = read_contract(tmp_path / "changed.yaml")
    tiny.write_orders(rows)
    tiny.ingest()
    tiny.ingest()
    assert [row[0] for row in _bronze(warehouse) if row[5] == DAY] == loaded


def test_a_load_whose_connection_is_killed_leaves_the_old_day(
    tiny: TinySource, warehouse: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write_orders([GOOD, "b,created,,x,"])
    tiny.ingest()
    before = _bronze(warehouse), fetch(warehouse, LEDGER), _reasons(warehouse)
    create_indexes = indexes.create_indexes

    def kill_then_index(cursor: psycopg2.extensions.cursor, *rest: object) -> None:
        fetch(warehouse, "select pg_terminate_backend(%s)", cursor.connection.info.backend_pid)
        create_indexes(cursor, *rest)

    tiny.write_orders(["c,created,,,"])
    monkeypatch.setattr(indexes, "create_indexes", kill_then_index)
    with pytest.raises(psycopg2.Error):
        tiny.ingest()
    assert (_bronze(warehouse), fetch(warehouse, LEDGER), _reasons(warehouse)) == before


def test_the_night_and_its_step_are_recorded(
    tiny: TinySource, warehouse: str, settings_env: pytest.MonkeyPatch
) -> None:
    settings_env.setenv("NIGHTSHIFT_LANDING", str(tiny.landing))
    settings_env.setattr(ingest_day, "load_contract", lambda _name: tiny.contract)
    ingest_day.load_settings.cache_clear()
    tiny.write_orders([GOOD])
    ingest_day.ingest_day(DAY, "run-1", "backfill")
    assert load_step(DAY, "ingest") == "done"
    assert fetch(warehouse, "select detail ->> 'loaded' from ops.steps") == [("1",)]
    with open_snapshot() as connection:
        assert load_kind(connection, DAY) == "backfill"


def test_the_log_tells_rows_and_milliseconds_by_table(
    tiny: TinySource, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    tiny.write_orders([GOOD, "b,created,,x,"])
    tiny.ingest()
    assert "bronze.orders: 1 rows loaded, 0 merged, 1 quarantined" in caplog.text
    assert " ms" in caplog.text
