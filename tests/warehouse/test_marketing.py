"""Money and marketing by day, against a recount in pandas; what an upgrade fills in."""

from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg2
import pytest

from bench.recount_days import SPEND as SPEND_COLUMNS
from bench.recount_days import Business, list_differences, load_view, recount_days
from include.ingest.ingest_day import ingest_day
from include.settings import load_settings
from include.sources.contract import load_contract
from include.sources.demo.simulate import write_night
from include.warehouse.checks import CheckError
from include.warehouse.migrate import migrate_warehouse
from include.warehouse.publish import publish_gold
from include.warehouse.silver import build_silver
from tests.ingest.tiny_source import fetch
from tests.warehouse.test_migrate import FIRST_RELEASE

FIRST = date(2026, 3, 28)
NIGHTS = tuple(FIRST + timedelta(days=number) for number in range(3))  # over a change of the clock
ORDERS = """
    select order_id, ordered_at, promised_at, delivered_at, status
    from silver.orders
    left join silver.deliveries using (order_id)
"""
LINES = """
    select order_id, coalesce(quantity, 1), coalesce(unit_price_amount, 0)
    from silver.order_items
"""
SPEND = """
    select
        spend_date, spend_amount, impressions_count, clicks_count, conversions_count,
        attributed_revenue_amount, stated_roas
    from silver.marketing_spend
"""


def read_silver(url: str, zone: str) -> Business:
    """Read the current rows of silver; every sum is left to the recount."""
    rows = pd.DataFrame(
        fetch(url, ORDERS), columns=["order_id", "ordered_at", "promised_at", "delivered_at", "s"]
    )
    for name in ("ordered_at", "promised_at", "delivered_at"):
        rows[name] = pd.to_datetime(rows[name], utc=True).dt.tz_convert(zone)
    orders = rows.assign(
        is_cancelled=rows["s"] == "cancelled", is_closed=rows["s"].isin(["cancelled", "delivered"])
    )
    lines = pd.DataFrame(
        [(order, quantity * price) for order, quantity, price in fetch(url, LINES)],
        columns=["order_id", "amount"],
    )
    spend = pd.DataFrame(fetch(url, SPEND), columns=list(SPEND_COLUMNS), dtype=object)
    return Business(orders, lines, spend)


@pytest.fixture
def demo(warehouse: str, tmp_path: Path, settings_env: pytest.MonkeyPatch) -> str:
    """Publish three nights of the demo, with spend before the first and after the last order."""
    settings_env.setenv("NIGHTSHIFT_LANDING", str(tmp_path / "landing"))
    load_settings.cache_clear()
    for day in NIGHTS:
        write_night(tmp_path / "landing", day, FIRST)
        ingest_day(day, "test", "manual")
        build_silver(day)
        publish_gold(day)
    for day in (FIRST - timedelta(days=9), NIGHTS[-1] + timedelta(days=2)):
        _spend(warehouse, day, known_from=NIGHTS[-1] + timedelta(days=1))
    publish_gold(NIGHTS[-1] + timedelta(days=3))
    return warehouse


def _spend(url: str, day: date, known_from: date) -> None:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            """
            insert into silver.marketing_spend_versions
                (campaign_id, spend_date, channel, audience, spend_amount, known_from, _file, _row)
            values ('EDGE', %s, 'poster', '', 70.10, %s, 'marketing.csv', 2)
            """,
            (day, known_from),
        )
        connection.commit()


def test_every_day_equals_a_recount_to_the_cent_and_its_campaigns_add_up(demo: str) -> None:
    last = NIGHTS[-1] + timedelta(days=3)
    view = load_view(demo)
    recount = recount_days(read_silver(demo, load_contract("demo").timezone), last)
    assert list_differences(view, recount) == []
    assert sorted(view) == [
        FIRST - timedelta(days=9) + timedelta(days=n) for n in range((last - FIRST).days + 10)
    ]
    assert sum(day["orders_count"] for day in view.values()) > 1000
    assert view[FIRST - timedelta(days=9)]["roas"] == 0
    assert view[FIRST - timedelta(days=8)]["roas"] is None
    assert view[last - timedelta(days=1)]["spend_amount"] == Decimal("70.10")
    sums: list[tuple[Any, ...]] = fetch(
        demo,
        "select date, sum(spend_amount), sum(attributed_revenue_amount), count(distinct audience)"
        " from gold.marketing_performance group by date",
    )
    assert len(sums) == len(NIGHTS) + 2
    for day, spend, claimed, _ in sums:
        assert view[day]["spend_amount"] == spend
        assert view[day]["attributed_revenue_amount"] == claimed
    assert {count for *_, count in sums} == {1, 2}


def test_spend_that_nobody_recomputed_fails_the_checks(warehouse: str) -> None:
    _spend(warehouse, FIRST, known_from=FIRST)
    publish_gold(FIRST)
    with closing(psycopg2.connect(warehouse)) as connection, connection.cursor() as cursor:
        cursor.execute("update gold.marketing_performance set spend_amount = spend_amount + 1")
        connection.commit()
    with pytest.raises(CheckError, match=r"gold/marketing_performance: (.|\n)*gold/master"):
        publish_gold(NIGHTS[1])


def test_an_upgrade_fills_the_campaigns_as_of_the_newest_published_day(
    postgres_url: Any, warehouse: str
) -> None:
    with closing(psycopg2.connect(postgres_url("postgres"))) as root:
        root.autocommit = True
        root.cursor().execute("create database upgraded")
        url = postgres_url("upgraded")
        with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            cursor.execute(FIRST_RELEASE.read_text(encoding="utf-8"))
            cursor.execute("insert into ops.alembic_version (version_num) values ('0001')")
            cursor.execute("insert into ops.published_days (day) values (%s)", (FIRST,))
            connection.commit()
        _spend(url, FIRST, known_from=FIRST)
        _spend(url, FIRST - timedelta(days=1), known_from=FIRST + timedelta(days=1))
        migrate_warehouse(url)
        found = fetch(url, "select date, spend_amount from gold.marketing_performance")
        root.cursor().execute("drop database upgraded with (force)")
    assert found == [(FIRST, Decimal("70.10"))]
