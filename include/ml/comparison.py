"""Two models on the same rows: by how much one leads, with paired intervals by entity."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from include.ml.evaluation import Ranking, compute_log_losses
from include.ml.model import Floats
from include.ml.resampling import Interval, Labels, resample, to_interval
from include.ml.terms import Gate


@dataclass(frozen=True)
class Leads:
    """By how much one model leads another: above zero it is the better one, in every figure."""

    auc: Interval
    average_precision: Interval
    log_loss: Interval  # the other's log-loss less one's own


def compare(
    ours: Floats,
    theirs: Floats,
    labels: Labels,
    entities: npt.NDArray[np.object_],
    gate: Gate,
) -> Leads:
    """Return the leads of our probabilities over theirs; both are weighted by the same samples."""
    samples = resample(entities, labels, gate)
    rankings = Ranking(ours, labels), Ranking(theirs, labels)
    auc, average_precision = [], []
    for weights in samples:
        auc.append(rankings[0].compute_auc(weights) - rankings[1].compute_auc(weights))
        average_precision.append(_lead_precision(rankings, weights))
    gains = compute_log_losses(theirs, labels) - compute_log_losses(ours, labels)
    return Leads(
        auc=to_interval(rankings[0].compute_auc() - rankings[1].compute_auc(), auc, gate),
        average_precision=to_interval(_lead_precision(rankings), average_precision, gate),
        log_loss=to_interval(float(gains.mean()), samples.average(gains), gate),
    )


def _lead_precision(rankings: tuple[Ranking, Ranking], weights: Floats | None = None) -> float:
    ours, theirs = (ranking.compute_average_precision(weights) for ranking in rankings)
    return ours - theirs
