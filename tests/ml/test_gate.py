"""The gate's verdicts."""

from dataclasses import replace

import numpy as np
import pytest

from include.ml.comparison import Leads, compare
from include.ml.evaluation import Evaluation, evaluate
from include.ml.gate import Rival, decide
from include.ml.model import Floats, to_probability
from include.ml.resampling import Interval
from include.ml.terms import Gate

GATE = Gate(least_auc=0.55, least_entities=30, bootstraps=100)
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
    log_loss_gain=Interval(0.12, 0.08, 0.16),
)
EVEN = Interval(0.001, -0.004, 0.006)  # the margins are 0.008 and 0.0076


def make_rival(
    average_precision: Interval = EVEN, log_loss: Interval = EVEN, version: int = 3
) -> Rival:
    """Return a rival of GOOD's own figures, over which the challenger has these leads."""
    return Rival(version, GOOD, Leads(EVEN, average_precision, log_loss))


class Business:
    """4,000 orders of four nights each, whose risk a good model knows but for some noise."""

    def __init__(self, seed: int = 11, gate: Gate = GATE) -> None:
        rng = np.random.default_rng(seed)
        order = np.repeat(np.arange(4000), 4)
        self.logits: Floats = rng.normal(-1.3, 1.2, 4000)[order]
        self.labels = (rng.random(4000) < to_probability(self.logits[::4])).astype(float)[order]
        self.keys = order.astype(str).astype(object)
        self.rng, self.gate = rng, gate

    def meet(self, ours: Floats, theirs: Floats, version: int = 3) -> tuple[Evaluation, Rival]:
        """Return the challenger's figures and the rival that it meets."""
        leads = compare(ours, theirs, self.labels, self.keys, self.gate)
        figures = (evaluate(one, self.labels, self.keys, self.gate) for one in (ours, theirs))
        challenger, champion = figures
        return challenger, Rival(version, champion, leads)


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


@pytest.mark.parametrize("gain", [Interval(0.004, 0.001, 0.006), Interval(0.02, -0.01, 0.05)])
def test_probabilities_that_hardly_differ_are_no_skill_however_they_order_the_rows(
    gain: Interval,
) -> None:
    decision = decide(replace(GOOD, log_loss_gain=gain), None, GATE)
    assert decision.verdict == "no_skill"
    assert f"its probabilities save {gain} of the log-loss" in decision.reason


def test_trees_of_shuffled_labels_that_order_the_rows_by_chance_show_no_skill() -> None:
    """So they came out on Olist: AUC 0.665, but 0.32 to everybody, give or take 0.001."""
    business = Business()
    noise = business.rng.normal(0, 3, len(business.logits))
    found = to_probability(-0.75 + 0.005 * (business.logits + noise))
    challenger, rival = business.meet(found, to_probability(business.logits))
    assert challenger.auc.lower > GATE.least_auc
    assert decide(challenger, None, GATE).verdict == "no_skill"
    assert decide(challenger, rival, GATE).verdict == "no_skill"


def test_a_challenger_that_is_not_worse_replaces_the_champion() -> None:
    decision = decide(GOOD, make_rival(), GATE)
    assert decision.verdict == "promoted"
    assert "version 3" in decision.reason


@pytest.mark.parametrize("name", ["average_precision", "log_loss"])
def test_a_challenger_that_is_worse_on_the_same_rows_is_refused(name: str) -> None:
    worse = decide(GOOD, make_rival(**{name: Interval(-0.05, -0.08, -0.02)}), GATE)
    assert worse.verdict == "refused"
    assert f"its {name.replace('average_', 'average ').replace('_', '-')} is worse" in worse.reason
    assert "-0.050 (-0.080 to -0.020)" in worse.reason


@pytest.mark.parametrize("name", ["average_precision", "log_loss"])
def test_a_lag_too_small_to_matter_is_borne_also_where_it_is_sure(name: str) -> None:
    assert decide(GOOD, make_rival(**{name: Interval(-0.003, -0.005, -0.001)}), GATE).is_promoted


@pytest.mark.parametrize("name", ["average_precision", "log_loss"])
def test_a_lag_that_the_rows_cannot_bound_is_refused(name: str) -> None:
    unsure = decide(GOOD, make_rival(**{name: Interval(-0.01, -0.06, 0.04)}), GATE)
    assert unsure.verdict == "refused"
    assert "may be worse" in unsure.reason
    assert decide(GOOD, make_rival(**{name: Interval(0.01, -0.04, 0.06)}), GATE).is_promoted


