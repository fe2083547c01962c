"""The recipe of a forecast: fit, judge beside the plain methods, serve the better one by name."""

import logging
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from include.ml.dataset import Slices
from include.ml.drift_watch import Comparison, watch
from include.ml.errors import TrainingError
from include.ml.feature_store import load_training_set, save_training_set
from include.ml.quantities.artifact import load_method, save_method
from include.ml.quantities.judging import judge
from include.ml.quantities.serving import add_folds, serve
from include.ml.quantities.spec import Method, QuantitySpec
from include.ml.recipe import Challenger
from include.ml.registry import CHAMPION, find_alias
from include.ml.serving import find_serving
from include.ml.versions import Version, list_servable, load_served, load_versions
from include.warehouse.connect import open_transaction

log = logging.getLogger(__name__)


class QuantityRecipe:
    """Trains, serves and watches a `QuantitySpec`."""

    def prepare(self, spec: QuantitySpec, day: date) -> None:
        """Write nothing: the rows are read from silver, and from the night's scores."""

    def train(self, spec: QuantitySpec, day: date, versions: list[Version]) -> Challenger:
        """Fit on the settled rows and judge beside the best plain method and the champion."""
        with open_transaction(is_writer=False) as connection:
            rows = spec.read(connection, spec, day)
        settled = rows[rows["actual"].notna()] if len(rows) else rows
        if settled.empty:
            raise TrainingError(f"So far no {spec.noun} are settled to learn from.")
        method = spec.fit(spec, settled)
        told = add_folds(method, rows.assign(expected=method.predict(rows)))
        aliased = find_alias(spec.name, CHAMPION)
        standing = [version.version for version in list_servable(versions, aliased)]
        champion = find_serving(spec.name, standing, partial(self.load, spec))
        judged = judge(spec, told, day, champion.artifact if champion else None)
        return Challenger(
            judged.decision,
            judged.metrics | {"importance": method.weigh(settled)},
            {**spec.params, "method": method.name},
            save_training_set(spec, day, _cut(rows, judged.is_test, day)),
            partial(save_method, spec, method, day),
        )

    def benchmark(self, spec: QuantitySpec, day: date) -> None:
        """Do nothing: every training measures the plain methods."""

    def load(self, spec: QuantitySpec, folder: Path, sha256: str) -> Method:
        """Read a method back."""
        return load_method(spec, folder, sha256)

    def serve(self, spec: QuantitySpec, day: date) -> dict[str, Any]:
        """Write the night's forecasts."""
        return serve(spec, day)

    def measure_drift(self, spec: QuantitySpec, day: date) -> dict[str, Any]:
        """Compare the rows of the newest evenings with those of the training."""
        with open_transaction(is_writer=False) as connection:
            served = load_served(connection, spec.name, day)
            if served is None:
                return {"model": spec.name, "columns": 0, "reason": "no model served the night"}
            versions = load_versions(connection, spec.name, day)
            rows = spec.read(connection, spec, day)
        version = next(one for one in versions if one.version == served)
        trained = load_training_set(spec.name, version.training_set).join(spec.entity_key)
        method = find_serving(spec.name, [served], partial(self.load, spec))
        assert method is not None
        current_from = day - timedelta(days=spec.drift.current_nights - 1)
        before = min(current_from, version.trained_for_day)
        reference, current = trained[trained["day"] < before], rows[rows["day"] >= current_from]
        if reference.empty or current.empty:
            reason = "the training's rows are of the evenings that would be compared with them"
            return {"model": spec.name, "columns": 0, "reason": reason}
        reference, current = (
            part.assign(expected=method.artifact.predict(part)) for part in (reference, current)
        )
        ends = min(reference["day"]), max(reference["day"])
        return watch(spec, day, Comparison(reference, current, *ends, current_from))


def _cut(rows: pd.DataFrame, is_test: "pd.Series[bool]", day: date) -> Slices:
    """Return the rows as a training set keeps them: there is no slice for validation."""
    is_settled = rows["actual"].notna()
    from_day = min(rows.loc[is_test, "day"], default=day)
    return Slices(
        fitting=rows[is_settled & ~is_test],
        validation=rows.head(0),
        test=rows[is_test],
        waiting=rows[~is_settled],
        validation_from=from_day,
        test_from=from_day,
    )


RECIPE = QuantityRecipe()
