"""The Blinkit mappings, through ingest, silver and gold of a made-up dump."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from include.ingest.ingest_day import ingest_day
from include.settings import load_settings
from include.sources.blinkit.replay import write_drops
from include.warehouse.publish import publish_gold
from include.warehouse.silver import build_silver

FIRST, LAST = date(2024, 2, 28), date(2024, 3, 4)
Query = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def query(
    tiny_dump: Path, tmp_path: Path, warehouse: str, settings_env: pytest.MonkeyPatch
) -> Query:
    """Load the made-up nights; return a function that queries the warehouse."""
    settings_env.setenv("NIGHTSHIFT_SOURCE", "blinkit")
    settings_env.setenv("NIGHTSHIFT_LANDING", str(tmp_path / "landing"))
    settings_env.setenv("NIGHTSHIFT_FIRST_NIGHT", FIRST.isoformat())
    load_settings.cache_clear()
    write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST)
    for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1):
        ingest_day(date.fromordinal(ordinal), "test", "manual")
        build_silver(date.fromordinal(ordinal))
        publish_gold(date.fromordinal(ordinal))

    def run(statement: str) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(warehouse)) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    return run


def test_every_row_is_loaded_and_only_equal_months_are_merged(query: Query) -> None:
    assert query("select count(*) from ops.quarantine") == [(0,)]
    merged = query("select table_name, rows_merged from ops.load_ledger where rows_merged > 0")
    assert merged == [("inventory_new", 1)]


def test_an_order_is_open_until_the_day_of_its_delivery(query: Query) -> None:
    versions = query(
        "select known_from, status, partner_id from silver.orders_versions"
        " where order_id = 'midnight' order by known_from"
    )
    assert versions == [
        (date(2024, 2, 28), "approved", None),
        (date(2024, 2, 29), "delivered", "r2"),
    ]
    ((ordered_at,),) = query("select ordered_at from silver.orders where order_id = 'midnight'")
    assert ordered_at == datetime(2024, 2, 28, 18, 25, tzinfo=UTC)  # five to midnight in India


def test_late_is_by_time_stamp_whatever_the_source_calls_it(query: Query) -> None:
    rows = query("select order_id, is_late, delay_minutes from gold.fact_orders order by order_id")
    assert rows == [
        ("early", False, Decimal("-1.00")),
        ("last", False, Decimal("0.00")),
        ("midnight", True, Decimal("15.00")),
        ("plain", True, Decimal("4.00")),  # "On Time" in the file
    ]


def test_lines_are_numbered_by_product_and_make_the_revenue(query: Query) -> None:
    lines = query(
        "select line_number, product_id, quantity, unit_price_amount from silver.order_items"
        " where order_id = 'plain' order by line_number"
    )
    assert lines == [(1, "p1", 1, 5), (2, "p2", 2, Decimal("10.25"))]
    revenue = query("select revenue_amount from gold.fact_orders where order_id = 'plain'")
    assert revenue == [(Decimal("25.50"),)]


def test_an_order_before_its_customers_registration_gets_its_area_later(query: Query) -> None:
    assert query(
        "select known_from, segment from silver.customers_versions"
        " where customer_id = 'c2' order by known_from"
    ) == [
        (date(2024, 3, 1), None),
        (date(2024, 3, 4), "Inactive"),
    ]
    assert query("select area from gold.fact_orders where order_id = 'early'") == [("South",)]


def test_such_an_order_is_flagged_every_night_until_the_customer_comes(query: Query) -> None:
    flagged = query(
        "select day, rows_count from ops.check_findings"
        " where check_name = 'gold/fact_orders_orphans' and rows_count > 0 order by day"
    )
    assert flagged == [
        (date(2024, 2, 28), 1),
        (date(2024, 2, 29), 1),
        (date(2024, 3, 3), 1),
    ]
    assert query("select * from gold.orphans") == []


def test_dates_of_every_spelling_reach_silver(query: Query) -> None:
    assert query("select movement_date from silver.inventory_movements order by 1") == [
        (date(2024, 2, 26),),
        (date(2024, 2, 28),),
        (date(2024, 3, 3),),
    ]
    assert query("select distinct date from bronze.inventory_new_typed order by 1") == [
        (date(2024, 1, 1),),
        (date(2024, 2, 1),),
        (date(2024, 3, 1),),
    ]
    ((reviewed_at,),) = query("select reviewed_at from silver.reviews where review_id = 'f1'")
    assert reviewed_at == datetime(2024, 2, 25, 18, 30, tzinfo=UTC)


def test_marketing_is_spent_on_its_day_and_its_own_roas_is_only_shown(query: Query) -> None:
    spend = query(
        "select date, spend_amount, roas from gold.daily_kpis where spend_amount > 0 order by date"
    )
    assert [(day, amount) for day, amount, _ in spend] == [
        (date(2024, 2, 26), Decimal("500.5")),
        (date(2024, 2, 28), Decimal("300")),
        (date(2024, 3, 4), Decimal("200")),
    ]
    assert round(spend[0][2], 6) == round(Decimal("25.5") / Decimal("500.5"), 6)
    shown = query(
        "select round(attributed_roas, 4), stated_roas from gold.master_analytical_view"
        " where date = '2024-02-26'"
    )
    assert shown == [(round(Decimal(800) / Decimal("500.5"), 4), Decimal("9.99"))]
