"""A small business in silver: people with two accounts, cancellations, one order for most."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from tests.report.seed import insert

DAY = date(2026, 3, 20)
FIRST_DROP = DAY - timedelta(days=60)  # older facts came with it
PEOPLE = 150

Rows = list[dict[str, Any]]


def write_business(connection: Connection) -> None:
    """Write half a year of orders, most people with one; some facts change after the day."""
    dice = random.Random(3)
    tables: dict[str, Rows] = {
        name: [] for name in ("customers", "orders", "order_items", "deliveries")
    }
    for person in range(PEOPLE):
        accounts = [f"A{person}", f"A{person}b"] if person % 5 == 0 else [f"A{person}"]
        tables["customers"] += [
            {"customer_id": name, "person_id": f"P{person}"} for name in accounts if person % 7
        ]
        for number in range(1 if dice.random() < 0.6 else dice.randint(2, 6)):
            _add_order(tables, dice, f"O{person}-{number}", dice.choice(accounts))
    tables["orders"].append({"order_id": "O-nobody", "status": "created"})
    for name, rows in tables.items():
        insert(connection, f"silver.{name}_versions", _fill(_write_versions(name, rows, dice)))
    connection.commit()


def _add_order(tables: dict[str, Rows], dice: random.Random, order_id: str, account: str) -> None:
    day = datetime.combine(DAY, datetime.min.time(), UTC)
    ordered = day + timedelta(hours=dice.uniform(-24 * 180, 24 * 4))
    promised = None if dice.random() < 0.1 else ordered + timedelta(days=3)
    delivered = ordered + timedelta(days=dice.uniform(1, 5))
    status = dice.choice(("delivered",) * 7 + ("shipped", "cancelled", None))
    tables["orders"].append(
        {"order_id": order_id, "customer_id": account, "status": status, "ordered_at": ordered,
         "promised_at": promised}
    )  # fmt: skip
    if status == "delivered" and dice.random() < 0.9:
        tables["deliveries"].append({"order_id": order_id, "delivered_at": delivered})
    for line in range(dice.randint(0, 3)):
        tables["order_items"].append(
            {"order_id": order_id, "line_number": line, "quantity": dice.choice((2, None)),
             "unit_price_amount": dice.choice((Decimal(dice.randrange(1, 9999)) / 100, None))}
        )  # fmt: skip


def _write_versions(name: str, rows: Rows, dice: random.Random) -> Rows:
    """Return the rows as known from the first drop on, some corrected the day after the day."""
    changes: dict[str, dict[str, Any]] = {
        "customers": {"person_id": "P-other"},
        "orders": {"status": "cancelled"},
        "order_items": {"unit_price_amount": Decimal(1000)},
        "deliveries": {"delivered_at": None},
    }
    versions: Rows = []
    for row in rows:
        start, end = FIRST_DROP, DAY + timedelta(days=1)
        if (ordered := row.get("ordered_at")) and ordered.date() > start:
            start = ordered.date()
        if dice.random() < 0.15 and start < end:
            versions.append(row | {"known_from": start, "known_to": end})
            versions.append(row | changes[name] | {"known_from": end, "known_to": None})
        else:
            versions.append(row | {"known_from": start, "known_to": None})
    return versions


def _fill(rows: Rows) -> Rows:
    columns = {column: None for row in rows for column in row}
    return [columns | row | {"_file": "f", "_row": 1} for row in rows]


@pytest.fixture
def business(warehouse: str) -> Iterator[Connection]:
    """Write the business into the test's own warehouse; yield a connection."""
    connection = psycopg2.connect(warehouse)
    write_business(connection)
    yield connection
    connection.close()