def test_nights_that_each_lose_a_little_do_not_add_up() -> None:
    step = Interval(-0.003, -0.005, -0.001)
    first = make_rival(Interval(-0.009, -0.012, -0.006), version=1)
    decision = decide(GOOD, make_rival(step), GATE, [make_rival(version=2), first])
    assert decision.verdict == "refused"
    assert "has declined since version 1" in decision.reason
    borne = make_rival(Interval(-0.006, -0.009, -0.003), version=1)
    assert decide(GOOD, make_rival(step), GATE, [borne]).is_promoted
    better = make_rival(Interval(0.004, 0.001, 0.007))
    assert decide(GOOD, better, GATE, [first]).is_promoted  # a way up from a champion that declined


def test_a_truncated_challenger_never_passes() -> None:
    """What trees cut short do: the ranking blurs, though the calibration is fitted anew."""
    for seed in range(3):
        business = Business(seed)
        champion = to_probability(business.logits)
        for noise in (0.6, 1.2, 2.4):
            blurred = business.logits + business.rng.normal(0, noise, len(business.logits))
            share = 1 / (1 + noise**2 / 1.44)
            short = to_probability(share * blurred - 1.3 * (1 - share))
            challenger, rival = business.meet(short, champion)
            assert decide(challenger, rival, GATE).verdict in {"refused", "no_skill"}


def test_a_challenger_that_ranks_as_well_but_is_too_sure_is_refused() -> None:
    business = Business()
    champion = to_probability(business.logits)
    challenger, rival = business.meet(to_probability(1.8 * business.logits), champion)
    assert rival.leads.average_precision.value == pytest.approx(0)
    assert decide(challenger, rival, GATE).verdict == "refused"
    challenger, rival = business.meet(to_probability(business.logits + 0.5), champion)
    assert decide(challenger, rival, GATE).verdict == "refused"


def test_a_challenger_that_hardly_differs_passes_night_after_night() -> None:
    for seed in range(5):
        business = Business(seed)
        nudge = business.rng.normal(0, 0.08, len(business.logits))
        nights = (to_probability(business.logits + shift) for shift in (nudge, -nudge))
        challenger, rival = business.meet(*nights)
        assert decide(challenger, rival, GATE).verdict == "promoted"


@pytest.mark.parametrize("has_champion", [True, False])
def test_shuffled_labels_never_pass(has_champion: bool) -> None:
    business = Business()
    shuffled = business.rng.permutation(to_probability(business.logits))
    challenger, rival = business.meet(shuffled, to_probability(business.logits))
    decision = decide(challenger, rival if has_champion else None, GATE)
    assert decision.verdict == "no_skill"


def test_the_leads_are_paired_by_order() -> None:
    rng = np.random.default_rng(4)
    labels = (rng.random(2000) < 0.3).astype(float)
    keys = np.repeat(np.arange(500), 4).astype(str).astype(object)
    good = np.clip(labels * 0.3 + 0.7 * rng.random(2000), 0.01, 0.99)
    none = Interval(0.0, 0.0, 0.0)
    assert compare(good, good, labels, keys, GATE) == Leads(none, none, none)
    leads = compare(good, rng.uniform(0.01, 0.99, 2000), labels, keys, GATE)
    assert min(leads.auc.lower, leads.average_precision.lower, leads.log_loss.lower) > 0


@pytest.mark.parametrize("has_memory", [True, False])
def test_a_slow_decline_is_stopped_by_what_served_before(has_memory: bool) -> None:
    """Each night blurs the ranking a little more: without a memory every step passes."""
    business = Business(gate=replace(GATE, bootstraps=20))
    blur = business.rng.normal(0, 0.14, len(business.logits))
    nights = [to_probability(business.logits + np.sqrt(step) * blur) for step in range(10)]
    promoted = [nights[0]]
    for night in nights[1:]:
        challenger, champion = business.meet(night, promoted[-1])
        earlier = [business.meet(night, one)[1] for one in promoted[:-1]] if has_memory else []
        if decide(challenger, champion, GATE, earlier).is_promoted:
            promoted.append(night)
    _, first = business.meet(promoted[-1], promoted[0])
    lost = -first.leads.average_precision.value / first.evaluation.average_precision.value
    assert len(promoted) > 2
    assert (lost <= GATE.margin_share) == has_memory


def test_a_blend_that_ranks_by_its_days_alone_has_no_skill() -> None:
    chance = replace(GOOD, auc=Interval(0.51, 0.47, 0.55))
    decision = decide(GOOD, None, GATE, outcome=chance)
    assert decision.verdict == "no_skill"
    assert decision.reason.startswith("No skill: of the trees that learn from outcomes alone, AUC")
    assert decide(GOOD, None, GATE, outcome=GOOD).verdict == "first"
