"""What a late first order costs: the query against a recount, the comparison, and its words."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.lateness import CAUTION, load_lateness, show_lateness
from include.report.lateness_cost import HORIZONS, LatenessCost, ReturnRow, find_cost
from include.report.records import load_records
from tests.report.conftest import DAY, Rendered
from tests.report.seed import Made, insert

Seeded = tuple[Connection, Made]
JANUARY, MAY = date(2026, 1, 1), date(2026, 5, 1)
NIGHT = datetime(2026, 3, 20, 23, 59, tzinfo=UTC)


def write_orders(connection: Connection) -> list[dict[str, Any]]:
    """Write three years of orders of people who come back, wait, cancel, or order after the day."""
    dice, rows = random.Random(5), []
    for number in range(2500):
        ordered = NIGHT - timedelta(minutes=dice.randint(-20_000, 60 * 24 * 1100))
        promised = ordered + timedelta(hours=dice.randint(1, 200))
        delivered = promised + timedelta(hours=dice.randint(-100, 60))
        delivered = max(delivered, ordered) if dice.random() < 0.93 else None
        has_promise = dice.random() < 0.97
        rows.append(
            {"order_id": f"L{number:04}", "is_cancelled": dice.random() < 0.08,
             "customer_id": None if dice.random() < 0.02 else f"K{dice.randrange(900)}",
             "ordered_at": ordered, "ordered_date": ordered.date(),
             "promised_at": promised if has_promise else None,
             "promised_date": promised.date() if has_promise else None,
             "delivered_at": delivered, "delivered_date": delivered.date() if delivered else None,
             "is_delivered": delivered is not None, "is_overdue": False, "items_count": 1,
             "products_count": 1, "sellers_count": 1, "freight_amount": 0, "paid_amount": 0,
             "revenue_amount": dice.randint(1, 90)}
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("truncate gold.fact_orders")
    insert(connection, "gold.fact_orders", rows)
    return rows


def load_rows(connection: Connection) -> tuple[ReturnRow, ...]:
    return load_records(connection, "lateness_returns", ReturnRow, DAY, horizons=list(HORIZONS))


def recount(rows: list[dict[str, Any]]) -> dict[tuple[int, date, bool], tuple[int, int, float]]:
    """Count as the query does, a customer at a time."""
    orders = pd.DataFrame(rows).sort_values(["ordered_at", "order_id"])
    orders = orders[~orders["is_cancelled"] & (orders["ordered_date"] <= DAY)]
    found: dict[tuple[int, date, bool], tuple[int, int, float]] = {}
    for _, history in orders.groupby("customer_id"):
        first, *later = history.to_dict("records")
        if pd.isna(first["promised_at"]):
            continue
        is_late = pd.isna(first["delivered_at"]) or first["delivered_at"] > first["promised_at"]
        kind = "promised" if is_late else "delivered"
        if later and later[0]["ordered_at"] <= first[f"{kind}_at"]:
            continue
        for horizon in HORIZONS:
            if not horizon <= (DAY - first[f"{kind}_date"]).days <= 729:
                continue
            end = first[f"{kind}_date"] + timedelta(days=horizon)
            back = later[:1] if later and later[0]["ordered_date"] <= end else []
            key = (horizon, first["ordered_date"].replace(day=1), is_late)
            count, returned, amount = found.get(key, (0, 0, 0.0))
            gained = sum(order["revenue_amount"] for order in back)
            found[key] = (count + 1, returned + len(back), amount + gained)
    return found


def test_who_comes_back_equals_a_recount(seeded: Seeded) -> None:
    connection, _ = seeded
    expected = recount(write_orders(connection))
    assert {
        (row.horizon_days, row.month, row.is_late): (
            row.customers_count,
            row.returned_count,
            row.returned_amount,
        )
        for row in load_rows(connection)
    } == expected
    assert sum(returned for _, returned, _ in expected.values()) > 50


def test_nothing_after_the_day_counts(seeded: Seeded) -> None:
    connection, _ = seeded
    write_orders(connection)
    before = load_rows(connection)
    with connection.cursor() as cursor:
        cursor.execute("delete from gold.fact_orders where ordered_date > %s", (DAY,))
        assert cursor.rowcount > 10
        cursor.execute(
            """
            update gold.fact_orders
            set delivered_at = null, delivered_date = null, is_delivered = false
            where delivered_date > %s
            """,
            (DAY,),
        )
        assert cursor.rowcount > 0
    assert load_rows(connection) == before


def make_rows(
    month: date, late: tuple[int, int], on_time: tuple[int, int], days: int = 90
) -> list[ReturnRow]:
    """Return a month of customers and those who came back, for 20 each."""
    return [
        ReturnRow(days, month, is_late, count, back, 20.0 * back, 400.0 * back)
        for is_late, (count, back) in ((True, late), (False, on_time))
    ]


def compare(*months: tuple[date, tuple[int, int], tuple[int, int]]) -> LatenessCost:
    cost = find_cost([row for month in months for row in make_rows(*month)])
    assert cost is not None
    return cost


def test_a_loss_is_told_with_its_interval_and_its_money() -> None:
    cost = compare((JANUARY, (1000, 200), (9000, 2700)))
    assert cost.lost_share.value == pytest.approx(0.1)
    # two binomial shares: 1.96 standard errors
    reach = 1.96 * np.sqrt(0.2 * 0.8 / 1000 + 0.3 * 0.7 / 9000)
    assert cost.lost_share.low == pytest.approx(0.1 - reach, abs=0.002)
    assert cost.lost_share.high == pytest.approx(0.1 + reach, abs=0.002)
    assert cost.lost_amount.value == pytest.approx(2.0)
    assert cost.is_told
    shown = show_lateness(cost, "EUR", "As stated.")
    assert shown.title == "Fewer come back after a late first order: 20.0% against 30.0%"
    told = " ".join(shown.sentences)
    assert "each late first order loses €2.00 of it" in told
    assert "all 1,000 lost €2,000." in told
    assert CAUTION in shown.sentences
    assert shown.sentences[-1] == "As stated."


def test_customers_are_compared_within_their_month() -> None:
    """Late orders lie in a month whose customers seldom come back: lateness is not to blame."""
    cost = compare((JANUARY, (900, 90), (1000, 100)), (MAY, (100, 50), (9000, 4500)))
    assert cost.lost_share.value == pytest.approx(0)
    assert not cost.is_told
    alone = [row for row in make_rows(MAY, (5000, 0), (1, 1)) if row.is_late]
    mixed = find_cost([*make_rows(JANUARY, (900, 90), (1000, 100)), *alone])
    assert mixed is not None
    assert mixed.late_count == 900


def test_chance_is_seldom_called_a_loss_and_the_interval_holds_the_truth() -> None:
    rng, told, held = np.random.default_rng(1), 0, 0
    for _ in range(120):
        late, on_time = rng.binomial([1500, 12_000], 0.04)
        cost = compare((JANUARY, (1500, int(late)), (12_000, int(on_time))))
        told += cost.is_told
        held += cost.lost_share.low <= 0 <= cost.lost_share.high
    assert told / 120 <= 0.08
    assert held / 120 >= 0.88


def test_a_difference_that_may_be_nothing_is_not_given_as_money_lost() -> None:
    shown = show_lateness(compare((JANUARY, (400, 12), (9000, 290))), "BRL", "")
    assert shown.title.startswith("No loss after a late first order can be told from chance: 3.00%")
    told = " ".join(shown.sentences)
    assert "97% do not come back within that time either way" in told
    assert "it may be nothing" in told
    assert " loses " not in told


def test_more_who_come_back_are_not_called_fewer() -> None:
    shown = show_lateness(compare((JANUARY, (1000, 400), (9000, 2700))), "EUR", "")
    assert shown.title == "More come back after a late first order: 40.0% against 30.0%"


def test_the_shorter_horizon_serves_where_the_longer_has_too_few() -> None:
    rows = make_rows(JANUARY, (40, 10), (500, 150)) + make_rows(MAY, (400, 80), (5000, 1500), 28)
    cost = find_cost(rows)
    assert cost is not None
    assert (cost.horizon_days, cost.late_count) == (28, 400)


def test_too_few_customers_or_returns_are_said_to_be_too_few() -> None:
    assert find_cost([]) is None
    assert find_cost(make_rows(JANUARY, (99, 20), (500, 150))) is None
    assert find_cost(make_rows(JANUARY, (150, 0), (5000, 150))) is None
    shown = show_lateness(None, "EUR", "As stated.")
    assert shown.title == "What lateness costs cannot be told yet"
    assert "100 customers whose first order came late at least 28 days ago" in shown.sentences[0]
    assert shown.table.rows == ()


def test_prices_that_are_not_told_make_no_money() -> None:
    rows = [
        ReturnRow(90, JANUARY, is_late, 1000, back, 0.0, 0.0)
        for is_late, back in ((True, 200), (False, 300))
    ]
    assert "€" not in " ".join(show_lateness(find_cost(rows), "EUR", "").sentences)


def test_the_page_has_the_section_and_the_contracts_cost(
    seeded: Seeded, rendered: Rendered
) -> None:
    connection, _ = seeded
    write_orders(connection)
    shown = load_lateness(connection, DAY, "EUR")
    assert "Refunds are not told by this source" in shown.sentences[-1]
    page = rendered.read("customers.html")
    assert '<section class="card" id="lateness"' in page
    assert "whose first order came late" in page
