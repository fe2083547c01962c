"""Intervals hold what they promise, follow a world that moves, and never read the future."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from include.ml.quantities.adaptive import add_adaptive
from include.ml.quantities.evaluation import describe
from include.ml.quantities.intervals import add_cross, find_cells, list_bounds
from include.ml.quantities.trees import fit_trees
from tests.ml.quantities.made_quantities import DAY, find_quantity, make_products, make_series

LATE = find_quantity("late_orders")
SALES = find_quantity("product_sales")


def tell(rows: pd.DataFrame) -> pd.DataFrame:
    return add_adaptive(LATE, rows.assign(expected=rows["backlog_late"]))


def test_a_calm_world_is_inside_the_intervals_as_often_as_they_say() -> None:
    told = tell(make_series())
    figures = describe(LATE, told[told["actual"].notna() & told["lower_90"].notna()])
    assert 0.88 <= figures["coverage_90"] <= 0.96
    assert 0.48 <= figures["coverage_50"] <= 0.68  # bounds are read as whole numbers
    assert figures["width_50"] < figures["width_90"]
    assert (told["lower_90"] <= told["lower_50"]).sum() == told["lower_90"].notna().sum()


def test_when_the_level_moves_the_intervals_widen_until_they_hold_again() -> None:
    told = tell(make_series(nights=180, shift=1.8))
    moved = told[(told["day"] > DAY - timedelta(days=40)) & told["actual"].notna()]
    first, last = (moved[moved["day"] < DAY - timedelta(days=28)],
                   moved[moved["day"] >= DAY - timedelta(days=20)])  # fmt: skip
    assert describe(LATE, first)["coverage_90"] < 0.8
    assert describe(LATE, last)["coverage_90"] > describe(LATE, first)["coverage_90"] + 0.1


def test_an_evening_knows_only_what_was_settled_by_then() -> None:
    rows = make_series()
    evening = DAY - timedelta(days=30)
    is_later = rows["day"] + timedelta(days=7) > evening
    other = rows.assign(actual=rows["actual"].where(~is_later, rows["actual"] * 9 + 50))
    before, after = (tell(one)[rows["day"] <= evening][list_bounds()] for one in (rows, other))
    pd.testing.assert_frame_equal(before, after)
    assert not tell(rows)[list_bounds()].equals(tell(other)[list_bounds()])


def test_too_few_settled_forecasts_have_no_interval() -> None:
    told = tell(make_series(nights=9, groups=4))
    assert told[list_bounds()].isna().all().all()


def test_a_breach_is_as_likely_as_it_comes() -> None:
    told = tell(make_series(nights=150))
    told = told[told["actual"].notna() & told["breach_probability"].notna()]
    came = told["actual"] > told["limit"]
    assert came.mean() == pytest.approx(told["breach_probability"].mean(), abs=0.05)
    safe = tell(make_series(nights=60).assign(limit=1e9))["breach_probability"].dropna()
    sure = tell(make_series(nights=60).assign(limit=0.0))["breach_probability"].dropna()
    assert safe.max() == 0
    assert sure[sure.notna()].median() > 0.9


def test_large_and_small_quantities_stand_in_cells_of_their_own() -> None:
    sizes = np.arange(40, dtype=float)
    grains = np.array(["area"] * 20 + ["all"] * 20, dtype=object)
    names = np.array([*(f"area {n}" for n in range(20)), *["all"] * 20], dtype=object)
    cells = find_cells(LATE.terms, names, grains, sizes)
    assert set(cells[:20]).isdisjoint(cells[20:])
    assert len(set(cells[:20])) == LATE.terms.size_bins
    assert len(set(cells[20:])) == 1
    assert (np.diff(cells[:20]) >= 0).all()


def test_products_of_shops_not_seen_are_inside_the_intervals_as_often_as_they_say() -> None:
    rows = make_products()
    trees = fit_trees(SALES, rows)
    told = add_cross(SALES, rows.assign(expected=trees.predict(rows), fold=trees.find_folds(rows)))
    figures = describe(SALES, told)
    assert 0.87 <= figures["coverage_90"] <= 0.94


def test_a_fold_is_bounded_by_the_others_errors_alone() -> None:
    rows = make_products()
    folds = np.arange(len(rows)) % 2
    expected = rows["per_review"]
    wild = rows["actual"].where(folds == 0, rows["actual"] * 100)
    calm, other = (
        add_cross(SALES, rows.assign(expected=expected, fold=folds, actual=actual))
        for actual in (rows["actual"], wild)
    )
    own = folds == 1
    pd.testing.assert_frame_equal(calm[own][list_bounds()], other[own][list_bounds()])
    assert (other[~own]["upper_90"] > calm[~own]["upper_90"]).mean() > 0.9
