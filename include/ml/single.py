"""One order's risk with its reasons, through a model that is loaded once."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from include.ml.dataset import load_night
from include.ml.errors import ServingError
from include.ml.model import Model, to_probability
from include.ml.reasons import Reason, Value, explain_row, find_typical, list_explained
from include.ml.scoring import MOST_QUESTIONS, find_band
from include.ml.serving import load_candidates, load_serving
from include.ml.spec import Feature, ModelSpec, load_spec
from include.warehouse.connect import open_snapshot


@dataclass(frozen=True)
class Explanation:
    """One order as the model sees it; contributions add up to the probability's log-odds."""

    probability: float
    band: str
    reasons: list[Reason]


@dataclass(frozen=True)
class OrderExplainer:
    """A loaded model with what is usual on a night: see `load_explainer`."""

    spec: ModelSpec
    version: int
    model: Model
    features: list[Feature]
    typical: Mapping[str, float]
    codes: Mapping[str, Mapping[Value, int]]  # of each column of text, its categories' codes

    def explain_order(self, values: Mapping[str, Value | None], order_id: str = "") -> Explanation:
        """Return probability, band and reasons of an order with these features.

        Every feature of the model must be given, None where it is not known. Raises ValueError
        with the names of those that are missing or unknown.
        """
        row = _check(values, self.features)
        parts = self.model.explain_values(self._encode(row))[0]
        probability = float(to_probability(parts.sum()))
        return Explanation(
            probability,
            find_band(self.spec.money, probability),
            explain_row(self.features, order_id, row, parts.tolist(), self.typical),
        )

    def _encode(self, row: Mapping[str, Value]) -> npt.NDArray[np.float32]:
        """Return the row as the trees read it; an unknown category is missing."""
        coded = [
            self.codes[name].get(row[name], math.nan) if name in self.codes else row[name]
            for name in self.model.feature_names
        ]
        return np.array([coded], dtype=np.float32)


def load_explainer(spec_name: str, day: date) -> OrderExplainer:
    """Load the model that serves a night, and warm it; values are compared with that night's.

    Raises `ServingError` where no model may serve.
    """
    spec = load_spec(spec_name)
    with open_snapshot() as connection:
        candidates = load_candidates(connection, spec.name, day)
        night = load_night(connection, spec, day, day, most_rows=MOST_QUESTIONS)
    serving = load_serving(spec, candidates.versions)
    if serving is None:
        raise ServingError(f"no version of {spec.name} may serve {day}: nothing is explained.")
    return warm_explainer(spec, serving.version, serving.artifact.model, night)


def warm_explainer(
    spec: ModelSpec, version: int, model: Model, night: pd.DataFrame
) -> OrderExplainer:
    """Return an explainer that has explained one order already: the first one takes longer."""
    features = list_explained(spec, model)
    typical = find_typical(features, night)
    codes: dict[str, dict[Value, int]] = {
        name: {value: code for code, value in enumerate(values)}
        for name, values in model.categories.items()
    }
    explainer = OrderExplainer(spec, version, _use_one_thread(model), features, typical, codes)
    explainer.explain_order(dict.fromkeys(model.feature_names) | typical)
    return explainer


def _use_one_thread(model: Model) -> Model:
    """Return the model with trees that start no threads: for one row they only wait."""
    parts = {}
    for name, trees in model.parts.items():
        booster = trees.booster.copy()
        booster.set_param({"nthread": 1})
        parts[name] = replace(trees, booster=booster)
    return replace(model, parts=parts)


def _check(values: Mapping[str, Value | None], features: list[Feature]) -> dict[str, Value]:
    names = {feature.name for feature in features}
    missing, unknown = names - set(values), set(values) - names
    if missing or unknown:
        raise ValueError(
            f"features missing: {', '.join(sorted(missing)) or 'none'};"
            f" not known to the model: {', '.join(sorted(unknown)) or 'none'}"
        )
    return {feature.name: _to_plain(feature, values[feature.name]) for feature in features}


def _to_plain(feature: Feature, value: Value | None) -> Value:
    if value is None or pd.isna(value):
        return math.nan
    return str(value) if feature.kind == "category" else float(np.float32(value))
