"""Late rates of parts of the business, shrunk to the rate of all by how few orders stand behind.

Empirical Bayes: the true rates of the units are taken as a beta distribution around the overall
rate (the beta-binomial model). Its spread is found from the units by the method of moments of
Kleinman, "Proportions with Extraneous Variance", JASA 68 (1973), weighted by orders; a unit's rate
is then the mean of its own beta posterior. Three late orders of three move it hardly at all. The
spread is never taken as less than one standard error of it, or a few units that look alike by
chance would all get the same rate with a false sureness.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import beta

COVERAGE = 0.95  # of the interval
TIGHTEST = 1e-4  # least spread, however many units
WIDEST = 0.5


@dataclass(frozen=True)
class Volume:
    """How many orders of a unit were settled, and how many of them were late."""

    orders_count: int
    late_orders_count: int


@dataclass(frozen=True)
class Rate:
    """A unit's shrunk late rate with its interval, as shares.

    `excess_count` is how many more orders were late than its volume explains at the overall rate;
    `above_share` the probability that its true rate lies above the overall one.
    """

    value: float
    low: float
    high: float
    excess_count: float
    above_share: float


def find_overall(units: Sequence[Volume]) -> float:
    """Return the late rate of all orders of at least one unit."""
    return sum(unit.late_orders_count for unit in units) / sum(unit.orders_count for unit in units)


def find_spread(units: Sequence[Volume]) -> float:
    """Return how far the true rates lie apart: the correlation of two orders of one unit, 0 to 1.

    Zero, or below by chance, when the rates differ no more than they would if all were one.
    """
    rate, freedom = find_overall(units), len(units) - 1
    chance, pairs = rate * (1 - rate), _count_pairs(units)
    if chance == 0 or pairs <= 0:
        return 0.0
    observed = sum(
        unit.orders_count * (unit.late_orders_count / unit.orders_count - rate) ** 2
        for unit in units
    )
    return (observed - chance * freedom) / (chance * pairs)


def _count_pairs(units: Sequence[Volume]) -> float:
    orders = sum(unit.orders_count for unit in units)
    return orders - sum(unit.orders_count**2 for unit in units) / orders - (len(units) - 1)


def _find_error(units: Sequence[Volume]) -> float:
    """Return the standard error of the spread where there is none: a chi-square's, scaled."""
    pairs = _count_pairs(units)
    return sqrt(2 * (len(units) - 1)) / pairs if pairs > 0 else WIDEST


def shrink_rates(units: Sequence[Volume]) -> tuple[Rate, ...]:
    """Return the rate of each unit, in their order; every unit has an order at least."""
    if not units:
        return ()
    overall = find_overall(units)
    if len(units) == 1 or overall in {0, 1}:  # nothing to be told apart from
        return tuple(Rate(overall, *_find_interval(unit, overall), 0.0, 0.5) for unit in units)
    spread = max(find_spread(units), _find_error(units), TIGHTEST)
    strength = 1 / min(spread, WIDEST) - 1
    late = np.array([overall * strength + unit.late_orders_count for unit in units])
    total = np.array([strength + unit.orders_count for unit in units])
    own = beta(late, total - late)  # the posterior of each unit
    figures = zip(
        units,
        own.mean().tolist(),
        own.ppf((1 - COVERAGE) / 2).tolist(),
        own.ppf((1 + COVERAGE) / 2).tolist(),
        own.sf(overall).tolist(),
        strict=True,
    )
    return tuple(
        Rate(value, low, high, unit.orders_count * (value - overall), above)
        for unit, value, low, high, above in figures
    )


def _find_interval(unit: Volume, rate: float) -> tuple[float, float]:
    """Return what the unit's own orders say, with the prior of Jeffreys, around a known rate."""
    own = beta(0.5 + unit.late_orders_count, 0.5 + unit.orders_count - unit.late_orders_count)
    low, high = own.ppf([(1 - COVERAGE) / 2, (1 + COVERAGE) / 2]).tolist()
    return min(low, rate), max(high, rate)
