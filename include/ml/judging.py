"""Judge a challenger on rows it has not seen, beside who serves and who was promoted before."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from include.ml import registry
from include.ml.artifact import Artifact
from include.ml.comparison import compare
from include.ml.dataset import LABEL
from include.ml.evaluation import Evaluation, Ranking, Use, compute_log_losses, evaluate
from include.ml.fitting import OUTCOME
from include.ml.gate import Decision, Rival, decide
from include.ml.manifest import ArtifactError
from include.ml.model import Floats, Model
from include.ml.resampling import Labels
from include.ml.serving import Serving, load_serving
from include.ml.spec import ModelSpec
from include.ml.versions import Version, list_champions, list_earlier

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Judgement:
    """A challenger's figures, the champion on the same rows, and what the gate decided."""

    evaluation: Evaluation
    rival: Rival | None
    decision: Decision


class UnseenRows:
    """Labelled rows that a challenger has not seen, and its probabilities for them."""

    def __init__(self, spec: ModelSpec, frame: pd.DataFrame, ours: Floats) -> None:
        self.spec, self.frame, self.ours = spec, frame, ours
        self.labels: Labels = frame[LABEL].to_numpy(np.float64)
        self.entities: npt.NDArray[np.object_] = frame[spec.entity_key].to_numpy(object)

    def evaluate(self, probabilities: Floats) -> Evaluation:
        """Return the figures of probabilities, acted on as the spec says."""
        money = self.spec.money
        nights = self.frame["day"].to_numpy(object)
        use = Use(money.high_threshold, money.alerts_per_night, nights)
        return evaluate(probabilities, self.labels, self.entities, self.spec.gate, use)

    def meet(self, version: int, theirs: Floats) -> Rival:
        """Return another version's figures and the challenger's leads over it."""
        leads = compare(self.ours, theirs, self.labels, self.entities, self.spec.gate)
        return Rival(version, self.evaluate(theirs), leads)

    def is_behind(self, theirs: Floats) -> bool:
        """Say whether the challenger lags by more than the margin, before any interval is taken."""
        margin = self.spec.gate.margin_share
        ours, other = (
            Ranking(scores, self.labels).compute_average_precision()
            for scores in (self.ours, theirs)
        )
        losses = [compute_log_losses(scores, self.labels).mean() for scores in (self.ours, theirs)]
        return bool(ours < (1 - margin) * other or losses[0] > (1 + margin) * losses[1])


def judge(
    spec: ModelSpec, model: Model, test: pd.DataFrame, versions: list[Version], day: date
) -> Judgement:
    """Judge a challenger for a day; `versions` are those trained before it, the newest first."""
    rows = UnseenRows(spec, test, model.compute_probabilities(test))
    evaluation = rows.evaluate(rows.ours)
    champion = load_champion(spec, versions)
    rival, weeks = None, list[Version]()
    if champion is not None:
        rival = rows.meet(champion.version, champion.artifact.judged.compute_probabilities(test))
        weeks = list_earlier(versions, champion.version, day, spec.gate.memory_weeks)
    outcome = rows.evaluate(model.isolate(OUTCOME).compute_probabilities(test))
    decision = decide(evaluation, rival, spec.gate, _meet_earlier(rows, weeks), outcome)
    return Judgement(evaluation, rival, _tell_pin(decision, versions))


def _tell_pin(decision: Decision, versions: list[Version]) -> Decision:
    """Return a decision that says which pinned version serves whatever was decided."""
    pinned = next((version.version for version in versions if version.is_pinned), None)
    if pinned is None:
        return decision
    reason = f"{decision.reason} Pinned: version {pinned} serves until it is unpinned."
    return replace(decision, reason=reason)


def load_champion(spec: ModelSpec, versions: list[Version]) -> Serving[Artifact] | None:
    """Return who serves by the gate's word, whatever is pinned; None where nobody can."""
    champions = list_champions(versions, registry.find_alias(spec.name, registry.CHAMPION))
    try:
        return load_serving(spec, [version.version for version in champions])
    except ArtifactError as error:
        log.error("%s: trained against no champion: %s", spec.name, error)
        return None


def _meet_earlier(rows: UnseenRows, versions: list[Version]) -> Iterator[Rival]:
    """Yield the earlier versions that the challenger lags behind.

    One that cannot be loaded (altered, or of other features) could not serve either: it is told
    in the log and left out.
    """
    for version in versions:
        try:
            serving = load_serving(rows.spec, [version.version])
        except ArtifactError as error:
            log.warning("%s: not compared with: %s", rows.spec.name, error)
            continue
        assert serving is not None
        theirs = serving.artifact.judged.compute_probabilities(rows.frame)
        if rows.is_behind(theirs):
            yield rows.meet(version.version, theirs)
