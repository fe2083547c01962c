"""Conformal intervals: as wide as the errors of settled forecasts of alike size were.

Residuals are taken on the spec's scale (square root for counts, logarithm for sales), in cells by
grain and size of what is expected (Mondrian: Vovk et al., Algorithmic Learning in a Random World).
For a series in time each evening reads the residuals settled by then, and the share that an
interval may miss adapts to what it missed (Gibbs and Candès 2021, Adaptive Conformal Inference).
For rows of one evening the residuals are those of the other folds (cross-conformal).
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from include.ml.model import Floats
from include.ml.quantities.spec import LEVELS, QuantitySpec, Terms

LEAST_RESIDUALS = 12  # a cell with fewer borrows those of all sizes
SMALL_MISS, LARGE_MISS = 0.005, 0.995
OFFSET = 0.375  # Anscombe: the root of a count above it has nearly the same spread for all counts


def to_scale(terms: Terms, values: Floats) -> Floats:
    """Return quantities on the scale of the residuals."""
    values = np.maximum(values, 0)
    return np.sqrt(values + OFFSET) if terms.scale == "sqrt" else np.log1p(values)


def from_scale(terms: Terms, values: Floats) -> Floats:
    """Return quantities from the scale of the residuals, none below zero."""
    if terms.scale == "sqrt":
        return np.maximum(np.maximum(values, 0) ** 2 - OFFSET, 0)
    return np.maximum(np.expm1(values), 0)


def name_bounds(level: float) -> tuple[str, str]:
    """Return the columns of an interval's bounds."""
    return f"lower_{round(100 * level)}", f"upper_{round(100 * level)}"


def list_bounds() -> list[str]:
    """Return the columns of all bounds."""
    return [name for level in LEVELS for name in name_bounds(level)]


def find_cells(
    terms: Terms, names: npt.NDArray[np.object_], grains: npt.NDArray[np.object_], sizes: Floats
) -> npt.NDArray[np.intp]:
    """Return the cell of each row: its grain, and the quantile of its size within the grain.

    A grain has no more sizes than series: one series alone is not cut by its own ups and downs.
    """
    cells = np.zeros(len(grains), np.intp)
    for place, grain in enumerate(sorted(set(grains))):
        inside = grains == grain
        bins = min(terms.size_bins, len(set(names[inside])))
        edges = np.quantile(sizes[inside], np.linspace(0, 1, bins + 1)[1:-1])
        cells[inside] = place * terms.size_bins + np.searchsorted(edges, sizes[inside])
    return cells


def find_bounds(
    terms: Terms, expected: Floats, residuals: Floats, misses: Floats
) -> tuple[Floats, Floats]:
    """Return lower and upper bounds of quantities that may be missed in the shares `misses`."""
    few = 1 / (len(residuals) + 1)  # the finite-sample step of split conformal prediction
    low = np.quantile(residuals, np.maximum(misses / 2 - few, 0))
    high = np.quantile(residuals, np.minimum(1 - misses / 2 + few, 1))
    centre = to_scale(terms, expected)
    lower, upper = from_scale(terms, centre + low), from_scale(terms, centre + high)
    return np.minimum(lower, expected), np.maximum(upper, expected)


def is_inside(actual: Floats, lower: Floats, upper: Floats) -> npt.NDArray[np.bool_]:
    """Say of whole quantities whether an interval, read as whole numbers, holds them."""
    return (actual >= np.floor(lower)) & (actual <= np.ceil(upper))


def add_cross(spec: QuantitySpec, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of one evening with intervals from the settled rows of the other folds.

    `rows` have `fold`, -1 for entities that no fold knows: these read the residuals of all.
    """
    terms = spec.terms
    expected = rows["expected"].to_numpy(np.float64)
    actual = rows["actual"].to_numpy(np.float64)
    residuals = to_scale(terms, actual) - to_scale(terms, expected)
    folds, is_known = rows["fold"].to_numpy(), np.isfinite(residuals)
    names, grains = (rows[name].to_numpy(object) for name in ("series", "grain"))
    cells = find_cells(terms, names, grains, expected)
    bounds = {name: np.full(len(rows), np.nan) for name in list_bounds()}
    for fold in np.unique(folds):
        for cell in np.unique(cells):
            asked = (folds == fold) & (cells == cell)
            others = is_known & (folds != fold)
            pool = residuals[others & (cells == cell)]
            if len(pool) < LEAST_RESIDUALS:
                pool = residuals[others]
            if not len(pool) or not asked.any():
                continue
            for level in LEVELS:
                miss = np.full(int(asked.sum()), 1 - level)
                found = find_bounds(terms, expected[asked], pool, miss)
                for name, values in zip(name_bounds(level), found, strict=True):
                    bounds[name][asked] = values
    return rows.assign(**bounds, breach_probability=np.nan)
