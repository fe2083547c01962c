"""Intervals of series in time: each evening knows the errors settled by then, and adapts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from include.ml.model import Floats
from include.ml.quantities.intervals import (
    LARGE_MISS,
    LEAST_RESIDUALS,
    SMALL_MISS,
    find_bounds,
    find_cells,
    is_inside,
    list_bounds,
    name_bounds,
    to_scale,
)
from include.ml.quantities.spec import LEVELS, QuantitySpec, Terms


@dataclass(frozen=True)
class Series:
    """The rows of one horizon as arrays, [evenings, series]; missing where a row is."""

    days: list[date]
    names: list[str]
    grains: npt.NDArray[np.object_]
    expected: Floats
    actual: Floats
    limit: Floats
    horizon: timedelta


def add_adaptive(spec: QuantitySpec, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with intervals, and the probability that `limit` is passed.

    An evening's intervals read nothing that was settled after it. Bounds are missing as long as
    too few forecasts are settled.
    """
    parts = []
    for horizon in sorted(rows["horizon_days"].unique()):
        part = rows[rows["horizon_days"] == horizon]
        series = arrange(part, timedelta(days=int(horizon)))
        found = _walk(spec, series)
        index = pd.MultiIndex.from_product([series.days, series.names], names=["day", "series"])
        flat = pd.DataFrame({name: found[name].ravel() for name in found}, index=index)
        parts.append(part.join(flat, on=["day", "series"]))
    joined: pd.DataFrame = pd.concat(parts)
    return joined.loc[rows.index]


def arrange(rows: pd.DataFrame, horizon: timedelta) -> Series:
    """Return the rows of one horizon as arrays."""
    days, names = sorted(rows["day"].unique()), sorted(rows["series"].unique())
    grain_of = rows.drop_duplicates("series").set_index("series")["grain"]

    def spread(column: str) -> Floats:
        if column not in rows:
            return np.full((len(days), len(names)), np.nan)
        wide = rows.pivot_table(index="day", columns="series", values=column, dropna=False)
        return np.asarray(wide.reindex(index=days, columns=names), np.float64)

    grains = grain_of.loc[names].to_numpy(object)
    return Series(
        days, names, grains, spread("expected"), spread("actual"), spread("limit"), horizon
    )


def _walk(spec: QuantitySpec, series: Series) -> dict[str, Floats]:
    """Go through the evenings in order; return bounds and probabilities as [evenings, series]."""
    terms = spec.terms
    shape = series.expected.shape
    found = {name: np.full(shape, np.nan) for name in (*list_bounds(), "breach_probability")}
    misses = {level: np.full(shape[1], 1 - level) for level in LEVELS}
    residuals = to_scale(terms, series.actual) - to_scale(terms, series.expected)
    updated = 0
    for night, day in enumerate(series.days):
        settled = [n for n in range(night) if series.days[n] + series.horizon <= day]
        for past in settled[updated:]:
            _adapt(terms.step, series, found, misses, past)
        updated = len(settled)
        oldest = day - series.horizon - timedelta(days=terms.calibration_days)
        window = [n for n in settled if series.days[n] > oldest]
        if not window:
            continue
        for asked, pool in _find_pools(terms, series, residuals, window, night):
            expected = series.expected[night, asked]
            for level in LEVELS:
                bounds = find_bounds(terms, expected, pool, misses[level][asked])
                for name, values in zip(name_bounds(level), bounds, strict=True):
                    found[name][night, asked] = values
            chance = _find_breach(terms, expected, series.limit[night, asked], pool)
            found["breach_probability"][night, asked] = chance
    return found


def _adapt(
    step: float, series: Series, found: dict[str, Floats], misses: dict[float, Floats], past: int
) -> None:
    """Let each series' share of misses follow whether a settled interval held."""
    actual = series.actual[past]
    for level in LEVELS:
        lower, upper = (found[name][past] for name in name_bounds(level))
        is_told = np.isfinite(lower) & np.isfinite(actual)
        is_missed = ~is_inside(actual, lower, upper)
        moved = misses[level] + step * ((1 - level) - is_missed)
        misses[level] = np.where(is_told, np.clip(moved, SMALL_MISS, LARGE_MISS), misses[level])


def _find_pools(
    terms: Terms, series: Series, residuals: Floats, window: list[int], night: int
) -> Iterator[tuple[npt.NDArray[np.bool_], Floats]]:
    """Yield the series of each cell of an evening, with the settled residuals of that cell."""
    both = series.expected[[*window, night]]
    is_told = np.isfinite(both)
    cells = np.full(both.shape, -1)
    names, grains = (
        np.tile(np.array(one, dtype=object), (len(both), 1))
        for one in (series.names, series.grains)
    )
    cells[is_told] = find_cells(terms, names[is_told], grains[is_told], both[is_told])
    is_known = np.isfinite(residuals[window])
    for cell in np.unique(cells[-1][is_told[-1]]):
        asked = cells[-1] == cell
        pool = residuals[window][is_known & (cells[:-1] == cell)]
        if len(pool) < LEAST_RESIDUALS:
            of_grain = series.grains == series.grains[asked][0]
            pool = residuals[window][is_known & of_grain]
        if len(pool) >= LEAST_RESIDUALS:
            yield asked, pool


def _find_breach(terms: Terms, expected: Floats, limit: Floats, pool: Floats) -> Floats:
    """Return the share of residuals with which the limit would be passed; missing without one."""
    gap = to_scale(terms, limit) - to_scale(terms, expected)
    above = (pool[None, :] > gap[:, None]).sum(axis=1) / (len(pool) + 1)
    return np.where(np.isfinite(limit), above, np.nan)
