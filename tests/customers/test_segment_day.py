"""The night's step: idempotent by day, in whatever order days come, and by what was known then."""

from datetime import date, timedelta
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.customers import clusters, segment_day
from include.customers.rfm import load_rfm
from include.customers.segment_day import MOVE_DAYS, segment_customers
from include.ml.customer_products import load_period
from tests.customers.conftest import DAY, FIRST_DROP
from tests.customers.test_rfm import PERTURB

NIGHT_BEFORE = DAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Look for few clusters, and return the days of the rules that were registered."""
    days: list[date] = []
    monkeypatch.setattr(clusters, "COUNTS", range(2, 4))
    monkeypatch.setattr(segment_day, "register_rules", lambda day, _: days.append(day))
    return days


def test_rules_are_registered_once_by_the_night_that_learns_them(
    business: Connection, registered: list[date]
) -> None:
    learned = segment_customers(DAY)
    assert learned["customers"] > 0
    segment_customers(DAY)
    segment_customers(NIGHT_BEFORE)
    assert len(registered) == len(set(registered)) == 1


def read_all(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    connection.rollback()
    with connection.cursor() as cursor:
        tables = {}
        for table in ("segments", "segment_moves", "customer_segments", "segment_rules"):
            cursor.execute(f"select * from ml.{table}")
            tables[table] = sorted(cursor.fetchall(), key=str)
    return tables


def ask(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    connection.rollback()
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def test_segments_moves_and_customers_tell_the_same(business: Connection) -> None:
    done = segment_customers(DAY)
    rfm = load_rfm(business, load_period(business, DAY))
    before = load_rfm(business, load_period(business, DAY - timedelta(days=MOVE_DAYS)))
    assert done["customers"] == len(rfm)
    sizes = dict(ask(business, "select segment, customers_count from ml.segments"))
    assert sum(sizes.values()) == len(rfm)
    listed = "select segment, count(*) from ml.customer_segments group by segment"
    assert dict(ask(business, listed)) == sizes
    arrived = "select segment, sum(customers_count) from ml.segment_moves group by segment"
    assert dict(ask(business, arrived)) == sizes
    left = "select sum(customers_count) from ml.segment_moves where segment_before <> ''"
    assert ask(business, left) == [(len(before),)]
    assert 0 < len(before) < len(rfm)
    ((revenue,),) = ask(business, "select sum(revenue_amount) from ml.segments")
    assert float(revenue) == pytest.approx(rfm["revenue_amount"].sum())


def test_a_customers_row_holds_what_rfm_tells(business: Connection) -> None:
    segment_customers(DAY)
    rfm = load_rfm(business, load_period(business, DAY)).set_index("customer_id")
    rows = ask(
        business,
        "select customer_id, day, recency_days, tenure_days, orders_count, cancelled_orders_count,"
        " revenue_amount, late_share from ml.customer_segments",
    )
    assert len(rows) == len(rfm)
    for customer, day, *values in rows:
        known = rfm.loc[customer]
        told = [float("nan") if value is None else float(value) for value in values]
        assert day == DAY
        assert told == pytest.approx(
            [known[name] for name in ("recency_days", "tenure_days", "orders_count",
                                      "cancelled_orders_count", "revenue_amount", "late_share")],
            nan_ok=True,
        )  # fmt: skip


def test_a_day_run_again_or_days_in_any_order_end_in_the_same_rows(business: Connection) -> None:
    days = [DAY - timedelta(days=30), NIGHT_BEFORE, DAY]
    for day in days:
        segment_customers(day)
    expected = read_all(business)
    assert {row[0] for row in expected["segments"]} == set(days)
    segment_customers(NIGHT_BEFORE)
    assert read_all(business) == expected
    with business.cursor() as cursor:
        cursor.execute(
            "truncate ml.segments, ml.segment_moves, ml.customer_segments, ml.segment_rules"
        )
    business.commit()
    for day in reversed(days):
        segment_customers(day)
    assert read_all(business) == expected


def test_rules_of_the_last_month_serve_the_month_and_are_learned_once(
    business: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned: list[int] = []
    fit_rules = segment_day.fit_rules
    monkeypatch.setattr(
        segment_day, "fit_rules", lambda rfm: learned.append(len(rfm)) or fit_rules(rfm)
    )
    segment_customers(NIGHT_BEFORE)
    segment_customers(DAY)
    month_end = date(2026, 2, 28)
    assert learned == [len(load_rfm(business, load_period(business, month_end)))]
    assert ask(business, "select fitted_day, rules_version from ml.segment_rules") == [
        (month_end, 1)
    ]
    assert ask(business, "select distinct fitted_day from ml.segments") == [(month_end,)]


def test_a_business_younger_than_a_month_learns_from_the_day_itself(
    business: Connection,
) -> None:
    with business.cursor() as cursor:
        cursor.execute(
            "update silver.orders_versions set ordered_at = %s where ordered_at < %s",
            (date(2026, 3, 5), date(2026, 3, 5)),
        )
    business.commit()
    segment_customers(DAY)
    assert ask(business, "select fitted_day from ml.segment_rules") == [(DAY,)]


def test_what_becomes_known_later_changes_no_night(business: Connection) -> None:
    segment_customers(DAY)
    expected = read_all(business)
    with business.cursor() as cursor:
        cursor.execute(PERTURB, {"day": DAY})
        cursor.execute("truncate ml.segment_rules")
    business.commit()
    segment_customers(DAY)
    assert read_all(business) == expected
    segment_customers(DAY + timedelta(days=1))
    assert read_all(business) != expected


def test_a_source_without_orders_has_no_rows(business: Connection) -> None:
    with business.cursor() as cursor:
        cursor.execute("truncate silver.orders_versions")
    business.commit()
    assert segment_customers(DAY)["customers"] == 0
    assert read_all(business) == {
        "segments": [], "segment_moves": [], "customer_segments": [], "segment_rules": [],
    }  # fmt: skip


def test_the_history_that_came_with_the_first_drop_counts_before_it(business: Connection) -> None:
    segment_customers(FIRST_DROP)
    moves = ask(business, "select sum(customers_count) from ml.segment_moves where segment <> ''")
    assert moves[0][0] == len(load_rfm(business, load_period(business, FIRST_DROP)))
    stayed = "select count(*) from ml.segment_moves where segment_before <> ''"
    assert ask(business, stayed)[0][0] > 0
