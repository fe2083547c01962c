"""The simulated business in numbers: seeds, calendar, and the effects that a day carries."""

import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Columns = dict[str, Array]

ORDERS_PER_DAY = 600
HISTORY_DAYS = 120
WEEKDAY_DEMAND = (0.92, 0.90, 0.95, 1.00, 1.15, 1.20, 0.88)
WEEKDAY_DELAY = (0.05, -0.10, -0.05, 0.00, 0.20, 0.30, -0.25)
HOLIDAYS = frozenset({(1, 1), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31)})
SHOCK_WEIGHTS = (0.20, 0.20, 0.15)  # of the shocks of today, yesterday and the day before


@dataclass(frozen=True)
class World:
    """What decides every number of the simulator: two worlds that are equal send equal files."""

    drift_day: date
    seed: int = 20_260_101

    def is_drifted(self, order_day: date) -> bool:
        """Return whether orders of this day already live after the drift."""
        return order_day >= self.drift_day


def open_stream(seed: int, name: str, *numbers: int) -> np.random.Generator:
    """Return the random numbers of one purpose and one day, independent of all others."""
    return np.random.default_rng([seed, zlib.crc32(name.encode()), *numbers])


def is_holiday(day: date) -> bool:
    """Return whether the day is a public holiday or the day before the year's end."""
    return (day.month, day.day) in HOLIDAYS


def season(day: date) -> float:
    """Return the day's demand relative to an average one: weekday, time of year, holidays."""
    yearly = 1 + 0.10 * np.cos(2 * np.pi * (day.timetuple().tm_yday - 20) / 365.25)
    advent = 1.15 if (day.month, day.day) >= (12, 10) and day.month == 12 else 1.0
    closed = 0.7 if is_holiday(day + timedelta(days=1)) else 1.0
    return float(WEEKDAY_DEMAND[day.weekday()] * yearly * advent * closed)


@cache
def _shock(seed: int, ordinal: int) -> float:
    return float(open_stream(seed, "weather", ordinal).normal())


def day_delay(world: World, delivery_day: date) -> tuple[float, float]:
    """Return the log-odds of lateness that all orders of a delivery day share.

    The first part is known the evening before (weekday, holiday, weather that lasts), the
    second one comes with the day.
    """
    now, one, two = (
        weight * _shock(world.seed, delivery_day.toordinal() - age)
        for age, weight in enumerate(SHOCK_WEIGHTS)
    )
    known = WEEKDAY_DELAY[delivery_day.weekday()] + 0.6 * is_holiday(delivery_day) + one + two
    return known, now


def midnight(day: date) -> np.datetime64:
    """Return the local midnight at which a day starts, in seconds."""
    return np.datetime64(day.isoformat(), "s")


def choose(mask: Array, values: Any, others: Any) -> Array:
    """Return `values` where the mask holds and `others` elsewhere; None is an empty value."""
    return np.asarray(np.where(mask, values, others))


def join_columns(parts: list[Columns]) -> Columns:
    """Put tables of the same columns below each other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def take_rows(columns: Columns, rows: Array) -> Columns:
    """Return the rows that a mask or a list of positions picks."""
    return {name: values[rows] for name, values in columns.items()}
