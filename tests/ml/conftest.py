"""A small simulated business, written straight into silver, and a quick spec to train on it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import psycopg2
import pytest
from psycopg2.extras import execute_values

from include.ml.spec import ModelSpec, load_spec

BERLIN = ZoneInfo("Europe/Berlin")
FIRST_NIGHT = date(2026, 3, 10)
HISTORY = FIRST_NIGHT - timedelta(days=1)
SELLERS = 6

COLUMNS = {
    "orders": (
        "order_id, customer_id, partner_id, status, ordered_at, approved_at, promised_at,"
        " postal_code, area, known_from, known_to"
    ),
    "deliveries": "order_id, handed_over_at, delivered_at, known_from, known_to",
    "order_items": (
        "order_id, line_number, product_id, seller_id, quantity, unit_price_amount,"
        " handover_due_at, known_from, known_to"
    ),
    "products": "product_id, category, weight_grams, volume_cm3, known_from, known_to",
    "sellers": "seller_id, postal_code, area, known_from, known_to",
    "partners": "partner_id, vehicle, hired_date, known_from, known_to",
    "places": "postal_code, latitude, longitude, known_from, known_to",
}


@dataclass(frozen=True)
class Business:
    """Silver's row versions by table, as they stand after the last night."""

    tables: dict[str, list[tuple[Any, ...]]]

    def known_by(self, night: date) -> "Business":
        """Return what silver held on the evening of a night, which loads all drops up to it."""
        return Business(
            {
                name: [
                    (*row[:-2], row[-2], row[-1] if row[-1] and row[-1] <= night else None)
                    for row in rows
                    if row[-2] <= night
                ]
                for name, rows in self.tables.items()
            }
        )


def _versions(facts: dict[str, Any], last_night: date) -> list[dict[str, Any]]:
    """Return an order's states, one per evening on which something in it is new."""
    days = [facts["ordered_at"], facts["approved_at"], facts["handed_over_at"]]
    days = sorted(
        {
            max(HISTORY, moment.astimezone(BERLIN).date())
            for moment in (*days, facts["delivered_at"])
            if moment.astimezone(BERLIN).date() <= last_night
        }
    )
    states = []
    for number, day in enumerate(days):
        end = datetime.combine(day + timedelta(days=1), datetime.min.time(), BERLIN)
        known = {
            name: value if not isinstance(value, datetime) or value < end else None
            for name, value in facts.items()
            if name != "promised_at"
        }
        status = "delivered" if known["delivered_at"] else "approved"
        known_to = days[number + 1] if number + 1 < len(days) else None
        states.append(
            {**known, "promised_at": facts["promised_at"], "status": status, "from": day,
             "to": known_to}
        )  # fmt: skip
    return states


