"""Judge a basket model on customers it has not seen: by the gate, and by F1 of whole baskets."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from include.ml import registry
from include.ml.baskets.artifact import BasketArtifact, load_artifact
from include.ml.baskets.choice import choose_baskets, measure_f1
from include.ml.baskets.spec import BasketSpec
from include.ml.comparison import Leads, compare
from include.ml.dataset import LABEL
from include.ml.evaluation import Evaluation, evaluate
from include.ml.gate import Decision, Rival, decide, find_missing_skill
from include.ml.model import Floats
from include.ml.resampling import Interval, Labels, resample, to_interval
from include.ml.serving import Serving, find_serving
from include.ml.versions import Version, list_champions


@dataclass(frozen=True)
class Compared:
    """By how much probabilities lead others on the same rows, F1 of whole baskets among it."""

    leads: Leads
    f1: Interval


class UnseenBaskets:
    """Labelled rows of customers that a model has not seen, one order each."""

    def __init__(self, spec: BasketSpec, rows: pd.DataFrame) -> None:
        self.spec, self.rows = spec, rows
        self.labels: Labels = rows[LABEL].to_numpy(np.float64)
        self.customers: npt.NDArray[np.object_] = rows[spec.entity_key].to_numpy(object)
        self._samples = resample(self.customers, self.labels, spec.gate)

    @property
    def buyers(self) -> int:
        """Return the customers who bought something again."""
        return len(np.unique(self.customers[self.labels == 1]))

    def evaluate(self, probabilities: Floats) -> Evaluation:
        """Return the figures of probabilities."""
        return evaluate(probabilities, self.labels, self.customers, self.spec.gate)

    def measure_f1(self, probabilities: Floats) -> Floats:
        """Return F1 of each customer's basket as chosen by probabilities, by customer."""
        is_chosen = choose_baskets(self.rows, probabilities, self.spec.entity_key)
        return self.score_baskets(is_chosen)

    def score_baskets(self, is_chosen: npt.NDArray[np.bool_]) -> Floats:
        """Return F1 of each customer's basket, in the order of the customers' names."""
        found = measure_f1(self.rows, is_chosen, self.spec.entity_key).groupby(level=0).mean()
        return np.asarray(found.loc[np.unique(self.customers.astype(str))], dtype=np.float64)

    def average(self, by_customer: Floats) -> Interval:
        """Return the mean of a figure of each customer with its interval."""
        draws = self._samples.draws
        samples = (draws @ by_customer) / draws.sum(axis=1)
        return to_interval(float(by_customer.mean()), list(samples), self.spec.gate)

    def compare(self, ours: Floats, theirs: Floats) -> Compared:
        """Return by how much our probabilities lead others, in paired intervals by customer."""
        leads = compare(ours, theirs, self.labels, self.customers, self.spec.gate)
        return Compared(leads, self.average(self.measure_f1(ours) - self.measure_f1(theirs)))


@dataclass(frozen=True)
class Judgement:
    """What the gate decided, and the figures for the register."""

    decision: Decision
    metrics: dict[str, Any]


def judge(
    spec: BasketSpec,
    unseen: UnseenBaskets,
    ours: Floats,
    simple: Floats,
    versions: list[Version],
) -> Judgement:
    """Judge probabilities against the champion, and state them beside the simple method's."""
    evaluation = unseen.evaluate(ours)
    champion = find_champion(spec, versions)
    rival = None
    if champion is not None:
        theirs = champion.artifact.judged.compute_probabilities(unseen.rows)
        leads = compare(ours, theirs, unseen.labels, unseen.customers, spec.gate)
        rival = Rival(champion.version, unseen.evaluate(theirs), leads)
    decision = _decide(spec, unseen, evaluation, rival)
    pinned = next((version.version for version in versions if version.is_pinned), None)
    if pinned is not None:
        reason = f"{decision.reason} Pinned: version {pinned} serves until it is unpinned."
        decision = replace(decision, reason=reason)
    return Judgement(decision, _summarise(unseen, evaluation, rival, ours, simple))


def _decide(
    spec: BasketSpec, unseen: UnseenBaskets, evaluation: Evaluation, rival: Rival | None
) -> Decision:
    if unseen.buyers < spec.least_buyers:
        return Decision(
            "no_skill",
            f"No skill: of {evaluation.entities:,} test customers {unseen.buyers} bought a product"
            f" again in their last order, fewer than {spec.least_buyers} show nothing.",
        )
    return decide(evaluation, rival, spec.gate)


def _summarise(
    unseen: UnseenBaskets,
    evaluation: Evaluation,
    rival: Rival | None,
    ours: Floats,
    simple: Floats,
) -> dict[str, Any]:
    f1 = unseen.average(unseen.measure_f1(ours))
    against = unseen.compare(ours, simple)
    last = unseen.rows["orders_since"].to_numpy() == 1
    figures: dict[str, Any] = {
        **evaluation.to_dict(),
        "auc": evaluation.auc.value,
        "auc_lower": evaluation.auc.lower,
        "auc_upper": evaluation.auc.upper,
        "average_precision": evaluation.average_precision.value,
        "log_loss_gain": evaluation.log_loss_gain.value,
        "basket_f1": f1.value,
        "basket_f1_lower": f1.lower,
        "basket_f1_upper": f1.upper,
        "basket_f1_of_simple": float(unseen.measure_f1(simple).mean()),
        "basket_f1_of_last_basket": float(unseen.score_baskets(last).mean()),
        "simple_auc": unseen.evaluate(simple).auc.value,
        "leads_over_simple": asdict(against),
        "has_champion": False,
        "headline": f"basket F1 {f1}",
    }
    if rival is not None:
        figures["has_champion"] = not find_missing_skill(rival.evaluation, unseen.spec.gate)
        figures["champion_version"] = rival.version
        figures["champion_auc"] = rival.evaluation.auc.value
        figures["leads"] = asdict(rival.leads)
    return figures


def find_champion(spec: BasketSpec, versions: list[Version]) -> Serving[BasketArtifact] | None:
    """Return who serves by the gate's word, whatever is pinned; None where nobody does."""
    champions = list_champions(versions, registry.find_alias(spec.name, registry.CHAMPION))
    return find_serving(
        spec.name,
        [version.version for version in champions],
        lambda folder, sha256: load_artifact(spec, folder, sha256),
    )
