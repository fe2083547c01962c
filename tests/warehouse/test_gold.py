"""Gold of touched keys only is gold rebuilt from nothing, whatever the order of the days.

A small random business writes drops straight into silver's versions. After every publication gold
is compared with a full rebuild, and orders and daily figures with a recount in plain Python.
"""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json
from psycopg2.sql import SQL, Identifier, Placeholder

from include.sources.contract import load_contract
from include.warehouse import gold
from include.warehouse.publish import load_publication, publish_gold

Key = tuple[Any, ...]
Row = dict[str, Any]
Drop = dict[tuple[str, Key], Row]

FIRST = date(2026, 3, 26)  # the nights pass the change to summer time
DAYS = [FIRST + timedelta(days=number) for number in range(6)]
KEYS = {
    "customers": ("customer_id",),
    "categories": ("category",),
    "products": ("product_id",),
    "sellers": ("seller_id",),
    "partners": ("partner_id",),
    "orders": ("order_id",),
    "order_items": ("order_id", "line_number"),
    "deliveries": ("order_id",),
    "payments": ("order_id", "payment_number"),
    "reviews": ("review_id", "order_id"),
    "marketing_spend": ("campaign_id", "spend_date", "channel", "audience"),
}
PRIMARY_KEYS = {
    "orphans": "1, 2, 3, 4",
    "fact_sales": "order_id, line_number",
    "fact_reviews": "review_id, order_id",
    "daily_kpis": "date",
    "marketing_performance": "date, channel, campaign_id, audience",
    "dim_dates": "date",
}


def random_key(table: str, dice: random.Random) -> Key:
    order = f"o{dice.randrange(14)}"
    spend_date = FIRST + timedelta(days=dice.randrange(-2, 7))
    choices: dict[str, Key] = {
        "customers": (f"a{dice.randrange(6)}",),
        "categories": (f"c{dice.randrange(3)}",),
        "products": (f"p{dice.randrange(4)}",),
        "sellers": (f"s{dice.randrange(3)}",),
        "partners": (f"d{dice.randrange(3)}",),
        "order_items": (order, dice.randrange(1, 4)),
        "payments": (order, dice.randrange(1, 3)),
        "reviews": (f"r{dice.randrange(8)}", dice.choice([order, order, ""])),
        "marketing_spend": (f"m{dice.randrange(2)}", spend_date, "app", ""),
    }
    return choices.get(table, (order,))


def random_row(table: str, dice: random.Random) -> Row:
    def maybe(value: Any) -> Any:
        return value if dice.random() < 0.8 else None

    def moment() -> datetime:
        start = datetime.combine(FIRST, time(), UTC)
        return start + timedelta(minutes=dice.randrange(-3 * 1440, 8 * 1440))

    def amount() -> Decimal:
        return Decimal(dice.randrange(0, 4000)) / 100

    rows: dict[str, Row] = {
        "customers": {
            "person_id": maybe(f"h{dice.randrange(3)}"),
            "area": maybe(f"area{dice.randrange(3)}"),
            "registered_date": maybe(FIRST - timedelta(days=dice.randrange(3))),
        },
        "categories": {"category_english": maybe(f"english{dice.randrange(2)}")},
        "products": {
            "category": maybe(f"c{dice.randrange(3)}"),
            "category_english": None,
            "price_amount": maybe(amount()),
        },
        "sellers": {"seller_name": maybe(f"name{dice.randrange(2)}")},
        "partners": {"vehicle": maybe(dice.choice(["bike", "van"]))},
        "orders": {
            "customer_id": maybe(f"a{dice.randrange(8)}"),
            "seller_id": maybe(f"s{dice.randrange(3)}") if dice.random() < 0.3 else None,
            "status": dice.choice(["created", "shipped", "delivered", "cancelled"]),
            "ordered_at": maybe(moment()),
            "promised_at": maybe(moment()),
            "area": maybe(f"area{dice.randrange(3)}"),
            "postal_code": None,
            "payment_method": None,
        },
        "order_items": {
            "product_id": maybe(f"p{dice.randrange(5)}"),
            "seller_id": maybe(f"s{dice.randrange(3)}"),
            "quantity": maybe(Decimal(dice.randrange(1, 4))),
            "unit_price_amount": maybe(amount()),
            "freight_amount": maybe(amount()),
        },
        "deliveries": {
            "handed_over_at": maybe(moment()),
            "delivered_at": maybe(moment()),
            "partner_id": maybe(f"d{dice.randrange(3)}"),
        },
        "payments": {"paid_amount": maybe(amount()), "payment_method": maybe("card")},
        "reviews": {
            "stars": maybe(dice.randrange(1, 6)),
            "reviewed_at": maybe(moment()),
            "customer_id": f"a{dice.randrange(8)}" if dice.random() < 0.3 else None,
        },
        "marketing_spend": {
            "spend_amount": maybe(dice.choice([Decimal(0), amount()])),
            "clicks_count": maybe(dice.randrange(9)),
            "attributed_revenue_amount": maybe(amount()),
        },
    }
    return rows[table]