@pytest.fixture(scope="session")
def make_business() -> Callable[..., Business]:
    """Return a function that simulates a business with late sellers and far customers."""

    def simulate(
        days: int = 40, orders_per_day: int = 25, nights: int = 3, signal: float = 1.0
    ) -> Business:
        rng = np.random.default_rng(7)
        last_night = FIRST_NIGHT + timedelta(days=nights - 1)
        tables: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        for number in range(SELLERS):
            tables["sellers"].append(
                (f"S{number}", f"{number}", f"area {number % 2}", HISTORY, None)
            )
            product = (f"P{number}", f"kind {number % 3}", 500 * (number + 1), 2000)
            tables["products"].append((*product, HISTORY, None))
        tables["partners"] = [
            (f"C{number}", ("bike", "van")[number % 2], date(2025, 1, 1), HISTORY, None)
            for number in range(4)
        ]
        tables["places"] = [
            (f"{number}", 50 + number / 10, 10 + number / 7, HISTORY, None) for number in range(12)
        ]
        start = last_night - timedelta(days=days - 1)
        for number in range(days * orders_per_day):
            ordered = datetime.combine(
                start + timedelta(days=number // orders_per_day), datetime.min.time(), BERLIN
            ) + timedelta(hours=float(rng.uniform(8, 22)))
            seller, place = int(rng.integers(SELLERS)), int(rng.integers(12))
            pull = signal * (0.8 * (seller - 2.5) + 0.5 * (place - 5.5)) - 1.5
            handover = ordered + timedelta(days=float(rng.uniform(0.5, 1.2 + 0.2 * seller)))
            promised = datetime.combine(
                (ordered + timedelta(days=int(rng.integers(4, 7)))).date(),
                datetime.min.time(),
                BERLIN,
            )
            is_late = rng.random() < 1 / (1 + np.exp(-pull))
            shift = rng.uniform(0.1, 2.0) if is_late else -rng.uniform(0.1, 1.5)
            facts = {
                "ordered_at": ordered,
                "approved_at": ordered + timedelta(hours=1),
                "handed_over_at": handover,
                "delivered_at": max(promised + timedelta(days=float(shift)), handover),
                "promised_at": promised,
            }
            _add_order(tables, f"O{number:05d}", facts, (seller, place), last_night)
        return Business(tables)

    return simulate


def _add_order(
    tables: dict[str, list[tuple[Any, ...]]],
    order_id: str,
    facts: dict[str, Any],
    ends: tuple[int, int],
    last_night: date,
) -> None:
    seller, place = ends
    for state in _versions(facts, last_night):
        span = (state["from"], state["to"])
        tables["orders"].append(
            (
                order_id, f"customer of {order_id}", f"C{place % 4}", state["status"],
                state["ordered_at"], state["approved_at"], state["promised_at"], f"{place}",
                f"area {place % 3}", *span,
            )
        )  # fmt: skip
        tables["deliveries"].append(
            (order_id, state["handed_over_at"], state["delivered_at"], *span)
        )
    first = max(HISTORY, facts["ordered_at"].astimezone(BERLIN).date())
    due = facts["ordered_at"] + timedelta(days=2)
    tables["order_items"].append(
        (order_id, 1, f"P{seller}", f"S{seller}", 1 + place % 3, 10 + seller, due, first, None)
    )


@pytest.fixture
def write_silver(warehouse: str) -> Callable[[Business], None]:
    """Return a function that replaces all of silver by a business."""

    def write(business: Business) -> None:
        with psycopg2.connect(warehouse) as connection, connection.cursor() as cursor:
            for name, rows in business.tables.items():
                cursor.execute(f"truncate silver.{name}_versions")
                columns = f"{COLUMNS[name]}, _file, _row"
                execute_values(
                    cursor,
                    f"insert into silver.{name}_versions ({columns}) values %s",
                    [(*row, "test.csv", 1) for row in rows],
                    page_size=5000,
                )
            cursor.execute("analyze")
        connection.close()

    return write


@pytest.fixture
def fetch(warehouse: str) -> Callable[..., list[tuple[Any, ...]]]:
    """Return a function that runs a statement and returns its rows."""

    def run(statement: str, *values: object) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(warehouse)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    return run


@pytest.fixture(scope="session")
def quick_spec() -> ModelSpec:
    """Return delay_open with fewer trees, shorter slices and fewer bootstraps."""
    spec = load_spec("delay_open")
    return replace(
        spec,
        params={**spec.params, "eta": 0.2, "min_child_weight": 5, "nthread": 1},
        least_rounds=10,
        most_rounds=30,
        days=replace(spec.days, rounds=20, params={}),
        most_explained_others=5,
        gate=replace(spec.gate, bootstraps=60),
    )


@pytest.fixture
def use_spec(monkeypatch: pytest.MonkeyPatch) -> Callable[[ModelSpec], None]:
    """Return a function that makes the steps use another spec than the declared one.

    Trainings then have no benchmarks: those have tests of their own.
    """

    def use(spec: ModelSpec) -> None:
        monkeypatch.setattr("include.ml.order_recipe.benchmark_if_due", lambda *_: None)
        monkeypatch.setattr("include.ml.base_spec._find_spec", lambda *_: spec)

    return use
