"""Made-up days of spend and revenue with a known effect."""

from datetime import date, timedelta

import numpy as np

from include.report.daily_series import Array, DaySpend

FIRST = date(2026, 1, 1)


def remember(rng: np.random.Generator, count: int, memory: float, deviation: float) -> Array:
    """Return a series whose days remember a share of the day before."""
    shocks = rng.normal(0, deviation * np.sqrt(1 - memory**2), count + 50)
    values = np.zeros(count + 50)
    for place in range(1, count + 50):
        values[place] = memory * values[place - 1] + shocks[place]
    return values[50:]


def make_days(
    seed: int,
    count: int,
    effect: float = 0.0,
    lag: int = 0,
    memory: float = 0.5,
    rise: float = 0.0,
    risen_days: int = 28,
    noise: float = 0.08,
) -> tuple[DaySpend, ...]:
    """Return days whose revenue moves by `effect` of spend's relative move, `lag` days later.

    Spend of the last `risen_days` is raised by the share `rise`. Revenue has weekdays and grows.
    """
    rng = np.random.default_rng(seed)
    spend = 1000 * np.exp(remember(rng, count + lag, min(memory + 0.2, 0.9), 0.1 if rise else 0.3))
    spend[-risen_days:] *= 1 + rise
    felt = spend[:count] / spend[: count + lag - risen_days].mean() - 1
    steps = np.arange(count)
    level = 10_000 * (1 + 0.15 * np.sin(2 * np.pi * steps / 7)) * (1 + 0.05 * steps / count)
    revenue = level * (1 + effect * felt) * np.exp(remember(rng, count, memory, noise))
    return tuple(
        DaySpend(FIRST + timedelta(days=place), float(revenue[place]), float(spend[lag + place]))
        for place in range(count)
    )