def random_drop(dice: random.Random, changes: int = 40) -> Drop:
    tables = [*KEYS, "orders", "order_items", "deliveries", "reviews"]
    drop: Drop = {}
    for _ in range(changes):
        table = dice.choice(tables)
        drop[table, random_key(table, dice)] = random_row(table, dice)
    return drop


class SmallSilver:
    """Silver as its generic step would write it: versions of all drops that have arrived."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.drops: dict[date, Drop] = {}

    def deliver(self, day: date, drop: Drop) -> None:
        """Take a day's drop, in place of an older one of that day, and commit."""
        touched = set(self.drops.get(day, {})) | set(drop)
        self.drops[day] = drop
        with self.connection, self.connection.cursor() as cursor:
            for table, key in sorted(touched, key=str):
                names = KEYS[table]
                condition = SQL(" and ").join(SQL("{} = %s").format(Identifier(n)) for n in names)
                versions = Identifier("silver", f"{table}_versions")
                cursor.execute(SQL("delete from {} where {}").format(versions, condition), key)
                for version in self.versions(table, key):
                    row = dict(zip(names, key, strict=True)) | version
                    cursor.execute(
                        SQL("insert into {} ({}, _file, _row) values ({}, '', 1)").format(
                            versions,
                            SQL(", ").join(map(Identifier, row)),
                            SQL(", ").join(Placeholder() for _ in row),
                        ),
                        list(row.values()),
                    )
                document = {
                    n: str(k) if isinstance(k, date) else k for n, k in zip(names, key, strict=True)
                }
                cursor.execute(
                    "insert into ops.touched_keys values (%s, %s, %s) on conflict do nothing",
                    (table, Json(document), day),
                )

    def versions(self, table: str, key: Key) -> list[Row]:
        found: list[tuple[date, Row]] = []
        for day in sorted(self.drops):
            row = self.drops[day].get((table, key))
            if row is not None and (not found or found[-1][1] != row):
                found.append((day, row))
        starts = [day for day, _ in found]
        return [
            row | {"known_from": day, "known_to": next(iter(starts[number + 1 :]), None)}
            for number, (day, row) in enumerate(found)
        ]

    def known(self, as_of: date, table: str) -> dict[Key, Row]:
        """Return the rows of a table as they were known on a day."""
        rows: dict[Key, Row] = {}
        for day in sorted(day for day in self.drops if day <= as_of):
            rows |= {key: row for (name, key), row in self.drops[day].items() if name == table}
        return rows


def dump_gold(connection: Connection) -> dict[str, list[Any]]:
    dump = {}
    with connection.cursor() as cursor:
        for table in gold.TABLES:
            key = PRIMARY_KEYS.get(table, "1")
            cursor.execute(f"select * from gold.{table} order by {key}")
            dump[table] = cursor.fetchall()
    return dump


def dump_rebuilt(connection: Connection, day: date) -> dict[str, list[Any]]:
    """Return gold as a full rebuild would leave it, without leaving it so."""
    try:
        gold.empty_gold(connection)
        gold.build_gold(connection, load_publication(connection, day, is_full=True))
        return dump_gold(connection)
    finally:
        connection.rollback()


def select(connection: Connection, query: str) -> dict[Any, Row]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row[names[0]]: row for row in rows}


