"""The gate's verdicts."""

from dataclasses import replace

import numpy as np

from include.ml.evaluation import Evaluation, Interval, evaluate
from include.ml.gate import Rival, compare, decide
from include.ml.spec import Gate

GATE = Gate(least_auc=0.55, least_entities=30, log_loss_slack=0.005, bootstraps=100)
GOOD = Evaluation(
    rows=5000,
    entities=800,
    positive_entities=120,
    positive_rate=0.15,
    auc=Interval(0.74, 0.70, 0.78),
    average_precision=Interval(0.40, 0.36, 0.44),
    log_loss=0.38,
    brier=0.11,
    calibration_error=0.02,
)
EVEN = Interval(0.001, -0.01, 0.01)


def test_the_first_model_with_skill_is_promoted() -> None:
    decision = decide(GOOD, None, GATE)
    assert (decision.verdict, decision.is_promoted) == ("first", True)
    assert "AUC 0.740 (0.700 to 0.780) on 800 orders" in decision.reason


def test_a_lower_bound_under_the_limit_is_no_skill() -> None:
    decision = decide(replace(GOOD, auc=Interval(0.60, 0.54, 0.66)), None, GATE)
    assert (decision.verdict, decision.is_promoted) == ("no_skill", False)
    assert "0.54" in decision.reason


def test_a_test_with_hardly_a_late_order_shows_nothing() -> None:
    decision = decide(replace(GOOD, positive_entities=12), None, GATE)
    assert decision.verdict == "no_skill"
    assert "12 late of 800 orders" in decision.reason


def test_a_challenger_that_is_not_worse_replaces_the_champion() -> None:
    decision = decide(GOOD, Rival(3, GOOD, EVEN), GATE)
    assert decision.verdict == "promoted"
    assert "version 3" in decision.reason


def test_a_challenger_that_is_worse_on_the_same_rows_is_refused() -> None:
    worse = decide(GOOD, Rival(3, GOOD, Interval(-0.05, -0.08, -0.02)), GATE)
    assert worse.verdict == "refused"
    assert "-0.050 (-0.080 to -0.020)" in worse.reason
    unsure = decide(GOOD, Rival(3, replace(GOOD, log_loss=0.37), EVEN), GATE)
    assert unsure.verdict == "refused"
    assert "log-loss" in unsure.reason


def test_shuffled_labels_never_pass() -> None:
    rng = np.random.default_rng(3)
    labels = (rng.random(3000) < 0.2).astype(float)
    keys = np.repeat(np.arange(1000), 3).astype(str).astype(object)
    shuffled = evaluate(rng.permutation(labels * 0.5 + 0.2), labels, keys, GATE)
    assert decide(shuffled, None, GATE).verdict == "no_skill"


def test_the_difference_is_paired_by_order() -> None:
    rng = np.random.default_rng(4)
    labels = (rng.random(2000) < 0.3).astype(float)
    keys = np.repeat(np.arange(500), 4).astype(str).astype(object)
    good = labels * 0.3 + rng.random(2000)
    assert compare(good, good, labels, keys, GATE) == Interval(0.0, 0.0, 0.0)
    assert compare(good, rng.random(2000), labels, keys, GATE).lower > 0
