"""Forecasts of a made-up night, written straight into ml."""

from datetime import date, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from tests.report.seed import insert

AREAS = {"North": (40.0, 200.0, 0.98), "South": (9.0, 120.0, 0.2), "<i>Hill": (5.0, 12.0, 0.9)}
CATEGORIES = {"Fruit": (150.0, 100.0), "Bread": (80.0, 79.0), "Fish": (6.0, 12.0)}


def insert_forecasts(connection: Connection, day: date) -> None:
    """Write late orders by area, demand by category, and two products."""
    rows: list[dict[str, Any]] = []
    for horizon in (7, 14):
        groups = {("area", name): found for name, found in AREAS.items()}
        groups |= {("all", "all"): (54.0, 332.0, 0.97), ("seller_group", "S1"): (54.0, 332.0, 0.97)}
        for (grain, name), (late, due, chance) in groups.items():
            rows.append(
                _make(day, "late_orders", grain, name, horizon, late)
                | {"orders_count": due, "agreed_share": 0.1, "breach_probability": chance}
                | {"method": "sum of probabilities", "version": 3, "usual": late / 2}
            )
    for horizon in (7, 14, 21, 28):
        for name, (expected, usual) in CATEGORIES.items():
            rows.append(
                _make(day, "weekly_demand", "category", name, horizon, expected) | {"usual": usual}
            )
    for name, sold in (("P1", 900.0), ("P2", None), ("P3", 20.0)):
        rows.append(_make(day, "product_sales", "product", name, 0, 20.0) | {"actual": sold})
    insert(connection, "ml.forecasts", rows)


def _make(
    day: date, model: str, grain: str, group: str, horizon: int, expected: float
) -> dict[str, Any]:
    is_timed = horizon > 0
    return {
        "day": day,
        "model": model,
        "version": None,
        "method": "the mean of the last 8 weeks",
        "grain": grain,
        "group_key": group,
        "horizon_days": horizon,
        "target_from": day + timedelta(days=1) if is_timed else None,
        "target_to": day + timedelta(days=horizon) if is_timed else None,
        "expected": expected,
        "lower_50": 0.9 * expected,
        "upper_50": 1.1 * expected,
        "lower_90": 0.7 * expected,
        "upper_90": 1.4 * expected,
        "orders_count": None,
        "agreed_share": None,
        "breach_probability": None,
        "usual": None,
        "actual": None,
    }
