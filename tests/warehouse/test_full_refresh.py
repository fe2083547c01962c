"""A full refresh deletes by silence: a key that is missing from it has gone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from include.ingest.landing import LandingError
from include.sources.contract import read_contract
from tests.ingest.tiny_source import CONTRACT, DAY, TinySource, fetch

DAYS = [DAY + timedelta(days=number) for number in range(5)]
SNAPSHOT = CONTRACT.replace("    key: [order_id]\n", "    key: [order_id]\n    mode: snapshot\n")


@pytest.fixture
def refreshed(tiny: TinySource, tmp_path: Path) -> TinySource:
    """Return the tiny source, its orders sent as a full refresh, which may shrink to nothing."""
    text = SNAPSHOT.replace("mode: snapshot\n", "mode: snapshot\n    max_shrink: 1\n")
    (tmp_path / "snapshot.yaml").write_text(text, encoding="utf-8")
    tiny.contract = read_contract(tmp_path / "snapshot.yaml")
    return tiny


def _spans(url: str) -> list[tuple[Any, ...]]:
    return fetch(
        url,
        "select order_id, status, known_from, known_to from silver.orders_versions"
        " order by order_id, known_from",
    )


REFRESHES = (
    ["a,created,,,", "b,created,,,"],
    ["a,created,,,"],
    ["a,delivered,,,", "b,created,,,"],
    ["b,created,,,"],
)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0)])
def test_a_key_that_a_full_refresh_lacks_is_gone_until_it_comes_again(
    refreshed: TinySource, warehouse: str, order: tuple[int, ...]
) -> None:
    for number, rows in enumerate(REFRESHES):
        refreshed.write_orders(rows, DAYS[number])
    for number in order:
        refreshed.ingest(DAYS[number])
        refreshed.build(DAYS[number])
    assert _spans(warehouse) == [
        ("a", "created", DAYS[0], DAYS[2]),
        ("a", "delivered", DAYS[2], DAYS[3]),
        ("b", "created", DAYS[0], DAYS[1]),
        ("b", "created", DAYS[2], None),
    ]
    assert fetch(warehouse, "select order_id from silver.orders") == [("b",)]


def test_a_row_in_quarantine_is_no_row_that_a_full_refresh_lacks(
    refreshed: TinySource, warehouse: str
) -> None:
    refreshed.write_orders(REFRESHES[0], DAYS[0])
    refreshed.write_orders(["a,created,,,", "b,created,today,,"], DAYS[1])
    refreshed.run(DAYS[0], DAYS[1])
    assert _spans(warehouse) == [
        ("a", "created", DAYS[0], None),
        ("b", "created", DAYS[0], None),
    ]
    refreshed.write_orders(["a,created,,,"], DAYS[1])
    refreshed.run(DAYS[1])
    assert _spans(warehouse)[1] == ("b", "created", DAYS[0], DAYS[1])
    refreshed.write_orders(REFRESHES[0], DAYS[1])
    refreshed.run(DAYS[1])
    assert _spans(warehouse)[1] == ("b", "created", DAYS[0], None)


def test_a_full_refresh_that_lost_most_of_its_rows_fails_the_day(
    tiny: TinySource, warehouse: str, tmp_path: Path
) -> None:
    (tmp_path / "snapshot.yaml").write_text(SNAPSHOT, encoding="utf-8")
    tiny.contract = read_contract(tmp_path / "snapshot.yaml")
    tiny.write_orders([f"k{number},created,,," for number in range(10)], DAYS[0])
    tiny.write_orders([f"k{number},created,,," for number in range(4)], DAYS[1])
    tiny.run(DAYS[0])
    with pytest.raises(LandingError, match=r"2018-04-29 has 4 rows, that of 2018-04-28 had 10"):
        tiny.run(DAYS[1])
    tiny.write_orders([f"k{number},created,,," for number in range(5)], DAYS[1])
    tiny.run(DAYS[1])
    assert fetch(warehouse, "select count(*) from silver.orders") == [(5,)]


def test_rows_and_files_in_quarantine_are_not_lost(
    tiny: TinySource, warehouse: str, tmp_path: Path
) -> None:
    text = SNAPSHOT.replace("snapshot\n", "snapshot\n    on_breach: {file: quarantine_file}\n")
    (tmp_path / "snapshot.yaml").write_text(text, encoding="utf-8")
    tiny.contract = read_contract(tmp_path / "snapshot.yaml")
    tiny.write_orders([f"k{number},created,,," for number in range(10)], DAYS[0])
    tiny.write_orders([f"k{number},created,today,," for number in range(10)], DAYS[1])
    tiny.write("orders.csv", "", DAYS[2])
    tiny.run(*DAYS[:3])
    assert fetch(warehouse, "select count(*) from silver.orders") == [(10,)]
