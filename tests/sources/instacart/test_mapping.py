"""Instacart, through ingest, silver and gold: with the derived calendar, and without any."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from include.ingest.ingest_day import ingest_day
from include.settings import load_settings
from include.sources.drop import open_drop
from include.warehouse.publish import publish_gold
from include.warehouse.silver import build_silver
from tests.sources.load_nights import load_nights, run_query

FIRST, LAST = date(2017, 4, 17), date(2017, 4, 23)
Query = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def query(tmp_path: Path, warehouse: str, settings_env: pytest.MonkeyPatch) -> Query:
    """Set the source; return a function that queries the warehouse."""
    settings_env.setenv("NIGHTSHIFT_SOURCE", "instacart")
    settings_env.setenv("NIGHTSHIFT_LANDING", str(tmp_path / "landing"))
    settings_env.setenv("NIGHTSHIFT_FIRST_NIGHT", FIRST.isoformat())
    load_settings.cache_clear()
    return partial(run_query, warehouse)


def test_silver_holds_orders_with_a_derived_time(query: Query, tiny_dump: Path) -> None:
    load_nights("instacart", tiny_dump, date(2017, 4, 29), date(2017, 4, 30))
    found = query("select order_id, customer_id, status, ordered_at from silver.orders order by 1")
    assert [row[:3] for row in found] == [
        (order, order[0], "created") for order in ("11", "12", "13", "14", "21", "22", "23")
    ]
    times = {order: at for order, _, _, at in found}
    assert (times["12"] - times["11"]).total_seconds() == 49 * 3600  # two days and an hour
    assert times["21"].astimezone(UTC).hour == 4  # midnight in summer time


def test_lines_products_and_aisles_arrive(query: Query, tiny_dump: Path) -> None:
    load_nights("instacart", tiny_dump, date(2017, 4, 29), date(2017, 4, 30))
    lines = query("select order_id, line_number, product_id from silver.order_items order by 1, 2")
    assert lines == [
        ("11", 1, "7"),
        ("11", 2, "8"),
        ("12", 1, "7"),
        ("13", 1, "9"),
        ("21", 1, "8"),
        ("22", 1, "8"),
        ("23", 1, "9"),
        ("23", 2, "8"),
        ("99", 1, "7"),
    ]
    products = query("select product_id, product_name, category from gold.dim_products order by 1")
    assert products == [
        ("7", 'Soup, "thick"', "soups"),
        ("8", "Plain Water", "water bread"),
        ("9", "Loose Bread", "water bread"),
    ]
    assert query("select department from bronze.departments_typed order by 1") == [
        ("beverages",),
        ("pantry",),
    ]


def test_gold_counts_orders_and_customers_without_a_file_of_users(
    query: Query, tiny_dump: Path
) -> None:
    load_nights("instacart", tiny_dump, date(2017, 4, 29), date(2017, 4, 30))
    assert query("select customer_id, orders_count from gold.dim_customers order by 1") == [
        ("1", 4),
        ("2", 3),
    ]
    baskets = dict(query("select order_id, items_count::int from gold.fact_orders"))
    assert baskets == {"11": 2, "12": 1, "13": 1, "14": 0, "21": 1, "22": 1, "23": 2}
    assert query("select sum(orders_count)::int, max(on_time_rate) from gold.daily_kpis") == [
        (7, None)
    ]


def test_the_public_files_land_as_they_are_on_one_day(query: Query, tiny_dump: Path) -> None:
    with open_drop(load_settings().landing, FIRST) as folder:
        shutil.copytree(tiny_dump, folder, dirs_exist_ok=True)
    ingest_day(FIRST, "test", "manual")
    build_silver(FIRST)
    publish_gold(FIRST)
    assert query("select count(*), count(ordered_at) from silver.orders") == [(7, 0)]
    assert query("select count(*) from silver.order_items") == [(9,)]
    assert query("select count(*), count(ordered_date) from gold.fact_orders") == [(7, 0)]
    files = query("select file_name, rows_loaded from ops.load_ledger order by 1")
    assert [rows for _, rows in files] == [2, 2, 7, 2, 7, 3]


def test_rows_that_make_no_sense_are_quarantined(query: Query, tiny_dump: Path) -> None:
    with (tiny_dump / "orders.csv").open("a", encoding="utf-8") as file:
        file.write("1.2E+06,3,prior,1,1,09,\n32,3,prior,1,7,09,\n33,3,maybe,1,1,09,\n34,3\n")
    load_nights("instacart", tiny_dump, FIRST, FIRST)
    refused = query("select column_name, value from ops.quarantine order by line_number")
    assert sorted(refused, key=str) == [
        ("eval_set", "maybe"),
        ("order_dow", "7"),
        ("order_id", "1.2E+06"),
        (None, None),
    ]
    assert query(
        "select sum(rows_read - rows_loaded - rows_merged - rows_quarantined)::int"
        " from ops.load_ledger"
    ) == [(0,)]


def test_a_number_that_no_integer_holds_costs_its_row_only(query: Query, tiny_dump: Path) -> None:
    path = tiny_dump / "orders.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("13,1,prior,3,", "13,1,prior,3000000000,"), encoding="utf-8")
    load_nights("instacart", tiny_dump, date(2017, 4, 29), date(2017, 4, 30))
    assert query("select value, reason from ops.quarantine") == [
        ("3000000000", "order_number is above 100000")
    ]


@pytest.mark.data
def test_the_public_files_count_as_pandas_counts_them(
    query: Query, public_data: Callable[[str], Path]
) -> None:
    folder = public_data("instacart")
    load_nights("instacart", folder, FIRST, LAST)
    orders = pd.read_csv(folder / "orders.csv", dtype={"order_id": str, "user_id": str})
    lines = pd.read_csv(folder / "order_products__prior.csv", dtype=str)
    known = {order for (order,) in query("select order_id from silver.orders")}
    later = orders[~orders["order_id"].isin(known)]
    # of each user, the orders that are not known yet are the newest ones
    newest = orders[orders["order_id"].isin(known)].groupby("user_id")["order_number"].max()
    assert (later["order_number"] > later["user_id"].map(newest)).all()
    ((newest_time,),) = query("select max(ordered_at) from silver.orders")
    assert newest_time < datetime(2017, 4, 24, 4, tzinfo=UTC)
    assert 100 < len(later) < 1000
    assert query("select count(*) from silver.order_items") == [
        (int(lines["order_id"].isin(known).sum()),)
    ]
    by_hour = orders[orders["order_id"].isin(known)]["order_hour_of_day"].value_counts()
    assert dict(
        query(
            "select extract(hour from ordered_at at time zone 'America/New_York')::int, count(*)"
            " from gold.fact_orders group by 1"
        )
    ) == dict(by_hour)
    baskets = lines[lines["order_id"].isin(known)].groupby("order_id").size()
    counted = dict(query("select order_id, items_count::int from gold.fact_orders"))
    assert {order: count for order, count in counted.items() if count} == dict(baskets)
    assert query("select count(*) from ops.quarantine") == [(0,)]
