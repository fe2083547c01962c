"""RFM of every customer against a recount by pandas, and against the future."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.customers.rfm import load_rfm
from include.ml.customer_products import load_period
from tests.customers.conftest import DAY, FIRST_DROP

ZONE = ZoneInfo("Europe/Berlin")
PERTURB = """
    update silver.orders_versions
    set status = 'cancelled', customer_id = 'A1', promised_at = ordered_at
    where known_from > %(day)s;
    update silver.order_items_versions set unit_price_amount = 7 where known_from > %(day)s;
    update silver.deliveries_versions set delivered_at = delivered_at + interval '9 days'
    where known_from > %(day)s or delivered_at >= (%(day)s + 1)::timestamp at time zone 'Europe/Berlin';
    update silver.customers_versions set person_id = 'P1' where known_from > %(day)s;
    update silver.orders_versions set customer_id = 'A2'
    where ordered_at >= (%(day)s + 1)::timestamp at time zone 'Europe/Berlin';
    insert into silver.orders_versions (
        order_id, customer_id, status, ordered_at, known_from, _file, _row
    )
    select 'new' || order_id, customer_id, 'delivered', ordered_at, %(day)s + 1, 'f', 1
    from silver.orders_versions where known_to is null;
"""  # noqa: E501


def read(connection: Connection, table: str, known_day: date) -> pd.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from silver.{table}_versions")
        names = [column.name for column in cursor.description or ()]
        rows = pd.DataFrame(cursor.fetchall(), columns=names, dtype=object)
    is_known = [
        start <= known_day and (end is None or end > known_day)
        for start, end in zip(rows["known_from"], rows["known_to"], strict=True)
    ]
    return rows[is_known]


def recount(connection: Connection, day: date) -> dict[str, tuple[object, ...]]:
    known_day = max(day, FIRST_DROP)
    end = pd.Timestamp(day + timedelta(days=1)).tz_localize(ZONE)
    people = read(connection, "customers", known_day).set_index("customer_id")["person_id"]
    items = read(connection, "order_items", known_day)
    delivered = read(connection, "deliveries", known_day).set_index("order_id")["delivered_at"]
    found: dict[str, dict[str, list[object]]] = {}
    for order in read(connection, "orders", known_day).itertuples():
        if order.customer_id is None or order.ordered_at >= end:
            continue
        person = people.get(order.customer_id, order.customer_id)
        told = found.setdefault(person, {"days": [], "kept": [], "amounts": [], "late": []})
        ordered_on = order.ordered_at.astimezone(ZONE).date()
        told["days"].append((day - ordered_on).days)
        came = delivered.get(order.order_id)
        if order.promised_at is not None:
            if came is not None and came < end:
                told["late"].append(came > order.promised_at)
            elif order.promised_at < end and (
                came is not None or order.status not in {"cancelled", "delivered"}
            ):
                told["late"].append(True)
        if order.status == "cancelled":
            continue
        told["kept"].append((day - ordered_on).days)
        lines = items[(items["order_id"] == order.order_id) & items["unit_price_amount"].notna()]
        if len(lines):
            amounts = [
                (1 if line.quantity is None else line.quantity) * line.unit_price_amount
                for line in lines.itertuples()
            ]
            told["amounts"].append(float(sum(amounts)))
    return {
        person: (
            min(told["kept"], default=None),
            max(told["days"]),
            len(told["kept"]),
            len(told["days"]) - len(told["kept"]),
            round(sum(told["amounts"]), 2) if told["amounts"] else None,
            round(sum(told["amounts"]) / len(told["amounts"]), 4) if told["amounts"] else None,
            len(told["late"]),
            sum(told["late"]),
            round(sum(told["late"]) / len(told["late"]), 4) if told["late"] else None,
        )
        for person, told in found.items()
    }


def count(connection: Connection, day: date) -> dict[str, tuple[object, ...]]:
    rfm = load_rfm(connection, load_period(connection, day)).round(4)
    rows = rfm.astype(object).where(rfm.notna(), None)
    return {row[0]: tuple(row[1:]) for row in rows.itertuples(index=False)}


@pytest.mark.parametrize("days_back", [0, 1, 28, 90, 400])
def test_rfm_equals_a_recount_on_any_day(business: Connection, days_back: int) -> None:
    day = DAY - timedelta(days=days_back)
    expected = recount(business, day)
    assert count(business, day) == expected
    if days_back == 400:
        assert expected == {}


def test_the_business_holds_what_makes_counting_hard(business: Connection) -> None:
    rfm = load_rfm(business, load_period(business, DAY))
    assert (rfm["orders_count"] == 0).sum() > 2, "customers with cancelled orders alone"
    assert (rfm["orders_count"] == 1).mean() > 0.4
    assert (rfm["orders_count"] > 1).mean() > 0.1
    assert rfm["late_share"].between(0.01, 0.99).any()
    assert rfm["revenue_amount"].isna().any()


def test_facts_that_come_after_the_day_change_nothing(business: Connection) -> None:
    before = count(business, DAY)
    with business.cursor() as cursor:
        cursor.execute(PERTURB, {"day": DAY})
    assert count(business, DAY) == before
    assert count(business, DAY + timedelta(days=1)) != before
