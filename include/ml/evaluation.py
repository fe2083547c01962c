"""How good probabilities are, with intervals that treat an entity's nights as one."""

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import brentq
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from include.ml.model import Floats, to_probability
from include.ml.resampling import Interval, Labels, resample, to_interval
from include.ml.terms import Gate

LEAST_PROBABILITY = 1e-7  # an impossible outcome would cost endless log-loss
MOST_SHIFT = 40.0  # log-odds beyond any that a clipped probability has


@dataclass(frozen=True)
class Use:
    """How probabilities are acted on: from a threshold, and so many entities a night.

    `nights` is the night of each row. Both come from the spec's money and capacity.
    """

    threshold: float
    capacity: int
    nights: npt.NDArray[np.object_]


@dataclass(frozen=True)
class Evaluation:
    """The figures of one model on one test slice.

    `calibration_slope` is that of the outcomes on the log-odds, `calibration_intercept` what is
    missing in log-odds on the whole (slope held at 1): 1 and 0 are right, None cannot be fitted.
    `log_loss_gain` is the share of the log-loss that the probabilities save against telling
    everybody their mean: next to nothing where chance alone has ordered the rows.
    """

    rows: int
    entities: int
    positive_entities: int
    positive_rate: float
    auc: Interval
    average_precision: Interval
    log_loss: float
    brier: float
    calibration_error: float
    log_loss_gain: Interval
    calibration_slope: float | None = None
    calibration_intercept: float | None = None
    threshold: float | None = None
    f1: float | None = None
    capacity_count: int = 0
    capacity_precision: Interval | None = None

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
    probabilities: Floats,
    labels: Labels,
    entities: npt.NDArray[np.object_],
    gate: Gate,
    use: Use | None = None,
) -> Evaluation:
    """Return skill and calibration on labelled rows; intervals are bootstrapped by entity."""
    samples = resample(entities, labels, gate)
    ranking = Ranking(probabilities, labels)
    auc = [ranking.compute_auc(weights) for weights in samples]
    precision = [ranking.compute_average_precision(weights) for weights in samples]
    slope, intercept = fit_recalibration(probabilities, labels)
    gains = compute_gains(probabilities, labels)
    top = None if use is None else pick_riskiest(probabilities, use)
    has_top = top is not None and bool(top.any())
    return Evaluation(
        rows=len(labels),
        entities=samples.draws.shape[1],
        positive_entities=len(np.unique(samples.codes[labels == 1])),
        positive_rate=float(labels.mean()),
        auc=to_interval(ranking.compute_auc(), auc, gate),
        average_precision=to_interval(ranking.compute_average_precision(), precision, gate),
        log_loss=float(compute_log_losses(probabilities, labels).mean()),
        brier=float(np.mean((probabilities - labels) ** 2)),
        calibration_error=expected_calibration_error(probabilities, labels),
        log_loss_gain=to_interval(float(gains.mean()), samples.average(gains), gate),
        calibration_slope=slope,
        calibration_intercept=intercept,
        threshold=None if use is None else use.threshold,
        f1=None if use is None else compute_f1(probabilities, labels, use.threshold),
        capacity_count=0 if use is None else use.capacity,
        capacity_precision=to_interval(
            float(labels[top].mean()), samples.average(labels, top), gate
        )
        if has_top
        else None,
    )


def compute_log_losses(probabilities: Floats, labels: Labels) -> Floats:
    """Return the log-loss of each row."""
    clipped = np.clip(probabilities, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)
    return np.asarray(-(labels * np.log(clipped) + (1 - labels) * np.log1p(-clipped)))


def compute_gains(probabilities: Floats, labels: Labels) -> Floats:
    """Return what each row adds to the share of log-loss saved against telling all the mean."""
    told_all = compute_log_losses(np.full(len(labels), probabilities.mean()), labels)
    return np.asarray((told_all - compute_log_losses(probabilities, labels)) / told_all.mean())


def compute_f1(probabilities: Floats, labels: Labels, threshold: float) -> float:
    """Return F1 of acting from a threshold on; 0 where no row reaches it."""
    return float(f1_score(labels == 1, probabilities >= threshold, zero_division=0))


def pick_riskiest(probabilities: Floats, use: Use) -> npt.NDArray[np.bool_]:
    """Say which rows are among the `use.capacity` riskiest of their night."""
    ranks = pd.Series(-probabilities).groupby(pd.factorize(use.nights)[0]).rank(method="first")
    return np.asarray(ranks.to_numpy() <= use.capacity)


def fit_recalibration(probabilities: Floats, labels: Labels) -> tuple[float | None, float | None]:
    """Return slope and intercept of the outcomes on the log-odds (Cox's recalibration).

    The intercept is taken with the slope held at 1: the shift after which as many are expected
    as came true. None where it is not determined: one outcome, or one probability for all rows.
    """
    clipped = np.clip(probabilities, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)
    logits = np.log(clipped) - np.log1p(-clipped)
    if not 0 < labels.mean() < 1:
        return None, None
    shift = brentq(
        lambda value: float(to_probability(logits + value).mean() - labels.mean()),
        -MOST_SHIFT,
        MOST_SHIFT,
    )
    if np.ptp(logits) < LEAST_PROBABILITY:
        return None, float(shift)
    line = LogisticRegression(C=np.inf, tol=1e-8).fit(logits[:, None], labels)
    return float(line.coef_[0, 0]), float(shift)


def expected_calibration_error(probabilities: Floats, labels: Labels, bins: int = 10) -> float:
    """Return the mean gap between forecast and outcome over bins of equally many rows."""
    order = np.argsort(probabilities, kind="stable")
    gaps = [
        abs(probabilities[rows].mean() - labels[rows].mean()) * len(rows)
        for rows in np.array_split(order, bins)
        if len(rows)
    ]
    return float(sum(gaps) / len(labels))
