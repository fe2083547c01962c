"""A small shop whose customers have habits, written straight into silver."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import psycopg2
import pytest
from psycopg2.extras import execute_values

from include.ml.base_spec import find_spec
from include.ml.baskets.spec import BasketSpec

FIRST_NIGHT = date(2026, 3, 10)
HISTORY = FIRST_NIGHT - timedelta(days=1)
PRODUCTS = 30
ORDERS = "order_id, customer_id, ordered_at, known_from, _file, _row"
ITEMS = "order_id, line_number, product_id, known_from, _file, _row"


def make_shop(customers: int, nights: int, has_habits: bool) -> tuple[list[Any], list[Any]]:
    """Return rows of orders and lines: five to nine orders of each customer, a week apart.

    With habits a customer buys favourites again and again, the likelier the lower their number.
    """
    rng = np.random.default_rng(11)
    orders, items = [], []
    for customer in range(customers):
        last = FIRST_NIGHT + timedelta(days=int(rng.integers(-3, nights)))
        liked = rng.permutation(PRODUCTS)[:8]
        chances = 0.9 / np.arange(1, 9) if has_habits else np.full(8, 0.3)
        count = int(rng.integers(5, 10))
        for number in range(count):
            ordered = last - timedelta(days=7 * (count - 1 - number))
            order_id, known = f"o{customer:03d}-{number}", max(ordered, HISTORY)
            orders.append((order_id, f"c{customer:03d}", ordered, known, "made.csv", 1))
            bought = liked[rng.random(8) < chances]
            bought = bought if len(bought) else liked[:1]
            if not has_habits:
                bought = rng.permutation(PRODUCTS)[: 1 + rng.integers(6)]
            lines = enumerate(bought, start=1)
            items += [(order_id, n, f"p{one:02d}", known, "made.csv", 1) for n, one in lines]
    return orders, items


@pytest.fixture
def write_shop(warehouse: str) -> Callable[..., None]:
    """Return a function that fills silver with a shop."""

    def write(customers: int = 220, nights: int = 3, *, has_habits: bool = True) -> None:
        orders, items = make_shop(customers, nights, has_habits)
        with psycopg2.connect(warehouse) as connection, connection.cursor() as cursor:
            for table, columns, rows in (("orders", ORDERS, orders), ("order_items", ITEMS, items)):
                execute_values(
                    cursor, f"insert into silver.{table}_versions ({columns}) values %s", rows
                )
            cursor.execute("analyze")
        connection.close()

    return write


@pytest.fixture
def quick_spec() -> BasketSpec:
    """Return the spec of reorders with few trees and few bootstraps."""
    spec = find_spec("reorders")
    assert isinstance(spec, BasketSpec)
    return replace(
        spec,
        params={**spec.params, "eta": 0.2, "min_child_weight": 5, "nthread": 1},
        least_rounds=5,
        most_rounds=25,
        most_explained=3,
        gate=replace(spec.gate, bootstraps=60),
    )