def recount_orders(silver: SmallSilver, as_of: date, zone: ZoneInfo) -> dict[str, Row]:
    end = datetime.combine(as_of + timedelta(days=1), time(), zone)
    accounts = silver.known(as_of, "customers")
    deliveries = silver.known(as_of, "deliveries")
    items = silver.known(as_of, "order_items")
    orders = {}
    for (order_id,), order in silver.known(as_of, "orders").items():
        account = accounts.get((order["customer_id"],), {})
        delivered_at = deliveries.get((order_id,), {}).get("delivered_at")
        promised_at, ordered_at = order["promised_at"], order["ordered_at"]
        is_cancelled = order["status"] == "cancelled"
        lines = [row for (of_order, _), row in items.items() if of_order == order_id]
        orders[order_id] = {
            "order_id": order_id,
            "customer_id": account.get("person_id") or order["customer_id"],
            "area": order["area"] or account.get("area"),
            "ordered_date": ordered_at and ordered_at.astimezone(zone).date(),
            "promised_date": promised_at and promised_at.astimezone(zone).date(),
            "delivered_date": delivered_at and delivered_at.astimezone(zone).date(),
            "is_cancelled": is_cancelled,
            "is_late": delivered_at > promised_at if delivered_at and promised_at else None,
            "is_overdue": delivered_at is None
            and order["status"] not in {"cancelled", "delivered"}
            and promised_at is not None
            and promised_at < end,
            "delay_minutes": Decimal((delivered_at - promised_at) // timedelta(minutes=1))
            if delivered_at and promised_at
            else None,
            "items_count": sum(line["quantity"] or 1 for line in lines),
            "revenue_amount": Decimal(0)
            if is_cancelled
            else sum(
                ((line["quantity"] or 1) * (line["unit_price_amount"] or 0) for line in lines),
                Decimal(0),
            ),
        }
    return orders


def recount_days(silver: SmallSilver, as_of: date, orders: dict[str, Row]) -> dict[date, Row]:
    dates = [row["ordered_date"] for row in orders.values() if row["ordered_date"]]
    spent = {
        key: row for key, row in silver.known(as_of, "marketing_spend").items() if key[1] <= as_of
    }
    first = min([*dates, *(key[1] for key in spent), as_of])
    placed, promised = defaultdict(list), defaultdict(list)
    spend, clicks, claims = defaultdict(Decimal), defaultdict(int), defaultdict(list)
    for order in orders.values():
        placed[order["ordered_date"]].append(order)
        if order["delivered_date"] or not order["is_cancelled"]:
            promised[order["promised_date"]].append(order)
    for (_, spend_date, _, _), row in spent.items():
        spend[spend_date] += row["spend_amount"] or 0
        clicks[spend_date] += row["clicks_count"] or 0
        if row["attributed_revenue_amount"] is not None:
            claims[spend_date].append(row["attributed_revenue_amount"])
    days = {}
    for number in range((as_of - first).days + 1):
        day = first + timedelta(days=number)
        revenue = sum((order["revenue_amount"] for order in placed[day]), Decimal(0))
        on_time = sum(order["is_late"] is False for order in promised[day])
        late = sum(bool(order["is_late"] or order["is_overdue"]) for order in promised[day])
        days[day] = {
            "date": day,
            "orders_count": len(placed[day]),
            "customers_count": len({o["customer_id"] for o in placed[day]} - {None}),
            "revenue_amount": revenue,
            "promised_orders_count": len(promised[day]),
            "on_time_orders_count": on_time,
            "late_orders_count": late,
            "on_time_rate": pytest.approx(Decimal(on_time) / (on_time + late))
            if on_time + late
            else None,
            "spend_amount": spend[day],
            "clicks_count": clicks[day],
            "attributed_revenue_amount": sum(claims[day]) if claims[day] else None,
            "roas": pytest.approx(revenue / spend[day]) if spend[day] else None,
        }
    return days


def verify_gold(connection: Connection, silver: SmallSilver, day: date, as_of: date) -> None:
    zone = ZoneInfo(load_contract("demo").timezone)
    assert dump_gold(connection) == dump_rebuilt(connection, day)
    orders = recount_orders(silver, as_of, zone)
    columns = ", ".join(next(iter(orders.values())))
    assert select(connection, f"select {columns} from gold.fact_orders") == orders
    days = recount_days(silver, as_of, orders)
    columns = ", ".join(days[as_of])
    assert select(connection, f"select {columns} from gold.daily_kpis") == days
    connection.rollback()


@pytest.mark.parametrize("seed", range(6))
def test_touched_gold_equals_a_full_rebuild_and_a_recount_in_any_order_of_days(
    seed: int, warehouse: str
) -> None:
    dice = random.Random(seed)
    order_of_days = DAYS[:] if seed == 0 else dice.sample(DAYS, len(DAYS))
    redelivered = dice.choice(DAYS)
    connection = psycopg2.connect(warehouse)
    silver = SmallSilver(connection)
    published: list[date] = []
    for day in [*order_of_days, redelivered]:
        silver.deliver(day, random_drop(dice))
        publish_gold(day)
        published.append(day)
        verify_gold(connection, silver, day, max(published))
    connection.close()


@pytest.mark.parametrize("seed", range(3))
def test_gold_of_a_day_ignores_a_later_day_that_silver_knows_already(
    seed: int, warehouse: str
) -> None:
    dice = random.Random(100 + seed)
    connection = psycopg2.connect(warehouse)
    silver = SmallSilver(connection)
    silver.deliver(DAYS[0], random_drop(dice))
    publish_gold(DAYS[0])
    for day, later in ((DAYS[1], DAYS[3]), (DAYS[2], DAYS[4])):
        silver.deliver(later, random_drop(dice))  # its own publication failed
        silver.deliver(day, random_drop(dice))
        publish_gold(day)
        verify_gold(connection, silver, day, day)
    publish_gold(DAYS[3])
    verify_gold(connection, silver, DAYS[3], DAYS[3])
    publish_gold(DAYS[5])
    verify_gold(connection, silver, DAYS[5], DAYS[5])
    connection.close()


def test_a_quiet_day_touches_only_what_became_overdue(warehouse: str) -> None:
    connection = psycopg2.connect(warehouse)
    silver = SmallSilver(connection)
    moment = datetime.combine(DAYS[1], time(12), UTC)
    orders: Drop = {
        ("orders", ("passes",)): {"status": "shipped", "promised_at": moment},
        ("orders", ("later",)): {"status": "shipped", "promised_at": moment + timedelta(days=3)},
    }
    silver.deliver(DAYS[0], orders)
    assert publish_gold(DAYS[0])["fact_orders"] == 2
    assert publish_gold(DAYS[1])["fact_orders"] == 1
    overdue = select(connection, "select order_id, is_overdue from gold.fact_orders")
    assert {key: row["is_overdue"] for key, row in overdue.items()} == {
        "passes": True,
        "later": False,
    }
    connection.close()
