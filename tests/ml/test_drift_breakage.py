"""A column that breaks is told from a world that moves."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from include.ml.drift_breakage import find_broken
from include.ml.spec import ModelSpec
from tests.ml.made_rows import draw_texts

TONIGHT = date(2026, 3, 10)
ROWS = 120


def make_night(spec: ModelSpec, day: date) -> pd.DataFrame:
    rng = np.random.default_rng(day.toordinal())
    values = rng.lognormal(size=(ROWS, len(spec.feature_names)))
    frame = pd.DataFrame(values, columns=list(spec.feature_names))
    frame = draw_texts(spec, frame, day.toordinal())
    frame["is_approved"] = (rng.random(ROWS) < 0.6).astype(float)
    frame["seller_late_rate_7d"] = rng.beta(2, 20, ROWS)
    frame["approval_hours"] = frame["approval_hours"].where(rng.random(ROWS) < 0.7)
    return frame.assign(day=day, is_handed_over=0.0, ordered_weekday=day.isoweekday())


@pytest.fixture(scope="module")
def reference(quick_spec: ModelSpec) -> pd.DataFrame:
    nights = [make_night(quick_spec, TONIGHT - timedelta(days=age)) for age in range(70, 10, -1)]
    return pd.concat(nights, ignore_index=True)


@pytest.fixture
def tonight(quick_spec: ModelSpec) -> pd.DataFrame:
    return make_night(quick_spec, TONIGHT)


def test_a_calm_night_has_no_broken_column(
    quick_spec: ModelSpec, reference: pd.DataFrame, tonight: pd.DataFrame
) -> None:
    assert find_broken(quick_spec, reference, tonight) == ()


def test_each_way_to_break_is_named_with_its_figure(
    quick_spec: ModelSpec, reference: pd.DataFrame, tonight: pd.DataFrame
) -> None:
    damaged = tonight.assign(
        approval_hours=tonight["approval_hours"].where(tonight.index % 4 == 0),
        distance_km=np.nan,
        weight_kg=1000 * tonight["weight_kg"],
        volume_litres=tonight["volume_litres"] / 24,
        price_amount=0.0,
        is_approved=1.0,
    )
    found = {one.name: one for one in find_broken(quick_spec, reference, damaged)}
    assert {name: one.defect for name, one in found.items()} == {
        "approval_hours": "missing",
        "distance_km": "missing",
        "weight_kg": "unit",
        "volume_litres": "unit",
        "price_amount": "constant",
        "is_approved": "constant",
    }
    assert found["distance_km"].value == 1.0
    assert 500 < found["weight_kg"].value < 2000
    assert found["weight_kg"].limit == pytest.approx(quick_spec.drift.unit_factor)
    assert found["volume_litres"].value < found["volume_litres"].limit < 1


def test_a_world_that_moves_breaks_nothing(
    quick_spec: ModelSpec, reference: pd.DataFrame, tonight: pd.DataFrame
) -> None:
    moved = tonight.assign(
        distance_km=1.4 * tonight["distance_km"],
        price_amount=tonight["price_amount"] + 2,
        weight_kg=np.where(tonight.index % 2, 20, 1) * tonight["weight_kg"],
        seller_late_rate_7d=8 * tonight["seller_late_rate_7d"],
        approval_hours=tonight["approval_hours"].where(tonight.index % 5 > 0),
        is_handed_over=1.0,
    )
    assert find_broken(quick_spec, reference, moved) == ()


def test_new_names_for_old_kinds_break_a_text_and_a_few_new_ones_do_not(
    quick_spec: ModelSpec, reference: pd.DataFrame, tonight: pd.DataFrame
) -> None:
    before = reference.assign(items_count=np.where(reference.index % 3, "SP", "RJ"))
    few, many = (
        tonight.assign(items_count=np.where(tonight.index % each, "SP", "Salvador"))
        for each in (12, 2)
    )
    assert find_broken(quick_spec, before, few) == ()
    (broken,) = find_broken(quick_spec, before, many)
    assert (broken.name, broken.defect, broken.value) == ("items_count", "unknown", 0.5)


def test_a_handful_of_rows_says_nothing(
    quick_spec: ModelSpec, reference: pd.DataFrame, tonight: pd.DataFrame
) -> None:
    few = tonight.head(quick_spec.drift.least_night_rows - 1).assign(distance_km=np.nan)
    assert find_broken(quick_spec, reference, few) == ()
