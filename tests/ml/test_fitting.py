"""Trees and the line that calibrates them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from include.ml.dataset import LABEL, Slices
from include.ml.errors import TrainingError
from include.ml.fitting import (
    DAYS,
    MOST_SLOPE,
    OUTCOME,
    bound_slope,
    fit_judged,
    fit_line,
    fit_served,
    fit_slope,
    lift,
    turn,
)
from include.ml.model import Floats, to_probability
from include.ml.spec import ModelSpec
from tests.ml.made_rows import DAY, cut_rows, draw_texts, tell_deliveries


def make_rows(spec: ModelSpec, count: int, seed: int, signal: float = 2.0) -> pd.DataFrame:
    """Return labelled rows in which less time to the promise and more kilometres are riskier."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        rng.normal(size=(count, len(spec.feature_names))).astype(np.float32),
        columns=list(spec.feature_names),
    )
    pull = signal * (frame["distance_km"] - frame["days_to_promise"]) - 1
    frame[LABEL] = (rng.random(count) < 1 / (1 + np.exp(-pull))).astype(int)
    frame["order_id"] = [f"order {seed} {number // 3}" for number in range(count)]
    return draw_texts(spec, frame, seed)


def log_loss(margins: Floats, labels: Floats) -> float:
    return float(np.mean(np.logaddexp(0, margins) - labels * margins))


def test_the_line_mends_margins_that_are_too_sure() -> None:
    rng = np.random.default_rng(1)
    margins = rng.normal(size=4000)
    labels = (rng.random(4000) < 1 / (1 + np.exp(-margins))).astype(float)
    slope, intercept = fit_line(3 * margins + 1, labels)
    assert slope == pytest.approx(1 / 3, abs=0.05)
    assert log_loss(slope * (3 * margins + 1) + intercept, labels) < log_loss(
        3 * margins + 1, labels
    )


def test_the_line_never_turns_the_ranking_around() -> None:
    labels = np.array([1.0, 0.0] * 500)
    slope, _ = fit_line(-2 * (labels - 0.5), labels)
    assert slope > 0


def make_slices(spec: ModelSpec, count: int) -> Slices:
    return cut_rows(*(make_rows(spec, count, seed) for seed in (1, 2, 3)))


def test_only_the_slope_is_taken_and_it_turns_about_the_mean(quick_spec: ModelSpec) -> None:
    slices = make_slices(quick_spec, 2000)
    model = replace(fit_judged(quick_spec, slices), slope=1.0, intercept=0.0)
    worse = slices.test.assign(**{LABEL: 1.0})  # every order late: a level, not a slope
    worse.loc[slices.test[LABEL] == 0, LABEL] = np.arange((slices.test[LABEL] == 0).sum()) % 2
    turned = turn(model, bound_slope(fit_slope(model, worse)), slices.test)
    before, after = model.compute_margins(slices.test), turned.compute_margins(slices.test)
    assert after.mean() == pytest.approx(before.mean(), abs=1e-9)
    assert turned.slope != 1


def test_a_slope_beyond_the_bounds_is_cut(quick_spec: ModelSpec) -> None:
    slices = make_slices(quick_spec, 1000)
    model = fit_judged(quick_spec, slices)
    faint = {name: replace(part, weight=part.weight / 9) for name, part in model.parts.items()}
    assert bound_slope(fit_slope(replace(model, parts=faint), slices.test)) == MOST_SLOPE


def test_equal_rows_give_an_equal_model(quick_spec: ModelSpec) -> None:
    slices = make_slices(quick_spec, 1500)
    first, second = (fit_judged(quick_spec, slices) for _ in range(2))
    for name in (OUTCOME, DAYS):
        raw = [model.parts[name].booster.save_raw("ubj") for model in (first, second)]
        assert raw[0] == raw[1]
    assert (first.slope, first.intercept) == (second.slope, second.intercept)


def test_less_time_and_more_kilometres_are_not_safer(quick_spec: ModelSpec) -> None:
    model = fit_judged(quick_spec, make_slices(quick_spec, 4000))
    base = make_rows(quick_spec, 200, 3)
    mean = model.compute_margins(base).mean()
    assert model.compute_margins(base.assign(days_to_promise=-2.0)).mean() > mean
    assert model.compute_margins(base.assign(days_to_promise=2.0)).mean() < mean
    assert model.compute_margins(base.assign(distance_km=2.0)).mean() > mean


