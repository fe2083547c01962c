"""Decide whether a challenger may serve: skill first, then not worse than the champion."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from include.ml.evaluation import (
    Evaluation,
    Interval,
    Labels,
    Ranking,
    resample,
    to_interval,
)
from include.ml.model import Floats
from include.ml.spec import Gate

Verdict = Literal["first", "promoted", "refused", "no_skill"]


@dataclass(frozen=True)
class Decision:
    """What the gate decided, as a sentence with the figures."""

    verdict: Verdict
    reason: str

    @property
    def is_promoted(self) -> bool:
        """Say whether the challenger serves from now on."""
        return self.verdict in {"first", "promoted"}


@dataclass(frozen=True)
class Rival:
    """The standing champion on the challenger's test rows."""

    version: int
    evaluation: Evaluation
    difference: Interval  # average precision, challenger less champion, on the same samples


def decide(challenger: Evaluation, rival: Rival | None, gate: Gate) -> Decision:
    """Return the verdict on a challenger; `rival` is None where no champion serves."""
    missing = find_missing_skill(challenger, gate)
    if missing:
        return Decision("no_skill", f"No skill: {missing}.")
    skill = f"AUC {challenger.auc} on {challenger.entities:,} orders it has not seen"
    if rival is None:
        return Decision("first", f"Promoted: {skill}, and no champion before it.")
    worse = find_what_is_worse(challenger, rival, gate)
    if worse:
        return Decision("refused", f"Refused: {skill}, but {worse}.")
    return Decision(
        "promoted",
        f"Promoted: {skill}, and not worse than version {rival.version} on the same rows"
        f" (average precision {signed(rival.difference)}).",
    )


def find_missing_skill(evaluation: Evaluation, gate: Gate) -> str:
    """Say why an evaluation shows no skill; empty when it does."""
    fewest = min(evaluation.positive_entities, evaluation.entities - evaluation.positive_entities)
    if fewest < gate.least_entities:
        return (
            f"the test holds {evaluation.positive_entities} late of {evaluation.entities} orders,"
            f" fewer than {gate.least_entities} of one outcome show nothing"
        )
    if evaluation.auc.lower < gate.least_auc:
        return f"AUC {evaluation.auc}, the lower bound must reach {gate.least_auc}"
    return ""


def find_what_is_worse(challenger: Evaluation, rival: Rival, gate: Gate) -> str:
    """Say in what a challenger is worse than the champion; empty when in nothing."""
    if rival.difference.upper < 0:
        return (
            f"its average precision is {signed(rival.difference)} against version {rival.version}"
        )
    if challenger.log_loss > rival.evaluation.log_loss + gate.log_loss_slack:
        return (
            f"its log-loss of {challenger.log_loss:.4f} exceeds the"
            f" {rival.evaluation.log_loss:.4f} of version {rival.version}"
        )
    return ""


def compare(
    challenger: Floats,
    champion: Floats,
    labels: Labels,
    entities: npt.NDArray[np.object_],
    gate: Gate,
) -> Interval:
    """Return the paired difference in average precision, bootstrapped by entity."""
    ours, theirs = Ranking(challenger, labels), Ranking(champion, labels)
    differences = [
        ours.compute_average_precision(weights) - theirs.compute_average_precision(weights)
        for weights in resample(entities, labels, gate)
    ]
    value = ours.compute_average_precision() - theirs.compute_average_precision()
    return to_interval(value, differences, gate)


def signed(interval: Interval) -> str:
    """Write a difference with its signs."""
    return f"{interval.value:+.3f} ({interval.lower:+.3f} to {interval.upper:+.3f})"
