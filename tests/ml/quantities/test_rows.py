"""The rows of forecasts, recounted order by order, and blind for what came after an evening."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from include.ml.quantities import late_orders
from include.warehouse.connect import open_transaction
from tests.ml.quantities.made_quantities import find_quantity

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = date(2026, 3, 12)
SCORED = 30  # nights with scores

Fetch = Callable[..., list[tuple[Any, ...]]]

SCORES = """
    insert into ml.delay_scores (day, model, version, order_id, probability, margin, band,
        is_alerted, expected_saving_amount)
    select nights.day::date, 'delay_open', 1, orders.order_id,
        0.1 + 0.8 * (abs(hashtext(orders.order_id)) %% 100) / 100.0, 0, 'low', false, 0
    from generate_series(%s::date, %s::date, interval '1 day') as nights (day)
    inner join (select distinct order_id, ordered_at, promised_at from silver.orders_versions)
        as orders
        on orders.ordered_at < (nights.day::date + 1)::timestamp at time zone 'Europe/Berlin'
        and orders.promised_at > (nights.day::date + 1)::timestamp at time zone 'Europe/Berlin'
"""


@pytest.fixture
def business(
    warehouse: str, write_silver: Callable[..., None], make_business: Callable[..., Any],
    fetch: Fetch,
) -> Any:  # fmt: skip
    """Write a business and scores of its open orders; return it."""
    made = make_business(days=150, orders_per_day=12, nights=3)
    write_silver(made)
    fetch(SCORES, NIGHT - timedelta(days=SCORED - 1), NIGHT)
    return made


def read(name: str, day: date = NIGHT) -> pd.DataFrame:
    spec = find_quantity(name)
    with open_transaction(is_writer=False) as connection:
        return spec.read(connection, spec, day)


def list_orders(fetch: Fetch) -> pd.DataFrame:
    orders = pd.DataFrame(
        fetch(
            "select orders.order_id, orders.ordered_at, orders.promised_at, orders.area,"
            " deliveries.delivered_at, items.seller_id, items.quantity, products.category"
            " from silver.orders left join silver.deliveries using (order_id)"
            " left join silver.order_items as items using (order_id)"
            " left join silver.products using (product_id)"
        ),
        columns=["order_id", "ordered_at", "promised_at", "area", "delivered_at", "seller_id",
                 "quantity", "category"],
    )  # fmt: skip
    for name in ("ordered_at", "promised_at", "delivered_at"):
        orders[name] = pd.to_datetime(orders[name], utc=True).dt.tz_convert(BERLIN)
    orders["quantity"] = orders["quantity"].astype(float)
    orders["due"] = (orders["promised_at"] - timedelta(microseconds=1)).dt.date
    orders["placed"] = orders["ordered_at"].dt.date
    orders["is_late"] = ~(orders["delivered_at"] <= orders["promised_at"])
    return orders


@pytest.mark.usefixtures("business")
def test_late_orders_are_those_of_a_recount(fetch: Fetch) -> None:
    rows = read("late_orders").set_index(["day", "grain", "group_key", "horizon_days"])
    orders = list_orders(fetch)
    evening = NIGHT - timedelta(days=10)
    for column, grain in (("area", "area"), ("seller_id", "seller_group")):
        for group, own in orders.groupby(column):
            for days in late_orders.HORIZONS[:1]:
                row = rows.loc[(evening, grain, group, days)]
                end = evening + timedelta(days=days)
                due = own[(own["due"] > evening) & (own["due"] <= end)]
                assert row["actual"] == due["is_late"].sum()
                before = own[(own["due"] > evening - timedelta(days=days))]
                assert row["late_last"] == before[before["due"] <= evening]["is_late"].sum()
                placed = due[due["placed"] <= evening]
                assert row["backlog_orders"] <= len(placed)
                coming = row["orders_count"] - len(placed)
                assert 0 <= coming < len(due)


@pytest.mark.usefixtures("business")
def test_the_backlog_is_the_sum_of_the_nights_scores(fetch: Fetch) -> None:
    rows = read("late_orders")
    tonight = rows[(rows["day"] == NIGHT) & (rows["grain"] == "all") & (rows["horizon_days"] == 7)]
    last = datetime.combine(NIGHT + timedelta(days=8), datetime.min.time(), BERLIN)
    ((total, count),) = fetch(
        "select sum(probability), count(*) from ml.delay_scores as scores"
        " inner join silver.orders using (order_id) where scores.day = %s and promised_at <= %s",
        NIGHT, last,
    )  # fmt: skip
    summed = tonight["backlog_late"] - tonight["still_to_come"]
    assert float(summed.iloc[0]) == pytest.approx(float(total))
    assert int(tonight["backlog_orders"].iloc[0]) == count


@pytest.mark.usefixtures("business")
def test_orders_still_to_come_are_the_mean_of_evenings_that_are_over(fetch: Fetch) -> None:
    rows = read("late_orders").set_index(["day", "grain", "horizon_days"]).sort_index()
    orders = list_orders(fetch)
    row = rows.loc[(NIGHT, "all", 7)].iloc[0]
    came = []
    for back in range(late_orders.USUAL):
        evening = NIGHT - timedelta(days=7 + back)
        due = orders[
            (orders["due"] > evening)
            & (orders["due"] <= evening + timedelta(days=7))
            & (orders["placed"] > evening)
        ]
        came.append(due["is_late"].sum())
    assert row["still_to_come"] == pytest.approx(sum(came) / len(came))


@pytest.mark.usefixtures("business")
def test_nights_without_scores_leave_the_sum_open_and_the_plain_methods_known() -> None:
    rows = read("late_orders")
    first = NIGHT - timedelta(days=SCORED - 1)
    early, late = rows[rows["day"] < first], rows[rows["day"] >= first]
    assert len(early)
    assert early["backlog_late"].isna().all()
    assert early["late_last"].notna().all()
    assert late["backlog_late"].notna().all()


@pytest.mark.usefixtures("business")
def test_weekly_demand_is_that_of_a_recount(fetch: Fetch) -> None:
    rows = read("weekly_demand").set_index(["day", "grain", "group_key", "horizon_days"])
    orders = list_orders(fetch)
    evening = NIGHT - timedelta(weeks=2)
    for column in ("category", "area"):
        for group, own in orders.groupby(column):
            sums = [
                own[
                    (own["placed"] > evening - timedelta(weeks=back + 1))
                    & (own["placed"] <= evening - timedelta(weeks=back))
                ]["quantity"].sum()
                for back in range(-2, 12)
            ]
            for ahead in (1, 2):
                assert rows.loc[(evening, column, group, 7 * ahead), "actual"] == sums[2 - ahead]
            row = rows.loc[(evening, column, group, 28)]
            assert pd.isna(row["actual"])
            for weeks in (1, 4, 12):
                assert row[f"mean_{weeks}"] == pytest.approx(sum(sums[2 : 2 + weeks]) / weeks)


FUTURE = """
    update silver.deliveries_versions set delivered_at = delivered_at + interval '9 days'
    where delivered_at > %s or known_from > %s;
    update silver.orders_versions set status = 'cancelled', area = 'elsewhere'
    where known_from > %s;
    update silver.order_items_versions set quantity = 50 where known_from > %s;
    update ml.delay_scores set probability = 0.5 where day > %s;
"""


@pytest.mark.usefixtures("business")
@pytest.mark.parametrize("name", ["late_orders", "weekly_demand"])
def test_an_evening_does_not_see_what_came_after_it(name: str, fetch: Fetch) -> None:
    evening = NIGHT - timedelta(days=1)
    before = read(name, evening)
    end = datetime.combine(NIGHT, datetime.min.time(), BERLIN)
    fetch(FUTURE, end, evening, evening, evening, evening)
    pd.testing.assert_frame_equal(read(name, evening), before)
    assert not read(name, NIGHT).empty


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize("name", ["late_orders", "weekly_demand", "product_sales"])
def test_a_source_that_told_nothing_yet_has_no_rows(name: str) -> None:
    rows = read(name)
    assert rows.empty
    assert "actual" in rows
