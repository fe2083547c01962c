"""What people are told of drift, and what stays on the page."""

import math

import pytest

from include.ml.drift_breakage import Broken
from include.ml.drift_limits import Column
from include.ml.drift_rows import FAR, SHARE, list_broken, list_moved
from include.ml.spec import ModelSpec

PRICE, WEIGHT, LATE = Column("price", "ks"), Column("weight", "ks"), Column("late", "psi")
LIMITS = {PRICE: 0.001, WEIGHT: 0.001, LATE: 0.2}


@pytest.mark.parametrize(
    ("column", "value", "distance"),
    [(PRICE, 1e-6, 2.0), (PRICE, 1.0, 0.0), (PRICE, 0.0, math.inf), (LATE, 0.5, 2.5)],
)
def test_the_distance_counts_limits(column: Column, value: float, distance: float) -> None:
    assert column.measure_distance(value, LIMITS[column]) == pytest.approx(distance)


@pytest.mark.parametrize(
    ("values", "alarms"),
    [
        ({"price": 1e-5, "weight": 1e-5, "late": 0.1}, set()),
        ({"price": 1e-9, "weight": 1e-5, "late": 0.1}, set()),
        ({"price": 1e-9, "weight": 1e-9, "late": 0.1}, {FAR}),
        ({"price": 1e-9, "weight": 0.5, "late": 0.5}, {FAR}),
    ],
)
def test_one_column_far_out_is_no_alarm_and_two_are(
    quick_spec: ModelSpec, values: dict[str, float], alarms: set[str]
) -> None:
    rows = list_moved(quick_spec.drift, LIMITS, values, 0.1, [])
    assert {row.column_name for row in rows if row.is_alarm} == alarms


def test_a_large_share_of_columns_is_an_alarm(quick_spec: ModelSpec) -> None:
    values = {"price": 1e-5, "weight": 1e-5, "late": 0.21}
    rows = list_moved(quick_spec.drift, LIMITS, values, 1.0, [])
    assert {row.column_name for row in rows if row.is_alarm} == {SHARE}


def test_a_broken_column_alarms_by_itself_and_is_no_sign_of_a_moved_world(
    quick_spec: ModelSpec,
) -> None:
    broken = Broken("price", "unit", 1000.0, 5.0)
    values = {"price": 0.0, "weight": 1e-9, "late": 0.1}
    rows = list_moved(quick_spec.drift, LIMITS, values, 0.1, ["price"]) + list_broken([broken])
    severities = {(row.column_name, row.method): row.severity for row in rows}
    assert severities[("price", "ks")] == severities[("price", "unit")] == "broke"
    assert severities[("weight", "ks")] == "moved"
    assert severities[("late", "psi")] == severities[(FAR, "count")] == "calm"
    assert {row.column_name for row in rows if row.is_alarm} == {"price"}


def test_a_column_whose_calm_spans_are_as_far_out_as_can_be_told_is_never_far() -> None:
    assert PRICE.measure_distance(0.0, 0.0) == 0.0
    assert not PRICE.is_beyond(0.0, 0.0)
