"""Drift told to people: what broke and where to look, what moved, what was served worse."""

from dataclasses import replace
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.drift import CALM, load_drift
from include.report.drift_rows import FAR, DriftRow
from include.report.drift_sentences import list_drift_actions
from include.report.summary import load_brief
from tests.report.conftest import DAY
from tests.report.seed import Made

CALM_ROW = DriftRow(
    "delay_open", "weight_kg", "ks", 0.4, 0.001, False, 4000, 900,
    date(2026, 1, 1), date(2026, 2, 1), DAY,
)  # fmt: skip
MOVED = [
    replace(CALM_ROW, column_name=name, value=value, is_drifted=True, severity="moved")
    for name, value in (("weight_kg", 1e-9), ("price_amount", 1e-12), ("items_count", 1e-5))
]
LOST = replace(
    CALM_ROW, column_name="distance_km", method="missing", value=0.98, threshold=0.6,
    is_drifted=True, severity="broke",
)  # fmt: skip
BRIER = replace(
    CALM_ROW, column_name="(brier)", method="performance", value=0.12, threshold=0.1,
    is_drifted=True, severity="moved", lower=0.11, upper=0.13,
)  # fmt: skip


def test_a_broken_column_names_the_tables_to_look_at() -> None:
    (action,) = list_drift_actions([CALM_ROW, LOST])
    assert action.startswith("Have tonight's silver.places, silver.sellers, silver.orders")
    assert "“distance from the seller to the customer”: no value in 98% of the orders" in action


def test_columns_that_moved_alone_are_on_the_page_and_no_alarm() -> None:
    assert list_drift_actions(MOVED) == ()


def test_a_moved_world_is_told_by_what_moved_farthest() -> None:
    far = replace(CALM_ROW, column_name=FAR, method="count", value=2, threshold=2, is_drifted=True)
    (action,) = list_drift_actions([*MOVED, far])
    assert "foremost “price of the order”, “weight of the order” and 1 more" in action


def test_worse_scores_are_told_with_their_interval_and_as_good_ones_are_not() -> None:
    (action,) = list_drift_actions([BRIER])
    assert "Brier score 0.12 (0.11 to 0.13)" in action
    assert list_drift_actions([replace(BRIER, is_drifted=False)]) == ()


def test_the_page_and_the_brief_tell_a_broken_column(seeded: tuple[Connection, Made]) -> None:
    connection, _ = seeded
    brief = load_brief(connection, DAY)
    assert load_drift(connection, brief).alarms == (CALM,)
    _insert(connection, LOST)
    _insert(connection, BRIER)
    brief = load_brief(connection, DAY)
    page = load_drift(connection, brief)
    assert page.alarms == brief.actions[-2:]
    ((column, said, _, tables),) = page.defects.rows
    assert (column, said) == (
        "distance from the seller to the customer",
        "no value in 98% of the orders",
    )
    assert "silver.places" in tables
    assert page.served.rows == (("Brier score", "0.12 (0.11 to 0.13)", "0.1", "yes"),)
    assert all("distance" not in row[0] for row in page.chart.table.rows)


def _insert(connection: Connection, row: DriftRow) -> None:
    values: dict[str, Any] = {**vars(row), "day": DAY}
    names = ", ".join(values)
    marks = ", ".join(f"%({name})s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"insert into ml.drift_metrics ({names}) values ({marks})", values)
