"""How far forecasts were from what came, with intervals bootstrapped by entity."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from include.ml.model import Floats
from include.ml.quantities.intervals import is_inside, name_bounds
from include.ml.quantities.spec import LEVELS, QuantitySpec, Terms
from include.ml.resampling import Interval, Samples

SEED = 20_260_101


def draw_entities(entities: "pd.Series[str]", terms: Terms) -> Samples:
    """Draw every entity as often as its Poisson number, once for each bootstrap."""
    _, codes = np.unique(entities.astype(str).to_numpy(), return_inverse=True)
    rng = np.random.default_rng(SEED)
    shape = (terms.bootstraps, int(codes.max()) + 1)
    return Samples(codes, rng.poisson(1.0, shape).astype(np.float32))


@dataclass(frozen=True)
class Errors:
    """The parts of an error figure, row by row: it is the sum of `parts` / the sum of `sizes`.

    Of counts the parts are absolute errors and the sizes what came: the weighted absolute
    percentage error. Of sales both are squared, on the log scale, the sizes about the mean: the
    share of the variance that is not explained, 1 - R².
    """

    parts: Floats
    sizes: Floats

    @property
    def value(self) -> float:
        """Return the figure of all rows."""
        return float(self.parts.sum() / self.sizes.sum()) if self.sizes.sum() else float("nan")

    def draw(self, samples: Samples) -> list[float]:
        """Return the figure in each bootstrap that draws anything."""
        drawn = ((weights @ self.parts, weights @ self.sizes) for weights in samples)
        return [float(part / size) for part, size in drawn if size > 0]


def measure_errors(terms: Terms, actual: Floats, expected: Floats) -> Errors:
    """Return the errors of forecasts by the terms' own figure."""
    if terms.scale == "sqrt":
        return Errors(np.abs(actual - expected), actual)
    logs = np.log1p(actual)
    told = np.log1p(np.maximum(expected, 0))
    return Errors((logs - told) ** 2, (logs - logs.mean()) ** 2)


def bound(
    terms: Terms, value: float, drawn: list[float], figure: Callable[[float], float] = float
) -> Interval:
    """Return a figure with the quantiles of its bootstraps."""
    tail = (1 - terms.confidence) / 2
    values = [figure(one) for one in drawn] or [figure(value)]
    lower, upper = np.quantile(values, [tail, 1 - tail])
    return Interval(figure(value), float(lower), float(upper))


def compare(terms: Terms, rows: pd.DataFrame, ours: str, theirs: str) -> Interval:
    """Return by how much the error of one column is below that of another on the same rows."""
    actual = rows["actual"].to_numpy(np.float64)
    pair = [
        measure_errors(terms, actual, rows[name].to_numpy(np.float64)) for name in (theirs, ours)
    ]
    samples = draw_entities(rows["entity"], terms)
    drawn = [b - a for b, a in zip(*(one.draw(samples) for one in pair), strict=True)]
    return bound(terms, pair[0].value - pair[1].value, drawn)


def pick_best(spec: QuantitySpec, rows: pd.DataFrame) -> str:
    """Return the plain method that was nearest to what came on settled rows.

    Those that know too few of the rows are left out.
    """
    actual = rows["actual"].to_numpy(np.float64)
    errors = {}
    for name in spec.baselines:
        told = rows[name].notna().to_numpy()
        if told.mean() > 0.9:
            errors[name] = measure_errors(
                spec.terms, actual[told], rows[name].to_numpy(np.float64)[told]
            ).value
    return min(errors, key=lambda name: (errors[name], name))


def describe(spec: QuantitySpec, rows: pd.DataFrame) -> dict[str, float]:
    """Return the figures of some settled rows with `expected`: error, coverage, unit error."""
    terms = spec.terms
    actual, expected = (rows[name].to_numpy(np.float64) for name in ("actual", "expected"))
    found = {"error": measure_errors(terms, actual, expected).value}
    found["mean_absolute_error"] = float(np.abs(actual - expected).mean())
    for level in LEVELS:
        lower, upper = (rows[name].to_numpy(np.float64) for name in name_bounds(level))
        told = np.isfinite(lower)
        if told.any():
            inside = is_inside(actual[told], lower[told], upper[told])
            found[f"coverage_{round(100 * level)}"] = float(inside.mean())
            found[f"width_{round(100 * level)}"] = float((upper[told] - lower[told]).mean())
    return found
