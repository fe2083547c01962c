"""The recipe of a question asked of each order: boosted trees, judged by time, with reasons."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from include.ml.artifact import Artifact, load_artifact, save_artifact
from include.ml.benchmarks import benchmark_if_due
from include.ml.dataset import LABEL, describe_answers, load_labelled, split_by_time
from include.ml.drift import measure_drift
from include.ml.errors import TrainingError
from include.ml.feature_store import save_training_set
from include.ml.features import load_history, save_features
from include.ml.fitting import fit_judged, fit_served
from include.ml.judging import judge
from include.ml.leaks import audit_leaks
from include.ml.recipe import Challenger
from include.ml.scoring import score_day
from include.ml.spec import ModelSpec
from include.ml.summary import summarise
from include.ml.versions import Version
from include.warehouse.connect import open_transaction

NO_DELIVERIES = "This source has no deliveries, so there is no delay to learn from."


class OrderRecipe:
    """Trains, serves and watches a `ModelSpec`; its parts stand in the modules beside."""

    def prepare(self, spec: ModelSpec, day: date) -> None:
        """Write the feature rows of the night, and on the first one those of history."""
        save_features(spec.name, day)

    def train(self, spec: ModelSpec, day: date, versions: list[Version]) -> Challenger:
        """Audit the labelled rows for leaks, fit by time, and judge beside the champion."""
        with open_transaction(is_writer=False) as connection:
            if load_history(connection) is None:
                raise TrainingError(NO_DELIVERIES)
            frame = load_labelled(connection, spec, day, most_rows=spec.most_training_rows)
        try:
            return self._fit(spec, day, frame, versions)
        except TrainingError as error:
            raise TrainingError(
                f"{describe_answers(spec, frame)} That is too little to train a model on:"
                f" more nights with known outcomes are needed. {error}"
            ) from error

    def _fit(
        self, spec: ModelSpec, day: date, frame: pd.DataFrame, versions: list[Version]
    ) -> Challenger:
        slices = split_by_time(frame, spec, day)
        audit = audit_leaks(spec, slices)
        model = fit_judged(spec, slices)
        if slices.test[LABEL].nunique() < 2:
            raise TrainingError(
                f"The test slice has {len(slices.test)} rows, not of both outcomes."
            )
        judged = judge(spec, model, slices.test, versions, day)
        served = fit_served(spec, model, slices, day)
        before_test = slices.test_from - timedelta(days=1)
        return Challenger(
            judged.decision,
            summarise(spec, model, slices, judged) | {"leak_audit": audit.to_dict()},
            dict(spec.params),
            save_training_set(spec, day, slices),
            partial(
                save_artifact,
                spec,
                Artifact(served, model, day, min(frame["day"]), before_test),
            ),
        )

    def benchmark(self, spec: ModelSpec, day: date) -> None:
        """Train the benchmarks once a week."""
        benchmark_if_due(spec, day)

    def load(self, spec: ModelSpec, folder: Path, sha256: str) -> Artifact:
        """Read trees and manifest back."""
        return load_artifact(spec, folder, sha256)

    def serve(self, spec: ModelSpec, day: date) -> dict[str, Any]:
        """Score the night's orders and explain the risky ones."""
        return score_day(spec.name, day)

    def measure_drift(self, spec: ModelSpec, day: date) -> dict[str, Any]:
        """Compare features and scores of the newest nights with the training nights."""
        return measure_drift(spec.name, day)


RECIPE = OrderRecipe()
