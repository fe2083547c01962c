"""Figures and their intervals."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from include.ml.evaluation import (
    Ranking,
    Use,
    evaluate,
    expected_calibration_error,
    fit_recalibration,
    pick_riskiest,
)
from include.ml.model import to_probability
from include.ml.resampling import resample
from include.ml.terms import Gate

GATE = Gate(least_auc=0.55, least_entities=30, bootstraps=120)


def test_an_interval_by_entity_is_wider_than_one_that_takes_nights_for_orders() -> None:
    rng = np.random.default_rng(1)
    scores = np.repeat(rng.random(150), 12)
    labels = np.repeat((rng.random(150) < 0.3).astype(float), 12)
    orders = np.repeat(np.arange(150), 12).astype(str).astype(object)
    rows = np.arange(1800).astype(str).astype(object)
    by_order, by_row = (evaluate(scores, labels, keys, GATE).auc for keys in (orders, rows))
    assert by_order.upper - by_order.lower > 2 * (by_row.upper - by_row.lower)
    assert by_order.lower < by_order.value < by_order.upper


def test_random_scores_have_no_skill_and_perfect_ones_have_all() -> None:
    rng = np.random.default_rng(2)
    labels = (rng.random(2000) < 0.2).astype(float)
    keys = np.arange(2000).astype(str).astype(object)
    random, perfect = (evaluate(p, labels, keys, GATE) for p in (rng.random(2000), labels))
    assert random.auc.lower < 0.5 < random.auc.upper
    assert perfect.auc.value == perfect.average_precision.value == 1
    assert perfect.brier == 0


def test_equal_rows_give_equal_samples() -> None:
    labels = np.array([0.0, 1.0] * 50)
    keys = np.arange(100).astype(str).astype(object)
    for one, other in zip(resample(keys, labels, GATE), resample(keys, labels, GATE), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_calibration_error_is_the_gap_between_forecast_and_outcome() -> None:
    labels = np.array([0.0, 1.0] * 500)
    assert expected_calibration_error(np.full(1000, 0.7), labels) == pytest.approx(0.2)
    assert expected_calibration_error(np.full(1000, 0.5), labels) == pytest.approx(0.0)


def test_the_figures_are_those_of_scikit_learn_ties_and_weights_included() -> None:
    rng = np.random.default_rng(5)
    scores = rng.integers(0, 40, 3000) / 40
    labels = (rng.random(3000) < scores).astype(float)
    for weights in (None, rng.poisson(1.0, 3000).astype(float)):
        ranking = Ranking(scores, labels)
        assert ranking.compute_auc(weights) == pytest.approx(
            roc_auc_score(labels, scores, sample_weight=weights)
        )
        assert ranking.compute_average_precision(weights) == pytest.approx(
            average_precision_score(labels, scores, sample_weight=weights)
        )


def test_recalibration_finds_the_line_that_distorted_the_forecasts() -> None:
    rng = np.random.default_rng(6)
    logits = rng.normal(-1, 1.2, 60_000)
    labels = (rng.random(60_000) < to_probability(logits)).astype(float)
    slope, intercept = fit_recalibration(to_probability(logits), labels)
    assert (slope, intercept) == (pytest.approx(1, abs=0.03), pytest.approx(0, abs=0.03))
    slope, _ = fit_recalibration(to_probability(2 * logits), labels)
    assert slope == pytest.approx(0.5, abs=0.02)  # twice too sure of itself
    slope, intercept = fit_recalibration(to_probability(logits - 0.7), labels)
    assert (slope, intercept) == (pytest.approx(1, abs=0.03), pytest.approx(0.7, abs=0.03))


def test_recalibration_is_left_open_where_the_rows_do_not_settle_it() -> None:
    labels = np.array([0.0, 1.0] * 500)
    slope, intercept = fit_recalibration(np.full(1000, 0.2), labels)
    assert slope is None
    assert intercept == pytest.approx(np.log(4))
    assert fit_recalibration(np.linspace(0.1, 0.9, 1000), np.ones(1000)) == (None, None)


def test_the_riskiest_are_taken_night_by_night_and_their_late_share_has_an_interval() -> None:
    rng = np.random.default_rng(7)
    nights = np.repeat(np.arange(20), 100).astype(object)
    risk = rng.random(2000) * np.where(nights.astype(float) < 10, 0.5, 1.0)
    use = Use(threshold=0.5, capacity=10, nights=nights)
    top = pick_riskiest(risk, use)
    assert [top[nights == night].sum() for night in range(20)] == [10] * 20
    assert all(risk[top & (nights == n)].min() >= risk[~top & (nights == n)].max() for n in (0, 19))
    labels = (rng.random(2000) < risk).astype(float)
    found = evaluate(risk, labels, np.arange(2000).astype(str).astype(object), GATE, use)
    assert found.capacity_precision is not None
    assert found.capacity_precision.value == pytest.approx(labels[top].mean())
    assert found.capacity_precision.lower < labels[top].mean() < found.capacity_precision.upper
    assert found.f1 == pytest.approx(f1_score(labels, risk >= 0.5))
    assert (found.threshold, found.capacity_count) == (0.5, 10)


def test_where_nobody_can_act_there_is_no_precision_at_capacity() -> None:
    labels = np.array([0.0, 1.0] * 50)
    use = Use(threshold=0.99, capacity=0, nights=np.zeros(100).astype(object))
    keys = np.arange(100).astype(str).astype(object)
    found = evaluate(labels * 0.5 + 0.2, labels, keys, GATE, use)
    assert found.capacity_precision is None
    assert found.f1 == 0


def test_the_mean_over_drawn_rows_is_the_weighted_mean() -> None:
    rng = np.random.default_rng(8)
    labels = (rng.random(300) < 0.4).astype(float)
    keys = np.repeat(np.arange(100), 3).astype(str).astype(object)
    samples = resample(keys, labels, GATE)
    rows = rng.random(300) < 0.5
    expected = [np.average(labels[rows], weights=weights[rows]) for weights in samples]
    assert samples.average(labels, rows) == pytest.approx(expected)
    assert len(samples) == len(expected) == GATE.bootstraps
