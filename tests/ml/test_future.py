"""Perturb every fact and every row version after a night: the night's features stay as they are."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import pytest

from include.ml.features import load_history, write_range
from include.ml.spec import ModelSpec, load_spec
from include.ml.specs import NIGHTLY
from include.warehouse.connect import read_sql

BERLIN = ZoneInfo("Europe/Berlin")
FIRST_NIGHT = date(2026, 3, 10)
HISTORY = FIRST_NIGHT - timedelta(days=1)
IN_HISTORY = FIRST_NIGHT - timedelta(days=5)
SERVED = FIRST_NIGHT + timedelta(days=1)
MODELS = [load_spec(name) for name in NIGHTLY]
TABLES = sorted(
    {
        table
        for spec in MODELS
        for step in spec.feature_steps
        for table in re.findall(r"silver\.(\w+)_versions", read_sql(step))
    }
)
KEYS = {"order_items": ("order_id", "line_number")} | {
    table: (f"{table.removesuffix('s')}_id",)
    for table in ("customers", "orders", "partners", "products", "sellers")
} | {
    "deliveries": ("order_id",), "payments": ("order_id", "payment_number"),
    "places": ("postal_code",),
}  # fmt: skip
KEPT = {"known_from", "known_to", "_file", "_row"}
OTHER_VALUES = {
    "text": "'other ' || coalesce({}, '')",
    "numeric": "7 * coalesce({}, 0) + 13",
    "integer": "7 * coalesce({}, 0) + 13",
    "timestamp with time zone": "coalesce({}, '2026-03-01 12:00+01') + interval '39 hours'",
    "date": "coalesce({}, '2026-03-01') - 40",
}
# the simulated days have none of their own
HOLIDAYS = [date(2026, 3, day) for day in (4, 6, 11, 12, 13, 17)]
# what the simulated business lacks: categories, customers, payments, slots, freight, second
# sellers, stated distances, orders without lines, deliveries within a day, and handovers after the
# promise
ENRICH = """
    update silver.products_versions set category = 'kind of ' || product_id;
    insert into silver.customers_versions (customer_id, area, postal_code, known_from, _file, _row)
    select distinct on (customer_id)
        customer_id, area, case when right(order_id, 1) <> '7' then postal_code end,
        '2026-03-09'::date, 'customers.csv', 1
    from silver.orders_versions;
    insert into silver.payments_versions (
        order_id, payment_number, payment_method, installments_count, paid_amount, known_from,
        _file, _row
    )
    select
        order_id, 1, (array['card', 'slip'])[1 + right(order_id, 1)::integer / 5],
        1 + mod(right(order_id, 1)::integer, 3), 50, min(known_from), 'payments.csv', 1
    from silver.orders_versions
    group by order_id;
    insert into silver.payments_versions (
        order_id, payment_number, payment_method, paid_amount, known_from, _file, _row
    )
    select order_id, 2, 'voucher', 5, known_from, _file, 2 from silver.payments_versions
    where right(order_id, 1) in ('2', '6');
    update silver.orders_versions
    set promised_from_at = promised_at - interval '2 hours', order_amount = 50;
    update silver.orders_versions set partner_id = null, area = null, postal_code = null
    where right(order_id, 1) in ('1', '4', '7');
    update silver.order_items_versions set freight_amount = 3;
    insert into silver.order_items_versions (
        order_id, line_number, product_id, seller_id, quantity, known_from, _file, _row
    )
    select order_id, 2, 'P0', 'S0', 1, known_from, _file, 2 from silver.order_items_versions
    where right(order_id, 1) = '2';
    delete from silver.order_items_versions where right(order_id, 1) = '3';
    update silver.orders_versions set approved_at = approved_at + interval '1 day'
    where right(order_id, 1) = '5';
    update silver.deliveries_versions as deliveries
    set
        handed_over_at = orders.promised_at + interval '30 hours',
        delivered_at = orders.promised_at + interval '40 hours'
    from silver.orders_versions as orders
    where orders.order_id = deliveries.order_id and orders.known_to is null
        and right(orders.order_id, 1) in ('1', '4') and deliveries.delivered_at is not null;
    update silver.deliveries_versions set delivered_at = handed_over_at + interval '1 hour'
    where right(order_id, 1) in ('0', '2', '3', '6', '8', '9') and handed_over_at is not null;
    update silver.deliveries_versions
    set
        partner_id = 'C' || mod(right(order_id, 2)::integer, 4),
        distance_km = 1 + mod(right(order_id, 3)::integer, 7)
    where handed_over_at is not null
