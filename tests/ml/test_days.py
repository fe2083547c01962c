"""The trees of the days to deliver: what their rows ask, and what they know."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from include.ml.days import ask_horizons, grow_days_trees
from include.ml.fitting import DAYS, fit_judged, list_categories
from include.ml.model import to_matrix
from include.ml.spec import ModelSpec
from tests.ml.made_rows import DAY, place, tell_deliveries
from tests.ml.test_fitting import make_rows, make_slices

UNTIL = DAY - timedelta(days=30)


@pytest.fixture
def rows(quick_spec: ModelSpec) -> pd.DataFrame:
    """Return rows of sixty nights, promised for one to thirty days later, some after UNTIL."""
    nights = [
        place(make_rows(quick_spec, 40, seed), DAY - timedelta(days=seed)) for seed in range(1, 61)
    ]
    frame = pd.concat(nights, ignore_index=True)
    rng = np.random.default_rng(1)
    left = rng.uniform(1, 30, len(frame))
    asked_at = pd.to_datetime(frame["day"]).dt.tz_localize("UTC") + pd.Timedelta(days=1)
    frame["promised_at"] = asked_at + pd.to_timedelta(left, unit="D")
    frame["days_to_promise"] = left.astype(np.float32)
    return tell_deliveries(frame)


def test_no_row_asks_beyond_what_was_watched(quick_spec: ModelSpec, rows: pd.DataFrame) -> None:
    asked, is_open = ask_horizons(quick_spec, quick_spec.days, rows, UNTIL)
    seen = rows[rows["day"] < UNTIL]
    assert len(asked) == len(seen) < len(rows)
    asked_at = asked["promised_at"] - pd.to_timedelta(seen["days_to_promise"].to_numpy(), unit="D")
    asks_about = asked_at + pd.to_timedelta(asked["days_to_promise"].to_numpy(), unit="D")
    assert asks_about.max() <= pd.Timestamp(UNTIL, tz="UTC") + pd.Timedelta(hours=3)
    assert (asked["days_to_promise"] <= 2 * seen["days_to_promise"] + 1e-3).all()
    assert (is_open == (asked["delivered_at"] > asks_about)).mean() > 0.999
    is_itself = np.isclose(asked["days_to_promise"], seen["days_to_promise"])
    assert 0.2 < is_itself.mean() < 0.6


def test_columns_that_hold_the_promise_move_with_the_horizon(
    quick_spec: ModelSpec, rows: pd.DataFrame
) -> None:
    asked, _ = ask_horizons(quick_spec, quick_spec.days, rows, UNTIL)
    seen = rows.loc[asked.index]
    shift = asked["days_to_promise"] - seen["days_to_promise"]
    moved = asked["expected_slack_days"] - seen["expected_slack_days"]
    np.testing.assert_allclose(moved, shift, atol=1e-4)
    assert shift.abs().max() > 5
    fixed = [name for name in quick_spec.feature_names if name not in {"days_to_promise"}]
    fixed.remove("expected_slack_days")
    pd.testing.assert_frame_equal(asked[fixed], seen[fixed])


def test_what_was_delivered_later_does_not_matter(
    quick_spec: ModelSpec, rows: pd.DataFrame
) -> None:
    """An order delivered after the evening is open on it, whenever it came."""
    end = pd.Timestamp(UNTIL, tz="UTC") + pd.Timedelta(days=1)
    is_later = rows["delivered_at"] > end
    assert is_later.any()
    told = rows.assign(delivered_at=rows["delivered_at"].where(~is_later, pd.NaT))
    categories = list_categories(quick_spec, rows)
    grown = [
        grow_days_trees(quick_spec, quick_spec.days, one, UNTIL, categories).save_raw("ubj")
        for one in (rows, told)
    ]
    assert grown[0] == grown[1]


def test_young_orders_teach_before_their_promise_has_passed(
    quick_spec: ModelSpec, rows: pd.DataFrame
) -> None:
    is_young = rows["promised_at"] > pd.Timestamp(UNTIL, tz="UTC")
    categories = list_categories(quick_spec, rows)
    grown = [
        grow_days_trees(quick_spec, quick_spec.days, one, UNTIL, categories).save_raw("ubj")
        for one in (rows, rows[~is_young])
    ]
    assert grown[0] != grown[1]


def test_columns_that_tell_of_the_promise_otherwise_are_not_shown(quick_spec: ModelSpec) -> None:
    model = fit_judged(quick_spec, make_slices(quick_spec, 600))
    names = model.parts[DAYS].feature_names
    assert not set(names) & set(quick_spec.days.hidden)
    assert set(quick_spec.days.hidden) <= set(quick_spec.feature_names)


def test_an_order_does_not_open_again(quick_spec: ModelSpec, rows: pd.DataFrame) -> None:
    categories = list_categories(quick_spec, rows)
    booster = grow_days_trees(quick_spec, quick_spec.days, rows, DAY, categories)
    names = quick_spec.days.choose_columns(quick_spec.feature_names)
    base = rows.head(50)
    margins = [
        booster.predict(
            to_matrix(base.assign(days_to_promise=np.float32(days)), names, categories),
            output_margin=True,
        )
        for days in (1, 4, 9, 16, 25)
    ]
    assert (np.diff(margins, axis=0) <= 1e-6).all()
    assert np.ptp(margins) > 0.1
    free = replace(quick_spec.days, left="distance_km", hidden=())
    assert free.choose_columns(quick_spec.feature_names) == quick_spec.feature_names
