"""Daily figures as a series: weekdays, a trend, and how long chance is remembered."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

KNOT_DAYS = 56  # the trend may turn this often
LONGEST_MEMORY = 0.97  # a series that forgets nothing has no level


@dataclass(frozen=True)
class DaySpend:
    """One date: what was sold and what was spent."""

    date: date
    revenue_amount: float
    spend_amount: float


def fill_calendar(days: tuple[DaySpend, ...]) -> Array:
    """Return a row a day: seven weekdays, then the slopes of a piecewise linear trend.

    Its knots count back from the last day, so that a night more does not move the old ones.
    """
    weekdays = np.array([day.date.weekday() for day in days])
    steps = np.arange(len(days), dtype=float)
    knots = range(len(days) - KNOT_DAYS, KNOT_DAYS // 2, -KNOT_DAYS)
    columns = [weekdays == number for number in range(7)]
    columns += [steps / len(days), *(np.maximum(steps - knot, 0) / len(days) for knot in knots)]
    return np.column_stack(columns).astype(float)


def estimate_memory(values: Array, design: Array, slow_count: int) -> float:
    """Return the first-order autocorrelation of what a design leaves of a series, 0 to 0.97.

    Found by Cochrane and Orcutt's iteration. `slow_count` is the number of slow columns, the level
    included: each takes away a part of the memory, which is given back (Kendall 1954).
    """
    memory = 0.0
    for _ in range(3):
        factors = np.linalg.lstsq(forget(design, memory), forget(values, memory), rcond=None)[0]
        rest = values - design @ factors
        power = float(rest[:-1] @ rest[:-1])
        if not power:
            return 0.0
        found = float(rest[1:] @ rest[:-1]) / power
        taken = (slow_count + (slow_count + 2) * found) / len(values)
        memory = min(LONGEST_MEMORY, max(0.0, found + taken))
    return memory


def forget(values: Array, memory: float) -> Array:
    """Return each day less what is remembered of the day before; the first day is left out."""
    return np.asarray(values[1:] - memory * values[:-1])
