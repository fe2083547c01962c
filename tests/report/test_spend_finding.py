"""Spend and revenue of made-up days: a known effect is found, chance is seldom called one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from include.report.daily_series import DaySpend
from include.report.formats import format_change
from include.report.spend_change import SpendChange, compare_windows
from include.report.spend_finding import TITLES, cut_untold, judge_spend, name_verdict
from include.report.spend_response import fit_response
from tests.report.made_spend import FIRST, make_days

SEEDS = range(120)
# the share of 120 seeds that a rate of 5 % stays below, but for one suite in a thousand
MOST_FALSE = 0.12


@pytest.mark.parametrize(("count", "memory"), [(104, 0.0), (180, 0.5), (365, 0.7)])
def test_without_an_effect_one_is_seldom_told(count: int, memory: float) -> None:
    found = [fit_response(make_days(seed, count, memory=memory)) for seed in SEEDS]
    false = sum(not one.low < 0 < one.high for one in found if one.low and one.high)
    assert false / len(SEEDS) <= MOST_FALSE


@pytest.mark.parametrize("lag", [0, 6, 12])
def test_an_effect_is_found_though_it_comes_days_later(lag: int) -> None:
    found = [fit_response(make_days(seed, 365, effect=0.3, lag=lag)) for seed in range(40)]
    assert sum(one.is_positive for one in found) >= 36
    assert sum(one.elasticity or 0 for one in found) / 40 == pytest.approx(0.3, abs=0.05)
    assert sum((one.low or 0) <= 0.3 <= (one.high or 0) for one in found) >= 34


def test_an_effect_is_found_at_its_lag() -> None:
    groups = {0: 0, 2: 1, 6: 2, 12: 3}
    for lag, place in groups.items():
        by_lag = fit_response(make_days(1, 365, effect=0.5, lag=lag, noise=0.03)).by_lag
        assert max(range(4), key=lambda number: by_lag[number]) == place


def test_the_interval_of_a_change_holds_the_truth() -> None:
    held = 0
    for seed in SEEDS:
        change = compare_windows(make_days(seed, 120, noise=0.08))
        assert change is not None
        assert change.low is not None
        assert change.high is not None
        held += change.low <= 0.05 * 28 / 120 / 1.03 <= change.high
    assert held / len(SEEDS) >= 1 - MOST_FALSE


def test_spend_up_revenue_flat_is_named_and_seldom_where_revenue_followed() -> None:
    flat = [judge_spend(make_days(s, 180, rise=0.5, noise=0.05), "EUR") for s in range(40)]
    assert sum(one.verdict == "flat" for one in flat) >= 36
    assert sum(one.verdict == "followed" for one in flat) <= 4
    assert TITLES["flat"] == "Spend up, revenue flat"
    followed = [
        judge_spend(make_days(s, 180, effect=1.0, lag=5, rise=0.5, noise=0.05), "EUR")
        for s in range(40)
    ]
    assert sum(one.verdict == "followed" for one in followed) >= 36
    assert not any(one.verdict == "flat" for one in followed)


def test_the_sentence_has_the_change_and_its_interval() -> None:
    days = make_days(3, 180, rise=0.5, noise=0.05)
    found = judge_spend(days, "EUR")
    assert found.verdict == "flat"
    assert found.change is not None
    spend = [day.spend_amount for day in days]
    assert found.change.spend_change == pytest.approx(sum(spend[-28:]) / sum(spend[-56:-28]) - 1)
    rise = f"{found.change.spend_change:.0%}"
    assert found.sentences[0].startswith(f"Spend rose by {rise} in 28 days against the 28 before")
    assert "revenue did not follow (" in found.sentences[0]
    assert found.sentences[0].endswith(
        f"({format_change(found.change.revenue_change)}; 95%: {format_change(found.change.low)} to"
        f" {format_change(found.change.high)})."
    )
    extra = sum(spend[-28:]) - sum(spend[-56:-28])
    assert f"€{extra:,.0f} comes back with" in found.sentences[1]
    assert found.sentences[-1].startswith("Over 166 days, 10% more spend went with")


@pytest.mark.parametrize(
    ("spend", "felt", "low", "high", "verdict"),
    [
        (0.22, 0.17, -0.06, 0.04, "flat"),
        (0.22, 0.17, -0.09, -0.02, "flat"),
        (0.22, 0.17, -0.06, 0.18, "unclear"),
        (0.22, 0.17, 0.01, 0.30, "followed"),
        (0.22, 0.10, -0.06, 0.04, "too_early"),
        (0.09, 0.09, -0.06, 0.04, "steady"),
        (-0.22, -0.17, -0.06, 0.04, "not_missed"),
        (-0.22, -0.17, -0.20, 0.04, "unclear"),
        (-0.22, -0.17, -0.20, -0.04, "missed"),
        (None, None, -0.06, 0.04, "unclear"),
    ],
)
def test_the_verdict_follows_the_intervals(
    spend: float | None, felt: float | None, low: float, high: float, verdict: str
) -> None:
    assert name_verdict(SpendChange(spend, felt, 0.0, low, high, 1.0, 1.0)) == verdict


def test_a_rise_of_the_last_days_is_too_early_to_judge() -> None:
    assert judge_spend(make_days(0, 180, rise=2.0, risen_days=6), "EUR").verdict == "too_early"


def test_a_cut_that_revenue_did_not_notice_is_named() -> None:
    assert judge_spend(make_days(0, 180, rise=-0.6, noise=0.03), "EUR").verdict == "not_missed"
    missed = judge_spend(make_days(0, 180, effect=0.8, rise=-0.6, noise=0.03), "EUR")
    assert missed.verdict == "missed"


def test_too_few_days_and_no_spend_are_said() -> None:
    few = judge_spend(make_days(0, 60), "EUR")
    assert few.verdict == "too_few_days"
    assert "cannot be told from 60 days" in few.sentences[0]
    none = judge_spend(tuple(replace(day, spend_amount=0.0) for day in make_days(0, 60)), "EUR")
    assert (none.verdict, none.sentences) == (
        "no_spend",
        ("This source tells no marketing spend.",),
    )


def test_days_before_business_or_spend_began_are_left_out() -> None:
    days = tuple(
        DaySpend(FIRST + timedelta(days=place), float(place > 2), float(place > 4))
        for place in range(9)
    )
    assert cut_untold(days) == days[5:]


def test_days_without_spend_or_orders_are_days() -> None:
    days = make_days(0, 180)
    quiet = tuple(
        replace(day, spend_amount=0.0) if place % 9 == 0 else day for place, day in enumerate(days)
    )
    closed = tuple(
        replace(day, revenue_amount=0.0) if place in {50, 170} else day
        for place, day in enumerate(quiet)
    )
    found = judge_spend(closed, "EUR")
    assert found.response is not None
    assert found.response.is_told


def test_spend_that_never_changes_tells_no_response() -> None:
    days = tuple(replace(day, spend_amount=10.0) for day in make_days(0, 180))
    found = judge_spend(days, "EUR")
    assert found.verdict == "steady"
    assert "cannot be told" in found.sentences[-1]