"""

Fetch = Callable[..., list[tuple[Any, ...]]]
Rows = dict[str, dict[str, Any]]


def end_of(night: date) -> datetime:
    return datetime.combine(night + timedelta(days=1), datetime.min.time(), BERLIN)


@dataclass(frozen=True)
class Silver:
    """Silver as a test perturbs it, and the feature rows that come of it."""

    url: str
    fetch: Fetch
    spec: ModelSpec

    def compute_rows(self, night: date) -> Rows:
        """Return the features of a night by order."""
        self.fetch(f"truncate {self.spec.feature_table}")
        connection = psycopg2.connect(self.url)
        with connection:
            history = load_history(connection)
            assert history is not None
            write_range(connection, self.spec, night, night, history.first_drop)
        connection.close()
        names = ("order_id", "promised_at", *self.spec.feature_names)
        rows = self.fetch(
            f"select {', '.join(names)} from {self.spec.feature_table} where day = %s",
            night,
        )
        return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in rows}

    def find_columns(self, table: str) -> dict[str, str]:
        """Return the columns of a table that are no part of its key, with their types."""
        columns = self.fetch(
            "select column_name, data_type from information_schema.columns"
            " where table_schema = 'silver' and table_name = %s",
            f"{table}_versions",
        )
        return {name: kind for name, kind in columns if name not in {*KEYS[table], *KEPT}}

    def write_others(self, table: str) -> dict[str, str]:
        """Return an expression by column that yields another value than the one it has."""
        found = {name: OTHER_VALUES[kind].format(name)
                 for name, kind in self.find_columns(table).items()}  # fmt: skip
        if table == "orders":
            found["status"] = "(array['cancelled', 'delivered'])[1 + _row %% 2]"
        return found


@pytest.fixture(params=MODELS, ids=NIGHTLY)
def silver(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    warehouse: str,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    fetch: Fetch,
) -> Silver:
    write_silver(make_business(days=20, orders_per_day=40, nights=4))
    fetch("truncate silver.customers_versions")
    fetch(ENRICH)
    monkeypatch.setattr("include.ml.features.list_holidays", lambda *_: HOLIDAYS)
    return Silver(warehouse, fetch, request.param)


def forget_later_versions(silver: Silver, night: date) -> None:
    """Leave what silver held on the night."""
    known = max(night, HISTORY)
    for table in TABLES:
        silver.fetch(f"delete from silver.{table}_versions where known_from > %s", known)
        silver.fetch(
            f"update silver.{table}_versions set known_to = null where known_to > %s", known
        )


def end_every_version(silver: Silver, night: date) -> None:
    """Let every row vanish on the day after."""
    forget_later_versions(silver, night)
    for table in TABLES:
        silver.fetch(
            f"update silver.{table}_versions set known_to = %s where known_to is null",
            max(night, HISTORY) + timedelta(days=1),
        )


def replace_every_version(silver: Silver, night: date) -> None:
    """Give every row another value in every column on the day after."""
    end_every_version(silver, night)
    tomorrow = max(night, HISTORY) + timedelta(days=1)
    for table in TABLES:
        others = silver.write_others(table)
        names = ", ".join((*KEYS[table], *others))
        values = ", ".join((*KEYS[table], *others.values()))
        silver.fetch(
            f"insert into silver.{table}_versions ({names}, known_from, _file, _row)"
            f" select {values}, %s, 'later.csv', 1 from silver.{table}_versions"
            " where known_to = %s",
            tomorrow,
            tomorrow,
        )


def tell_old_facts_late(silver: Silver, night: date) -> None:
    """Add, on the day after, a second row of every kind with the same facts."""
    tomorrow = max(night, HISTORY) + timedelta(days=1)
    for table in TABLES:
        names = ", ".join(silver.find_columns(table))
        key, *others = KEYS[table]
        keys = ", ".join((key, *others))
        values = ", ".join((f"'late ' || {key}", *others))
        silver.fetch(
            f"insert into silver.{table}_versions ({keys}, {names}, known_from, _file, _row)"
            f" select {values}, {names}, %s, 'later.csv', 1 from silver.{table}_versions"
            " where known_from <= %s and (known_to is null or known_to > %s)",
            tomorrow,
            *(tomorrow - timedelta(days=1),) * 2,
        )


def move_later_events(silver: Silver, night: date) -> None:
    """Let everything that happens after the night happen later, to others, elsewhere."""
    end = end_of(night)
    orders = silver.write_others("orders") | {"ordered_at": "ordered_at + interval '1 day'"}
    changes = ", ".join(f"{name} = {value}" for name, value in orders.items())
    silver.fetch(f"update silver.orders_versions set {changes} where ordered_at >= %s", end)
    silver.fetch(
        "update silver.orders_versions set approved_at = approved_at + interval '9 days'"
        " where approved_at >= %s",
        end,
    )
    move_deliveries(silver, end)


def move_deliveries(silver: Silver, end: datetime) -> None:
    """Let every handover and delivery from a moment on happen later, to others."""
    silver.fetch(
        "update silver.deliveries_versions set delivered_at = delivered_at + interval '9 days',"
        " delay_reason = 'other' where delivered_at >= %s",
        end,
    )
    silver.fetch(
        "update silver.deliveries_versions set handed_over_at = handed_over_at + interval '3 days',"
        " distance_km = distance_km + 100, partner_id = 'other' where handed_over_at >= %s",
        end,
    )


def assert_equal(before: Rows, after: Rows) -> None:
    """Assert that no order came, went or changed a feature; the error names each feature once."""
    assert after.keys() == before.keys()
    changed = {
        name: (order, before[order][name], after[order][name])
        for order in before
        for name in before[order]
        if before[order][name] != after[order][name]
    }
    assert not changed


def undo_later_events(silver: Silver, night: date) -> None:
    """Let nothing happen after the night."""
    end = end_of(night)
    silver.fetch(
        "update silver.orders_versions as orders set status = 'approved'"
        " from silver.deliveries_versions as deliveries"
        " where orders.order_id = deliveries.order_id and delivered_at >= %s",
        end,
    )
    silver.fetch(
        "update silver.deliveries_versions set delivered_at = null where delivered_at >= %s", end
    )
    silver.fetch(
        "update silver.deliveries_versions set handed_over_at = null, partner_id = null,"
        " distance_km = null where handed_over_at >= %s",
        end,
    )
    silver.fetch(
        "update silver.orders_versions set approved_at = null where approved_at >= %s", end
    )
    silver.fetch("delete from silver.orders_versions where ordered_at >= %s", end)


PERTURBATIONS = (
    forget_later_versions,
    end_every_version,
    replace_every_version,
    tell_old_facts_late,
    move_later_events,
    undo_later_events,
)


@pytest.mark.parametrize("night", [IN_HISTORY, SERVED], ids=["in_history", "served"])
@pytest.mark.parametrize("perturb", PERTURBATIONS, ids=lambda each: each.__name__)
def test_nothing_after_a_night_moves_its_features(
    silver: Silver, perturb: Callable[[Silver, date], None], night: date
) -> None:
    before = silver.compute_rows(night)
    assert len(before) > 10
    perturb(silver, night)
    after = silver.compute_rows(night)
    assert_equal(before, after)


@pytest.mark.parametrize("silver", [load_spec("delay_at_order")], indirect=True, ids=["at_order"])
@pytest.mark.parametrize("day", [IN_HISTORY, SERVED], ids=["in_history", "served"])
def test_nothing_that_others_did_on_the_day_moves_an_order_that_was_placed_on_it(
    silver: Silver, day: date
) -> None:
    before = silver.compute_rows(day)
    assert len(before) > 10
    start = end_of(day - timedelta(days=1))
    move_deliveries(silver, start)
    silver.fetch(
        "update silver.deliveries_versions set handed_over_at = handed_over_at - interval '1 hour',"
        " delivered_at = delivered_at - interval '1 hour', partner_id = 'other'"
        " where known_from = %s and known_from > %s",
        day,
        HISTORY,
    )
    silver.fetch(
        "update silver.orders_versions set status = 'cancelled', area = 'other',"
        " approved_at = approved_at - interval '30 minutes'"
        " where known_from = %s and known_from > %s and ordered_at < %s",
        day,
        HISTORY,
        start,
    )
    assert_equal(before, silver.compute_rows(day))


def find_moved(before: Rows, after: Rows) -> set[str]:
    """Return the features that differ for an order of both."""
    return {
        name
        for order in before.keys() & after.keys()
        for name in before[order]
        if before[order][name] != after[order][name]
    }


def change_values(silver: Silver, table: str, hours: str) -> None:
    """Give every row known on the night other values; times move by `hours`, an SQL expression.

    Orders keep their day, so that they are asked about on the same night.
    """
    others = {
        name: f"{name} + interval '1 hour' * {'1' if name == 'ordered_at' else hours.format(name)}"
        if kind.startswith("timestamp")
        else "'other'" if kind == "text" else OTHER_VALUES[kind].format(name)
        for name, kind in silver.find_columns(table).items()
    }  # fmt: skip
    if table == "orders":
        others["status"] = "case when right(order_id, 1) = '5' then 'cancelled' else status end"
    changes = ", ".join(f"{name} = {value}" for name, value in others.items())
    silver.fetch(f"update silver.{table}_versions set {changes} where known_from <= %s", SERVED)


@pytest.mark.parametrize("table", TABLES)
def test_other_values_before_the_nights_end_do_move_the_features_that_come_from_a_table(
    silver: Silver, table: str
) -> None:
    moved = set()
    before = silver.compute_rows(SERVED)
    for hours in ("2", "(18 + 2 * length('{}'))", "-2 * (20 + 2 * length('{}'))"):
        change_values(silver, table, hours)
        after = silver.compute_rows(SERVED)
        moved |= find_moved(before, after)
        before = after
    told = {
        feature.name
        for feature in silver.spec.features
        if table in feature.origin.tables and feature.name != "ordered_weekday"
    }
    assert moved
    assert told - moved == set()


def test_an_order_of_another_day_has_another_weekday(silver: Silver) -> None:
    before = silver.compute_rows(IN_HISTORY)
    silver.fetch("update silver.orders_versions set ordered_at = ordered_at - interval '1 day'")
    day = IN_HISTORY - timedelta(days=silver.spec.name == "delay_at_order")
    assert "ordered_weekday" in find_moved(before, silver.compute_rows(day))
