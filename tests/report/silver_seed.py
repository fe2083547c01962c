"""A small business in silver, rich enough to get a figure wrong: written as versions, by drops."""

import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from tests.report.seed import insert

Rows = list[dict[str, Any]]
AREAS = ("North", "South", "East", "West")
REASONS = ("Traffic", "Weather", "", None)
TABLES = ("orders", "order_items", "deliveries", "payments", "customers", "sellers",
          "marketing_spend")  # fmt: skip
DAYS = 75


def seed_silver(connection: Connection, day: date) -> None:
    """Write 75 days of orders as they are known at the end of `day`, and what is learned later.

    Among them are cancelled orders (also of the day), lines refunded in part and in whole, late
    and open overdue ones, delivered ones without a time, orders without a promise, area or seller,
    a day without any order, marketing with a day of none, and midnights of the local time zone.
    """
    dice = random.Random(5)
    tables: dict[str, Rows] = {name: [] for name in TABLES}
    for back in range(DAYS, -1, -1):
        _make_day(tables, dice, day, back)
    tables["customers"] = [
        {"customer_id": f"C{number}", "area": dice.choice((*AREAS, None))} for number in range(60)
    ]
    tables["sellers"] = [{"seller_id": f"S{n}", "seller_name": f"Store {n}"} for n in range(5)]
    for name, rows in tables.items():
        insert(connection, f"silver.{name}_versions", _write_versions(name, rows, dice, day))
    connection.commit()


def _make_day(tables: dict[str, Rows], dice: random.Random, day: date, back: int) -> None:
    today = day - timedelta(days=back)
    closing = datetime.combine(day + timedelta(days=1), time(), UTC) - timedelta(hours=1)
    if back != 4:
        tables["marketing_spend"] += [
            {
                "campaign_id": f"M{number}",
                "spend_date": today,
                "channel": "app",
                "audience": "",
                "spend_amount": Decimal(dice.randrange(500, 4000)) / 100,
            }
            for number in range(2)
        ]
    for number in range(0 if back == 9 else dice.randint(9, 18)):
        order_id = f"O{today:%m%d}{number:02d}"
        ordered = datetime.combine(today, time(), UTC) + timedelta(
            minutes=dice.randrange(-60, 1380)
        )
        promised = ordered + timedelta(minutes=dice.randrange(60, 4000))
        status = dice.choices(("delivered", "cancelled", "shipped"), (80, 8, 12))[0]
        minutes = dice.randrange(1, 90) if dice.random() < 0.3 else -dice.randrange(300)
        delivered = promised + timedelta(minutes=minutes)
        if status == "delivered" and delivered >= closing:
            status = "shipped"
        tables["orders"].append(
            {
                "order_id": order_id,
                "customer_id": f"C{dice.randrange(60)}",
                "seller_id": dice.choice((f"S{dice.randrange(5)}", None)),
                "partner_id": dice.choice((f"P{dice.randrange(6)}", None)),
                "status": status,
                "ordered_at": ordered,
                "promised_at": None if dice.random() < 0.03 else promised,
                "area": dice.choice((*AREAS, None)),
            }
        )
        tables["deliveries"].append(
            {
                "order_id": order_id,
                "partner_id": dice.choice((f"P{dice.randrange(6)}", None)),
                "delivered_at": delivered
                if status == "delivered" and dice.random() < 0.97
                else None,
                "delay_reason": dice.choice(REASONS),
            }
        )
        seller = f"S{dice.randrange(5)}"
        for line in range(1, dice.randint(2, 4)):
            tables["order_items"].append(
                {
                    "order_id": order_id,
                    "line_number": line,
                    "seller_id": seller,
                    "quantity": dice.choice((Decimal(1), Decimal(2), Decimal("0.35"), None)),
                    "unit_price_amount": dice.choice(
                        (Decimal(dice.randrange(1, 5000)) / 100, None)
                    ),
                    "freight_amount": Decimal(2),
                }
            )


def _write_versions(name: str, rows: Rows, dice: random.Random, day: date) -> Rows:
    """Return the rows with an older version of some and one that is learned after the day."""
    versions: Rows = []
    for row in rows:
        known = {"known_from": day - timedelta(days=2), "known_to": None, "_file": "f", "_row": 1}
        start, end = day, day + timedelta(days=1)
        chance = dice.random()
        if chance < 0.1:  # corrected on the day: the amount, the status, the time
            versions.append(row | _change(name, dice) | known | {"known_to": start})
            versions.append(row | known | {"known_from": start})
        elif chance < 0.2:  # changed by what only tomorrow knows
            versions.append(row | known | {"known_to": end})
            versions.append(row | _change(name, dice) | known | {"known_from": end})
        else:
            versions.append(row | known)
    return versions


def _change(name: str, dice: random.Random) -> dict[str, Any]:
    """Return what makes another version: a cancellation, a refund, another time or amount."""
    changes: dict[str, dict[str, Any]] = {
        "orders": {"status": dice.choice(("cancelled", "created"))},
        "order_items": {"quantity": dice.choice((Decimal(0), Decimal(1)))},  # refunded
        "deliveries": {"delivered_at": None},
        "customers": {"area": "Elsewhere"},
        "marketing_spend": {"spend_amount": Decimal("999.99")},
    }
    return changes.get(name, {})
