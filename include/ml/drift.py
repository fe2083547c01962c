"""Measure how far recent nights have moved from those that the model was trained on."""

import logging
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.dataset import load_night
from include.ml.drift_breakage import find_broken
from include.ml.drift_limits import choose_columns, set_limits
from include.ml.drift_performance import Served, compare_with_test, load_settled
from include.ml.drift_report import measure, save_page
from include.ml.drift_rows import Measured, list_broken, list_moved, list_served
from include.ml.model import Model
from include.ml.serving import load_serving
from include.ml.spec import ModelSpec, load_spec
from include.ml.specs import ALERTING
from include.ml.versions import load_served, load_versions
from include.settings import load_settings
from include.warehouse.connect import open_snapshot, open_transaction, read_sql

log = logging.getLogger(__name__)

SCORE = "probability"


@dataclass(frozen=True)
class Comparison:
    """Both samples, with the nights that they come from."""

    reference: pd.DataFrame
    current: pd.DataFrame
    reference_from: date
    reference_to: date
    current_from: date


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
    compared = _add_scores(serving.artifact.model, compared)
    rows = _compare(spec, day, compared)
    if not rows:
        return {"model": spec.name, "columns": 0, "reason": "too few rows to compare"}
    rows += list_served(_compare_served(spec, day, serving.version))
    with open_transaction() as connection:
        _save(connection, spec, day, compared, rows)
    columns = {row.column_name for row in rows if not row.column_name.startswith("(")}
    drifted, broken = (
        sorted(columns & {row.column_name for row in rows if row.severity == severity})
        for severity in ("moved", "broke")
    )
    alarm = sorted({row.column_name for row in rows if row.is_alarm})
    log.info("%s: %d of %d columns drifted on %s", spec.name, len(drifted), len(columns), day)
    return {
        "model": spec.name,
        "columns": len(columns),
        "drifted": drifted,
        "broke": broken,
        "alarm": alarm,
    }


def _compare(spec: ModelSpec, day: date, compared: Comparison) -> list[Measured]:
    """Measure every column, and write Evidently's page; nothing where rows are too few."""
    columns = choose_columns(spec, compared.reference, compared.current)
    if not columns:
        return []
    limits = set_limits(spec.drift, columns, compared.reference)
    page, values, share = measure(spec.drift, limits, compared.reference, compared.current)
    save_page(page, load_settings().site / day.isoformat() / name_page(spec.name))
    tonight = compared.current[compared.current["day"] == day]
    broken = find_broken(spec, compared.reference, tonight)
    names = [one.name for one in broken]
    return [*list_moved(spec.drift, limits, values, share, names), *list_broken(broken)]


def _compare_served(spec: ModelSpec, day: date, version: int) -> tuple[Served, ...]:
    with open_transaction(is_writer=False) as connection:  # labels are a temporary table
        settled = load_settled(connection, spec, day)
        versions = load_versions(connection, spec.name, day)
    tested = next(one.metrics for one in versions if one.version == version)
    return compare_with_test(spec, settled, tested)


def name_page(model: str) -> str:
    """Return the file of Evidently's page; the report links that of the alerting model."""
    return "evidently.html" if model == ALERTING else f"evidently_{model}.html"


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


def _add_scores(model: Model, compared: Comparison) -> Comparison:
    reference, current = (
        rows.assign(**{SCORE: model.compute_probabilities(rows) if len(rows) else []})
        for rows in (compared.reference, compared.current)
    )
    return Comparison(
        reference, current, compared.reference_from, compared.reference_to, compared.current_from
    )


def _save(
    connection: Connection,
    spec: ModelSpec,
    day: date,
    compared: Comparison,
    rows: list[Measured],
) -> None:
    parameters: dict[str, Any] = {
        "day": day,
        "model": spec.name,
        "reference_rows": len(compared.reference),
        "current_rows": len(compared.current),
        "reference_from": compared.reference_from,
        "reference_to": compared.reference_to,
        "current_from": compared.current_from,
    }
    for field in fields(Measured):
        parameters[field.name] = [getattr(row, field.name) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(read_sql("ml/delete_drift_metrics.sql"), parameters)
        cursor.execute(read_sql("ml/insert_drift_metrics.sql"), parameters)
