"""Bootstrap by entity: an order's nights are drawn together, so that intervals are honest."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from include.ml.model import Floats
from include.ml.terms import Gate

Labels = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A figure with the bounds of its bootstrap interval."""

    value: float
    lower: float
    upper: float

    def __str__(self) -> str:
        """Write the figure as people read it."""
        return f"{self.value:.3f} ({self.lower:.3f} to {self.upper:.3f})"


@dataclass(frozen=True)
class Samples:
    """How often each entity is drawn in each bootstrap; an iteration yields weights of rows.

    `codes` is the entity of each row, `draws` is [samples, entities].
    """

    codes: npt.NDArray[np.intp]
    draws: npt.NDArray[np.float32]

    def __iter__(self) -> Iterator[Floats]:
        """Yield the weight of each row, sample by sample."""
        for draw in self.draws:
            yield draw[self.codes].astype(np.float64)

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self.draws)

    def average(self, values: Floats, rows: "npt.NDArray[np.bool_] | None" = None) -> list[float]:
        """Return the weighted mean of a row's value in each sample, over some rows or all.

        Samples that draw none of the rows are left out.
        """
        codes = self.codes if rows is None else self.codes[rows]
        chosen = values if rows is None else values[rows]
        entities = self.draws.shape[1]
        sums = self.draws @ np.bincount(codes, chosen, entities)
        counts = self.draws @ np.bincount(codes, minlength=entities).astype(np.float64)
        return [float(value) for value in sums[counts > 0] / counts[counts > 0]]


def resample(entities: npt.NDArray[np.object_], labels: Labels, gate: Gate) -> Samples:
    """Draw every entity as often as its Poisson number, once for each bootstrap.

    Samples with one outcome only are left out. The seed is fixed: equal rows, equal samples.
    """
    _, codes = np.unique(entities.astype(str), return_inverse=True)
    count = int(codes.max()) + 1
    rng = np.random.default_rng(20_260_101)
    draws = np.stack([rng.poisson(1.0, count) for _ in range(gate.bootstraps)]).astype(np.float32)
    has_both = np.ones(len(draws), dtype=bool)
    for outcome in (0.0, 1.0):
        has_outcome = np.bincount(codes, labels == outcome, count) > 0
        has_both &= draws[:, has_outcome].sum(axis=1) > 0
    return Samples(codes, draws[has_both])


def to_interval(value: float, samples: list[float], gate: Gate) -> Interval:
    """Return a figure with the quantiles of its bootstrap samples."""
    tail = (1 - gate.confidence) / 2
    lower, upper = np.quantile(samples, [tail, 1 - tail]) if samples else (value, value)
    return Interval(value, float(lower), float(upper))
