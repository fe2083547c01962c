"""How good probabilities are, with intervals that treat an entity's nights as one."""

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from include.ml.model import Floats
from include.ml.spec import Gate

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
class Evaluation:
    """The figures of one model on one test slice."""

    rows: int
    entities: int
    positive_entities: int
    positive_rate: float
    auc: Interval
    average_precision: Interval
    log_loss: float
    brier: float
    calibration_error: float

    def to_dict(self) -> dict[str, object]:
        """Return the figures as plain values for JSON."""
        return asdict(self)


class Ranking:
    """Rows sorted by score once, so that each bootstrap costs two sums; ties share a threshold.

    The figures are scikit-learn's `roc_auc_score` and `average_precision_score`.
    """

    def __init__(self, scores: Floats, labels: Labels) -> None:
        self._order = np.argsort(-scores, kind="stable")
        ranked = scores[self._order]
        self._ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
        self._labels = labels[self._order]

    def compute_auc(self, weights: Floats | None = None) -> float:
        """Return the area under the ROC curve of weighted rows."""
        hits, misses = self._count(weights)
        steps = np.diff(misses, prepend=0.0)
        heights = (hits + np.concatenate([[0.0], hits[:-1]])) / 2
        return float((steps * heights).sum() / (hits[-1] * misses[-1]))

    def compute_average_precision(self, weights: Floats | None = None) -> float:
        """Return the area under the precision-recall steps of weighted rows."""
        hits, misses = self._count(weights)
        alerts = hits + misses
        precision = np.divide(hits, alerts, out=np.zeros_like(hits), where=alerts > 0)
        return float((np.diff(hits, prepend=0.0) * precision).sum() / hits[-1])

    def _count(self, weights: Floats | None) -> tuple[Floats, Floats]:
        """Return the weight of positive and of negative rows down to each threshold."""
        ranked = np.ones(len(self._order)) if weights is None else weights[self._order]
        hits = np.cumsum(ranked * self._labels)[self._ends]
        return hits, np.cumsum(ranked)[self._ends] - hits


def evaluate(
    probabilities: Floats, labels: Labels, entities: npt.NDArray[np.object_], gate: Gate
) -> Evaluation:
    """Return skill and calibration on labelled rows; intervals are bootstrapped by entity."""
    samples = list(resample(entities, labels, gate))
    ranking = Ranking(probabilities, labels)
    auc = [ranking.compute_auc(weights) for weights in samples]
    precision = [ranking.compute_average_precision(weights) for weights in samples]
    clipped = np.clip(probabilities, 1e-7, 1 - 1e-7)
    return Evaluation(
        rows=len(labels),
        entities=len(set(entities)),
        positive_entities=len(set(entities[labels == 1])),
        positive_rate=float(labels.mean()),
        auc=to_interval(ranking.compute_auc(), auc, gate),
        average_precision=to_interval(ranking.compute_average_precision(), precision, gate),
        log_loss=float(-np.mean(labels * np.log(clipped) + (1 - labels) * np.log1p(-clipped))),
        brier=float(np.mean((probabilities - labels) ** 2)),
        calibration_error=expected_calibration_error(probabilities, labels),
    )


def resample(
    entities: npt.NDArray[np.object_], labels: Labels, gate: Gate
) -> "list[npt.NDArray[np.float64]]":
    """Return row weights for each bootstrap: every entity drawn as often as its Poisson number.

    Samples with one outcome only are left out. The seed is fixed: equal rows, equal samples.
    """
    _, codes = np.unique(entities.astype(str), return_inverse=True)
    rng = np.random.default_rng(20_260_101)
    samples = []
    for _ in range(gate.bootstraps):
        weights = rng.poisson(1.0, codes.max() + 1)[codes].astype(np.float64)
        drawn = labels[weights > 0]
        if 0 < drawn.sum() < len(drawn):
            samples.append(weights)
    return samples


def to_interval(value: float, samples: list[float], gate: Gate) -> Interval:
    """Return a figure with the quantiles of its bootstrap samples."""
    tail = (1 - gate.confidence) / 2
    lower, upper = np.quantile(samples, [tail, 1 - tail]) if samples else (value, value)
    return Interval(value, float(lower), float(upper))


def expected_calibration_error(probabilities: Floats, labels: Labels, bins: int = 10) -> float:
    """Return the mean gap between forecast and outcome over bins of equally many rows."""
    order = np.argsort(probabilities, kind="stable")
    gaps = [
        abs(probabilities[rows].mean() - labels[rows].mean()) * len(rows)
        for rows in np.array_split(order, bins)
        if len(rows)
    ]
    return float(sum(gaps) / len(labels))
