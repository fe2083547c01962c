"""Figures and their intervals."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from include.ml.evaluation import Ranking, evaluate, expected_calibration_error, resample
from include.ml.spec import Gate

GATE = Gate(least_auc=0.55, least_entities=30, log_loss_slack=0.005, bootstraps=120)


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
