"""Whose rating is about to fall: recent stars beside the usual ones, by how many there are.

Two normal steps of empirical Bayes (Efron and Morris, JASA 70, 1975). A unit's usual stars are
shrunk to the mean of all units; its recent stars are shrunk to its usual ones, moved by as much as
the whole business moved. The spreads of both steps are found from the units by moments. Three bad
reviews of three move a unit hardly at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from include.ml.model import Floats

NORMAL_95 = 1.959964  # two-sided
LEAST_SPREAD = 0.05  # stars: units are never taken to be all alike
LEAST_RECENT = 3  # with fewer recent reviews nothing is said
LEAST_FALL = 0.05  # stars that the rating shown must lose


@dataclass(frozen=True)
class UnitStars:
    """Counts and sums of a unit's stars, recent and before; `squares` is the sum of all squares."""

    unit_kind: str
    unit_id: str
    usual_count: int
    usual_stars: int
    recent_count: int
    recent_stars: int
    squares: int


@dataclass(frozen=True)
class Rating:
    """A unit's rating as `ml.falling_ratings` keeps it."""

    unit_kind: str
    unit_id: str
    reviews_count: int
    stars_average: float
    recent_reviews_count: int
    recent_stars_average: float
    usual_stars: float
    expected_stars: float
    expected_lower: float
    expected_upper: float
    next_average: float
    is_falling: bool


def expect_ratings(units: Sequence[UnitStars]) -> list[Rating]:
    """Return the rating of each unit of one kind that has recent reviews and earlier ones."""
    counts = np.array([[one.usual_count, one.recent_count] for one in units], dtype=float)
    sums = np.array([[one.usual_stars, one.recent_stars] for one in units], dtype=float)
    compared = [place for place, one in enumerate(units) if _is_compared(one)]
    if not compared:
        return []
    noise = _find_noise(units)
    level = sums.sum(axis=0) / counts.sum(axis=0).clip(1)
    kept = counts[compared], sums[compared] / counts[compared]
    usual, doubt = _shrink(kept[1][:, 0], noise / kept[0][:, 0], np.full(len(compared), level[0]))
    shift = float(level[1] - level[0])
    expected, left = _shrink(kept[1][:, 1], doubt + noise / kept[0][:, 1], usual + shift, doubt)
    half = NORMAL_95 * np.sqrt(left)
    rows = zip(compared, usual.tolist(), expected.tolist(), half.tolist(), strict=True)
    return [
        _write(units[place], told, to_be, by, min(shift, 0.0)) for place, told, to_be, by in rows
    ]


def _is_compared(unit: UnitStars) -> bool:
    return unit.recent_count >= LEAST_RECENT and unit.usual_count > 0


def _find_noise(units: Sequence[UnitStars]) -> float:
    """Return the variance of one review's stars around its unit's mean."""
    counts = np.array([one.usual_count + one.recent_count for one in units], dtype=float)
    sums = np.array([one.usual_stars + one.recent_stars for one in units], dtype=float)
    squares = np.array([one.squares for one in units], dtype=float)
    within = (squares - sums**2 / counts).sum()
    return float(max(within / max((counts - 1).sum(), 1), LEAST_SPREAD))


def _shrink(
    means: Floats, variances: Floats, around: Floats, doubt: Floats | None = None
) -> tuple[Floats, Floats]:
    """Return posterior means and variances of units with given means and sampling variances.

    The spread of the true means around `around` is found by moments, weighted by sureness; what
    the centre itself is uncertain by (`doubt`, part of `variances`) comes back in the variance.
    """
    weights = 1 / variances
    excess = (weights * ((means - around) ** 2 - variances)).sum() / weights.sum()
    spread = max(float(excess), LEAST_SPREAD**2)
    pull = spread / (spread + variances)
    left = spread * (1 - pull)
    if doubt is not None:
        left = left + (1 - pull) ** 2 * doubt
    return around + pull * (means - around), left


def _write(unit: UnitStars, usual: float, expected: float, half: float, all_fell: float) -> Rating:
    count = unit.usual_count + unit.recent_count
    average = (unit.usual_stars + unit.recent_stars) / count
    coming = (count * average + unit.recent_count * expected) / (count + unit.recent_count)
    lower, upper = max(1.0, expected - half), min(5.0, expected + half)
    return Rating(
        unit.unit_kind,
        unit.unit_id,
        count,
        average,
        unit.recent_count,
        unit.recent_stars / unit.recent_count,
        usual,
        expected,
        lower,
        upper,
        coming,
        upper < usual + all_fell and average - coming >= LEAST_FALL,
    )
