"""Days that come late, twice, smaller or not at all, through bronze and silver."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from include.ingest import ingest_day
from include.ingest.landing import LandingError
from tests.ingest.tiny_source import DAY, HEADER, TinySource, fetch, silver_content

NEXT = DAY + timedelta(days=1)
LEDGER = (
    "select file_name, rows_read, rows_loaded, rows_merged, rows_quarantined, state"
    " from ops.load_ledger where day = %s order by file_name"
)
ORDERS = "select order_id, status, known_from, known_to from silver.orders_versions order by 1, 3"
LINES = "select order_id, line_number from silver.order_items order by 1, 2"


def folder_of(tiny: TinySource, day: date = DAY) -> Path:
    return tiny.landing / day.isoformat()


def test_rows_and_files_that_are_gone_from_a_replaced_day_are_gone_from_silver(
    tiny: TinySource, warehouse: str
) -> None:
    tiny.write_orders(["a,created,,10,", "b,created,,20,", "c,created,,bad,"])
    tiny.write("lines.csv", "order_id,line\na,1\nb,1\nb,2\n")
    tiny.write_orders(["b,delivered,,20,"], NEXT)
    tiny.run(DAY, NEXT)
    assert len(fetch(warehouse, LINES)) == 3
    tiny.write_orders(["a,created,,10,"])
    (folder_of(tiny) / "lines.csv").unlink()
    tiny.run(DAY)
    assert fetch(warehouse, ORDERS) == [("a", "created", DAY, None), ("b", "delivered", NEXT, None)]
    assert fetch(warehouse, LINES) == []
    assert fetch(warehouse, LEDGER, DAY) == [("orders.csv", 1, 1, 0, 0, "loaded")]
    assert fetch(warehouse, "select count(*) from ops.quarantine") == [(0,)]


def test_a_day_that_comes_after_its_successor_ends_like_days_in_order(
    tiny: TinySource, warehouse: str
) -> None:
    tiny.write_orders(["a,delivered,,10,"], NEXT)
    tiny.run(NEXT)
    tiny.write_orders(["a,created,,10,", "b,created,,20,"])
    tiny.run(DAY)
    late = silver_content(warehouse)
    tiny.run(DAY, NEXT)
    assert silver_content(warehouse) == late
    assert fetch(warehouse, ORDERS) == [
        ("a", "created", DAY, NEXT),
        ("a", "delivered", NEXT, None),
        ("b", "created", DAY, None),
    ]


def test_a_closed_day_is_loaded_without_files_and_leaves_what_stood_before(
    tiny: TinySource, warehouse: str
) -> None:
    tiny.write_orders(["a,created,,10,"])
    tiny.write("_CLOSED", "", NEXT)
    tiny.run(DAY, NEXT)
    assert fetch(warehouse, ORDERS) == [("a", "created", DAY, None)]
    assert fetch(warehouse, LEDGER, NEXT) == [("_CLOSED", 0, 0, 0, 0, "closed")]


def test_a_loaded_day_that_is_declared_closed_leaves_nothing_behind(
    tiny: TinySource, warehouse: str
) -> None:
    orders = tiny.write_orders(["a,created,,10,", "b,created,,bad,"])
    tiny.run(DAY)
    tiny.write("_CLOSED", "")
    with pytest.raises(LandingError, match="files lie beside it"):
        tiny.ingest()
    orders.unlink()
    tiny.run(DAY)
    assert fetch(warehouse, ORDERS) == []
    assert fetch(warehouse, LEDGER, DAY) == [("_CLOSED", 0, 0, 0, 0, "closed")]


def test_one_file_under_two_names_is_loaded_once_and_balances(
    tiny: TinySource, warehouse: str
) -> None:
    content = f"{HEADER}\na,created,,1,\na,delivered,,1,\nb,created,,bad,\n"
    tiny.write("orders.csv", content)
    tiny.write("orders_again.csv", content)
    totals = tiny.ingest()
    assert totals == {"files": 2, "read": 6, "loaded": 1, "merged": 4, "quarantined": 1}
    assert fetch(warehouse, LEDGER, DAY) == [
        ("orders.csv", 3, 1, 1, 1, "loaded"),
        ("orders_again.csv", 3, 0, 3, 0, "duplicate"),
    ]
    assert fetch(warehouse, "select order_id, status, _file from bronze.orders") == [
        ("a", "delivered", "orders.csv")
    ]


def test_a_file_that_no_table_reads_is_in_the_ledger(tiny: TinySource, warehouse: str) -> None:
    tiny.write_orders(["a,created,,1,"])
    tiny.write("surprise.csv", "x\n1\n")
    tiny.ingest()
    assert fetch(warehouse, LEDGER, DAY)[1] == ("surprise.csv", 0, 0, 0, 0, "unknown")


def test_a_file_of_another_day_sent_again_is_loaded_and_noted(
    tiny: TinySource, warehouse: str, caplog: pytest.LogCaptureFixture
) -> None:
    for day in (DAY, NEXT):
        tiny.write_orders(["a,created,,1,"], day)
        tiny.ingest(day)
    assert "2018-04-29: orders.csv holds the same bytes as orders.csv of 2018-04-28" in caplog.text
    assert fetch(warehouse, "select day, note from ops.load_ledger order by day") == [
        (DAY, None),
        (NEXT, "the same bytes as orders.csv of 2018-04-28"),
    ]


def test_a_file_that_somebody_writes_to_during_the_load_leaves_the_day_as_it_was(
    tiny: TinySource, warehouse: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write_orders(["a,created,,1,"])
    tiny.ingest()
    before = fetch(warehouse, LEDGER, DAY), fetch(warehouse, "select * from bronze.orders")
    orders = tiny.write_orders(["a,delivered,,1,", "b,created,,1,"])
    load_table = ingest_day.load_table

    def load_while_it_grows(*arguments: Any) -> Any:
        with orders.open("a", encoding="utf-8") as file:
            file.write("c,created,,1,\n")
        return load_table(*arguments)

    monkeypatch.setattr(ingest_day, "load_table", load_while_it_grows)
    with pytest.raises(LandingError, match=r"orders\.csv changed while it was loaded"):
        tiny.ingest()
    assert (
        fetch(warehouse, LEDGER, DAY),
        fetch(warehouse, "select * from bronze.orders"),
    ) == before
