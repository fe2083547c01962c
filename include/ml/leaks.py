"""The leak audit of a training: does a feature, or the split, know the answer beforehand?

It stops a run whose figures would be too good to be true, before the gate judges the challenger.
"""

import logging
from dataclasses import asdict, dataclass, replace
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import xgboost as xgb

from include.ml.category_rates import measure_category
from include.ml.dataset import LABEL, Slices
from include.ml.errors import LeakError
from include.ml.evaluation import Ranking
from include.ml.fitting import list_categories
from include.ml.model import to_matrix
from include.ml.resampling import Interval, Labels, resample
from include.ml.spec import ModelSpec

MOST_AUC = 0.95  # a single feature beyond it, or below 1 less it, tells the outcome
SHUFFLED_ROWS = 20_000  # the newest ones: an order in two slices would stand next to the cut
SHUFFLED_ROUNDS = 30
# trees that learn single orders by heart, which is what an order in two slices gives away
SHUFFLED_PARAMS = {"max_depth": 8, "eta": 0.3, "min_child_weight": 1, "lambda": 1}
STANDARD_ERRORS = 4  # a chance alarm in some 16,000 trainings
BOOTSTRAPS = 100

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LeakAudit:
    """What the audit measured; a figure is missing where too few entities could show it."""

    feature_auc: dict[str, float]
    shuffled_auc: Interval | None

    @property
    def strongest(self) -> str | None:
        """Return the feature that separates the outcomes best by itself, in either direction."""
        return max(self.feature_auc, key=self._distance, default=None)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values for JSON."""
        return {**asdict(self), "strongest": self.strongest, "most_auc": MOST_AUC}

    def __str__(self) -> str:
        """Write the audit as a sentence."""
        if self.strongest is None or self.shuffled_auc is None:
            return "too few orders of one outcome to show a leak"
        return (
            f"the strongest single feature is {self.strongest}, AUC"
            f" {self.feature_auc[self.strongest]:.3f}; shuffled labels give AUC"
            f" {self.shuffled_auc}"
        )

    def _distance(self, name: str) -> float:
        return abs(self.feature_auc[name] - 0.5)


def audit_leaks(spec: ModelSpec, slices: Slices) -> LeakAudit:
    """Measure both signs of a leak; raises `LeakError` with the feature or the figure."""
    started = perf_counter()
    training = pd.concat([slices.fitting, slices.validation], ignore_index=True)
    audit = LeakAudit(
        measure_features(spec, training), measure_shuffled(spec, training, slices.test)
    )
    log.info("%s: leak audit: %s (%.1f s)", spec.name, audit, perf_counter() - started)
    refuse_leaks(spec, audit, len(training))
    return audit


def refuse_leaks(spec: ModelSpec, audit: LeakAudit, rows: int) -> None:
    """Raise `LeakError` for a feature that tells the outcome, or for shuffled labels learned."""
    strongest = audit.strongest
    if strongest is not None and not 1 - MOST_AUC <= audit.feature_auc[strongest] <= MOST_AUC:
        origin = next(one.origin for one in spec.features if one.name == strongest)
        raise LeakError(
            f"Leak audit of {spec.name}: {strongest} alone has AUC"
            f" {audit.feature_auc[strongest]:.3f} on {rows:,} training rows; beyond"
            f" {1 - MOST_AUC:.2f} to {MOST_AUC:.2f} a feature tells the outcome. Nothing is"
            f" registered, the standing champion serves on. It is said to come from"
            f" {origin.event}, known {origin.known}: find in {spec.feature_steps[0]} and the"
            " steps after it where something later comes in, mend it, raise feature_version in"
            f" include/ml/specs/{spec.name}.py, and train the day again."
        )
    shuffled = audit.shuffled_auc
    if shuffled is not None and not shuffled.lower <= 0.5 <= shuffled.upper:
        raise LeakError(
            f"Leak audit of {spec.name}: a model of shuffled labels has AUC {shuffled} on the"
            " newest nights, where only 0.5 is honest. Nothing is registered, the standing"
            " champion serves on. An order stands in the training rows and in the test, or the"
            " label among the features: look at split_by_time and load_labelled in"
            f" include/ml/dataset.py and at {spec.label_sql}, mend it, and train the day again."
        )


def measure_features(spec: ModelSpec, frame: pd.DataFrame) -> dict[str, float]:
    """Return the AUC of each feature by itself; none where an outcome has too few entities."""
    labels = frame[LABEL].to_numpy(np.float64)
    entities = pd.factorize(frame[spec.entity_key])[0]
    if not _is_enough(spec, entities, labels):
        return {}
    found = {}
    for name in spec.feature_names:
        if name in spec.category_names:
            found[name] = measure_category(frame[name], entities, labels)
            continue
        values = frame[name].to_numpy(np.float32)
        known = ~np.isnan(values)
        has_both = 0 < labels[known].sum() < known.sum()
        auc = Ranking(values[known], labels[known]).compute_auc() if has_both else 0.5
        candidates = [auc] if _is_enough(spec, entities[known], labels[known]) else []
        if not known.all():
            candidates += place_missing(auc, known, labels)
        found[name] = max(candidates, key=lambda one: abs(one - 0.5))
    return found


def place_missing(auc: float, known: npt.NDArray[np.bool_], labels: Labels) -> list[float]:
    """Return the AUC of all rows with missing values as the lowest, and as the highest, of all.

    `auc` is that of the known rows. That a value is there at all may be the leak: a review exists
    once the order has arrived.
    """
    late, missing_late = labels[known].sum(), labels[~known].sum()
    punctual, missing_punctual = known.sum() - late, (~known).sum() - missing_late
    won = auc * late * punctual + missing_late * missing_punctual / 2
    pairs = (late + missing_late) * (punctual + missing_punctual)
    return [
        float((won + late * missing_punctual) / pairs),
        float((won + missing_late * punctual) / pairs),
    ]


def measure_shuffled(
    spec: ModelSpec, training: pd.DataFrame, test: pd.DataFrame
) -> Interval | None:
    """Return the test AUC of a model whose labels were shuffled among entities beforehand.

    An entity has one shuffled label on all its nights and in every slice, so that one in two
    slices shows. The interval is `STANDARD_ERRORS` wide, by entity.
    """
    newest = training.sort_values("day", kind="stable").tail(SHUFFLED_ROWS)
    frame = pd.concat([newest, test], ignore_index=True)
    entities = pd.factorize(frame[spec.entity_key])[0]
    frame[LABEL] = shuffle_labels(entities, frame[LABEL].to_numpy(np.float64))
    fitted, tested = frame.iloc[: len(newest)], frame.iloc[len(newest) :]
    labels = tested[LABEL].to_numpy(np.float64)
    for rows, outcomes in ((slice(len(newest)), fitted[LABEL]), (slice(len(newest), None), labels)):
        if not _is_enough(spec, entities[rows], np.asarray(outcomes, dtype=np.float64)):
            return None
    categories = list_categories(spec, fitted)
    booster = xgb.train(
        {**spec.params, **SHUFFLED_PARAMS},
        to_matrix(fitted, spec.feature_names, categories, fitted[LABEL].to_numpy(np.float64)),
        num_boost_round=SHUFFLED_ROUNDS,
    )
    scores = booster.predict(to_matrix(tested, spec.feature_names, categories)).astype(np.float64)
    ranking = Ranking(scores, labels)
    gate = replace(spec.gate, bootstraps=BOOTSTRAPS)
    samples = resample(tested[spec.entity_key].to_numpy(object), labels, gate)
    value = ranking.compute_auc()
    reach = STANDARD_ERRORS * float(np.std([ranking.compute_auc(one) for one in samples]))
    return Interval(value, value - reach, value + reach)


def shuffle_labels(entities: npt.NDArray[np.int64], labels: Labels) -> Labels:
    """Return labels dealt anew among entities, as many positive ones as were positive once."""
    of_entity = np.zeros(entities.max(initial=-1) + 1)
    np.maximum.at(of_entity, entities, labels)
    return np.random.default_rng(20_260_101).permutation(of_entity)[entities]


def _is_enough(spec: ModelSpec, entities: npt.NDArray[np.int64], labels: Labels) -> bool:
    """Say whether both outcomes have the entities that the gate asks of a test."""
    counts = [len(np.unique(entities[labels == outcome])) for outcome in (0, 1)]
    return min(counts) >= spec.gate.least_entities