@pytest.mark.parametrize(
    ("name", "sign"),
    [("promised_total_days", -1), ("working_days_to_promise", -1), ("expected_slack_days", -1)],
)
def test_the_risk_never_moves_against_a_features_sign(
    quick_spec: ModelSpec, name: str, sign: int
) -> None:
    """The label is drawn against the sign, so that free trees would follow it."""
    slices = make_slices(quick_spec, 3000)
    rng = np.random.default_rng(7)
    parts = {}
    for part in ("fitting", "validation", "test"):
        rows = getattr(slices, part)
        pull = rows["distance_km"] - 2 * sign * rows[name]
        labels = (rng.random(len(rows)) < 1 / (1 + np.exp(-pull))).astype(int)
        parts[part] = tell_deliveries(rows.assign(**{LABEL: labels}))
    model = fit_judged(quick_spec, replace(slices, **parts))
    base = make_rows(quick_spec, 300, 3)
    steps = [
        model.compute_margins(base.assign(**{name: value})) for value in np.linspace(-3, 3, 25)
    ]
    assert (sign * np.diff(steps, axis=0)).min() >= -1e-6


def test_the_judged_model_knows_nothing_of_the_test_and_the_served_one_does(
    quick_spec: ModelSpec,
) -> None:
    slices = make_slices(quick_spec, 1500)
    turned = slices.test.assign(**{LABEL: 1 - slices.test[LABEL]})
    other = replace(slices, test=tell_deliveries(turned))
    judged = [fit_judged(quick_spec, one) for one in (slices, other)]
    rows = slices.test
    np.testing.assert_array_equal(*(model.compute_margins(rows) for model in judged))
    served = [
        fit_served(quick_spec, judged[0], one, DAY).blend_margins(rows) for one in (slices, other)
    ]
    assert np.abs(served[0] - served[1]).max() > 0.1


def test_the_served_level_is_half_way_to_that_of_the_trees_of_the_days(
    quick_spec: ModelSpec,
) -> None:
    slices = make_slices(quick_spec, 1500)
    served = fit_served(quick_spec, fit_judged(quick_spec, slices), slices, DAY)
    rows = slices.test
    shifted = lift(replace(served, intercept=served.intercept - 1), rows)
    days = to_probability(served.isolate(DAYS).blend_margins(rows)).mean()
    before = replace(served, intercept=served.intercept - 1).compute_probabilities(rows).mean()
    assert abs(days - before) > 0.02
    assert shifted.compute_probabilities(rows).mean() == pytest.approx((before + days) / 2)
    assert shifted.slope == served.slope
    bare = turn(replace(served, slope=1.0, intercept=0.0), served.slope, rows)  # the newest night's
    wanted = (bare.compute_probabilities(rows).mean() + days) / 2
    assert served.compute_probabilities(rows).mean() == pytest.approx(wanted)


def test_trees_of_the_days_expect_as_many_late_orders_as_they_saw(quick_spec: ModelSpec) -> None:
    slices = make_slices(quick_spec, 1500)
    judged = fit_judged(quick_spec, slices)
    served = fit_served(quick_spec, judged, slices, DAY)
    seen = pd.concat([slices.fitting, slices.validation, slices.test])
    for model, rows in ((judged, slices.fitting), (served, seen)):
        days = model.isolate(DAYS)
        expected = to_probability(days.blend_margins(rows)).mean()
        assert expected == pytest.approx(rows[LABEL].mean())
        assert days.parts[DAYS].offset != 0


def test_rows_of_one_outcome_are_refused_with_a_sentence(quick_spec: ModelSpec) -> None:
    slices = make_slices(quick_spec, 100)
    with pytest.raises(TrainingError, match="fitting slice has 100 rows, not of both outcomes"):
        fit_judged(quick_spec, replace(slices, fitting=slices.fitting.assign(**{LABEL: 0})))


def test_a_question_without_a_promise_has_trees_of_the_outcome_and_platts_whole_line(
    quick_spec: ModelSpec,
) -> None:
    spec = replace(quick_spec, days=None)
    slices = make_slices(spec, 2000)
    judged = fit_judged(spec, slices)
    assert list(judged.parts) == [OUTCOME]
    assert fit_served(spec, judged, slices, DAY) is judged
    few = slices.validation[LABEL].where(np.arange(len(slices.validation)) % 2 == 0, 0.0)
    rarer = fit_judged(spec, replace(slices, validation=slices.validation.assign(**{LABEL: few})))
    expected = [one.compute_probabilities(slices.test).mean() for one in (judged, rarer)]
    assert expected[1] < 0.8 * expected[0]
