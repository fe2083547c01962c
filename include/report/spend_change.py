"""Spend and revenue of the newest four weeks against the four weeks before."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from include.report.daily_series import Array, DaySpend, estimate_memory, fill_calendar, forget
from include.report.spend_response import LONGEST_LAG

WINDOW_DAYS = 28
BLOCK_DAYS = 7  # drawn as they come: chance of one week stays together
DRAWS = 2000
SEED = 0  # a page rendered again says the same
SETTLING_DAYS = 28  # drawn before the windows, so that their first day has a past


@dataclass(frozen=True)
class SpendChange:
    """Changes as shares of the window before; null where that window has none.

    `felt_change` is the change of the spend of each day and the 14 before it, on average: what
    revenue could have answered by now. `low` and `high` are the 95 % interval of revenue's change.
    """

    spend_change: float | None
    felt_change: float | None
    revenue_change: float | None
    low: float | None
    high: float | None
    extra_spend: float
    revenue_before: float


def compare_windows(days: tuple[DaySpend, ...]) -> SpendChange | None:
    """Compare the last 28 days with the 28 before; return none of fewer than 56 + 14 days.

    Revenue's chance is drawn from all the days: what weekdays, a trend and the step between the
    windows leave of it, less what a day remembers, is drawn in blocks of a week and remembered
    again. What was spent is known and needs no interval.
    """
    if len(days) < 2 * WINDOW_DAYS + LONGEST_LAG:
        return None
    revenue = np.array([day.revenue_amount for day in days])
    spend = np.array([day.spend_amount for day in days])
    felt = np.convolve(spend, np.ones(LONGEST_LAG + 1) / (LONGEST_LAG + 1), mode="valid")
    before, now = _average_windows(revenue)
    low, high = _draw_interval(days, revenue) if before else (None, None)
    spent_before, spent_now = _average_windows(spend)
    return SpendChange(
        spend_change=_divide(spent_now, spent_before),
        felt_change=_divide(*reversed(_average_windows(felt))),
        revenue_change=_divide(now, before),
        low=low,
        high=high,
        extra_spend=(spent_now - spent_before) * WINDOW_DAYS,
        revenue_before=before * WINDOW_DAYS,
    )


def _average_windows(values: Array) -> tuple[float, float]:
    """Return the means of the window before and of the newest one."""
    return (
        float(values[-2 * WINDOW_DAYS : -WINDOW_DAYS].mean()),
        float(values[-WINDOW_DAYS:].mean()),
    )


def _divide(now: float, before: float) -> float | None:
    return now / before - 1 if before else None


def _draw_interval(days: tuple[DaySpend, ...], revenue: Array) -> tuple[float, float]:
    """Return the 95 % interval of revenue's change, by a block bootstrap of its chance."""
    scale = revenue.mean()
    values = revenue / scale
    calendar = fill_calendar(days)
    step = np.arange(len(days)) >= len(days) - WINDOW_DAYS
    design = np.column_stack([calendar, step.astype(float)])
    slow_count = design.shape[1] - 6  # all but the differences of weekdays
    memory = estimate_memory(values, design, slow_count)
    factors = np.linalg.lstsq(forget(design, memory), forget(values, memory), rcond=None)[0]
    chance = forget(values - design @ factors, memory)
    blocks = len(chance) / BLOCK_DAYS
    chance *= np.sqrt(blocks / (blocks - slow_count))  # what the fit took from the weeks
    rng = np.random.default_rng(SEED)
    length = 2 * WINDOW_DAYS + SETTLING_DAYS
    starts = rng.integers(len(chance), size=(DRAWS, length // BLOCK_DAYS))
    places = (starts[..., np.newaxis] + np.arange(BLOCK_DAYS)) % len(chance)
    drawn = lfilter([1.0], [1.0, -memory], chance[places].reshape(DRAWS, length), axis=1)
    before, now = _average_windows(values)
    moved_now = now + drawn[:, -WINDOW_DAYS:].mean(axis=1)
    moved_before = before + drawn[:, -2 * WINDOW_DAYS : -WINDOW_DAYS].mean(axis=1)
    low, high = np.quantile(moved_now / np.maximum(moved_before, before / 10) - 1, (0.025, 0.975))
    return float(low), float(high)
