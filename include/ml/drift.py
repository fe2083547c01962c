"""Measure how far recent nights have moved from those that the model was trained on."""

from datetime import date, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.dataset import load_night
from include.ml.drift_performance import Served, compare_with_test, load_settled
from include.ml.drift_watch import Comparison, watch
from include.ml.model import Model
from include.ml.serving import load_serving
from include.ml.spec import ModelSpec, load_spec
from include.ml.versions import load_served, load_versions
from include.warehouse.connect import open_snapshot, open_transaction


def measure_drift(spec_name: str, day: date) -> dict[str, Any]:
    """Compare the newest nights with the serving model's training nights, column by column.

    Writes `ml.drift_metrics` and Evidently's page in `<site>/<day>/`. `alarm` names the rows that
    people must act on. Without a serving model there is nothing to compare with: nothing is
    written, and `reason` says so.
    """
    spec = load_spec(spec_name)
    with open_snapshot() as connection:
        served = load_served(connection, spec.name, day)
        serving = None if served is None else load_serving(spec, [served])
        if serving is None:
            return {"model": spec.name, "columns": 0, "reason": "no model served the night"}
        compared = _load_comparison(
            connection, spec, day, serving.artifact.reference_from, serving.artifact.reference_to
        )
    compared = _add_scores(spec, serving.artifact.model, compared)
    return watch(spec, day, compared, _compare_served(spec, day, serving.version))


def _compare_served(spec: ModelSpec, day: date, version: int) -> tuple[Served, ...]:
    with open_transaction(is_writer=False) as connection:  # labels are a temporary table
        settled = load_settled(connection, spec, day)
        versions = load_versions(connection, spec.name, day)
    tested = next(one.metrics for one in versions if one.version == version)
    return compare_with_test(spec, settled, tested)


def _load_comparison(
    connection: Connection, spec: ModelSpec, day: date, reference_from: date, reference_to: date
) -> Comparison:
    current_from = day - timedelta(days=spec.drift.current_nights - 1)
    reference_to = min(reference_to, current_from - timedelta(days=1))
    most_rows = spec.drift.most_rows
    return Comparison(
        load_night(connection, spec, reference_from, reference_to, most_rows=most_rows),
        load_night(connection, spec, current_from, day, most_rows=most_rows),
        reference_from,
        reference_to,
        current_from,
    )


def _add_scores(spec: ModelSpec, model: Model, compared: Comparison) -> Comparison:
    reference, current = (
        rows.assign(
            **{spec.drift.score_name: model.compute_probabilities(rows) if len(rows) else []}
        )
        for rows in (compared.reference, compared.current)
    )
    return Comparison(
        reference, current, compared.reference_from, compared.reference_to, compared.current_from
    )
