"""The recipe of baskets: boosted trees, judged by groups of customers, suggested by expected F1."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from include.ml.baskets.artifact import BasketArtifact, load_artifact, save_artifact
from include.ml.baskets.fitting import fit_judged, fit_served, predict_simply
from include.ml.baskets.judging import UnseenBaskets, judge
from include.ml.baskets.rows import (
    Groups,
    load_night_rows,
    load_training_rows,
    split_by_customer,
)
from include.ml.baskets.spec import BasketSpec
from include.ml.baskets.state import move_state
from include.ml.baskets.suggesting import suggest_baskets
from include.ml.dataset import LABEL, Slices
from include.ml.drift_watch import Comparison, watch
from include.ml.errors import TrainingError
from include.ml.feature_store import (
    TrainingSet,
    TrainingSetError,
    load_training_set,
    save_training_set,
)
from include.ml.model import Model
from include.ml.recipe import Challenger
from include.ml.serving import find_serving
from include.ml.versions import Version, load_served
from include.warehouse.connect import open_transaction

TEST_SHARE = 5  # one customer in so many is for the test


class BasketRecipe:
    """Trains, serves and watches a `BasketSpec`; its parts stand in the modules beside."""

    def prepare(self, spec: BasketSpec, day: date) -> None:
        """Bring what customers have bought to the evening of the day."""
        move_state(day)

    def train(self, spec: BasketSpec, day: date, versions: list[Version]) -> Challenger:
        """Fit on three fifths of the customers, calibrate on one, judge on the last one."""
        with open_transaction(is_writer=False) as connection:
            rows = load_training_rows(connection, spec, day)
        groups = split_by_customer(rows)
        _require_buyers(spec, rows, groups)
        judged = fit_judged(spec, groups)
        unseen = UnseenBaskets(spec, groups.test)
        seen = pd.concat([groups.fitting, groups.validation])
        judgement = judge(
            spec,
            unseen,
            judged.compute_probabilities(groups.test),
            predict_simply(seen, groups.test),
            versions,
        )
        served = fit_served(spec, judged, rows)
        saved = _save_rows(spec, day, groups)
        artifact = BasketArtifact(served, judged, day, saved.content_sha256)
        return Challenger(
            judgement.decision,
            judgement.metrics | {"training_rows": len(seen)},
            dict(spec.params),
            saved,
            partial(save_artifact, spec, artifact),
        )

    def benchmark(self, spec: BasketSpec, day: date) -> None:
        """Do nothing: every training is measured beside its simple methods."""

    def load(self, spec: BasketSpec, folder: Path, sha256: str) -> BasketArtifact:
        """Read trees and manifest back."""
        return load_artifact(spec, folder, sha256)

    def serve(self, spec: BasketSpec, day: date) -> dict[str, Any]:
        """Suggest the next basket to whoever ordered on the night."""
        return suggest_baskets(spec, day)

    def measure_drift(self, spec: BasketSpec, day: date) -> dict[str, Any]:
        """Compare the night's rows with those that the serving version was trained on."""
        with open_transaction(is_writer=False) as connection:
            served = load_served(connection, spec.name, day)
            night = load_night_rows(connection, spec, day, spec.most_watched_customers)
        serving = (
            None if served is None else find_serving(spec.name, [served], partial(self.load, spec))
        )
        if serving is None:
            return {"model": spec.name, "columns": 0, "reason": "no model served the night"}
        trained_for = serving.artifact.trained_for_day
        try:
            rows = load_training_set(spec.name, serving.artifact.training_set).test
        except TrainingSetError as error:
            return {"model": spec.name, "columns": 0, "reason": str(error)}
        reference, current = (
            _add_scores(spec, serving.artifact.judged, one) for one in (rows, night)
        )
        return watch(spec, day, Comparison(reference, current, trained_for, trained_for, day))


def _require_buyers(spec: BasketSpec, rows: pd.DataFrame, groups: Groups) -> None:
    """Raise `TrainingError` unless enough customers have bought a product again."""
    key = spec.entity_key
    again = rows.loc[rows[LABEL] == 1, key].nunique()
    needed = TEST_SHARE * spec.least_buyers
    fewest = min(
        (part.loc[part[LABEL] == 1, key].nunique() for part in (groups.fitting, groups.test)),
        default=0,
    )
    if again < needed or not fewest:
        raise TrainingError(
            f"So far {rows[key].nunique():,} customers have ordered more than once, and {again:,}"
            f" of them bought a product again in one of their last {spec.most_targets} orders."
            f" That is too little to train a model on: {needed} are needed."
        )


def _save_rows(spec: BasketSpec, day: date, groups: Groups) -> TrainingSet:
    """Keep the rows; the cut is by customers, so that both cuts by time are the day itself."""
    plain = [spec.entity_key, "day", "target_number", "product_id", LABEL, *spec.feature_names]
    parts = (groups.fitting, groups.validation, groups.test)
    fitting, validation, test = (part.reset_index(drop=True)[plain] for part in parts)
    return save_training_set(spec, day, Slices(fitting, validation, test, test[:0], day, day))


def _add_scores(spec: BasketSpec, model: Model, rows: pd.DataFrame) -> pd.DataFrame:
    scores = model.compute_probabilities(rows) if len(rows) else np.zeros(0)
    return rows.assign(**{spec.drift.score_name: scores})


RECIPE = BasketRecipe()
