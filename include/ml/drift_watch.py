"""Compare nights of any model's rows, column by column, and record what moved and what broke."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.drift_breakage import find_broken
from include.ml.drift_limits import Watched, choose_columns, set_limits
from include.ml.drift_performance import Served
from include.ml.drift_report import measure, save_page
from include.ml.drift_rows import Measured, list_broken, list_moved, list_served
from include.ml.specs import ALERTING
from include.settings import load_settings
from include.warehouse.connect import open_transaction, read_sql

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Comparison:
    """Both samples, with the nights that they come from.

    Their columns: day, the model's features, and its score, named as `Drift.score_name` says.
    """

    reference: pd.DataFrame
    current: pd.DataFrame
    reference_from: date
    reference_to: date
    current_from: date


def watch(
    spec: Watched, day: date, compared: Comparison, served: Iterable[Served] = ()
) -> dict[str, Any]:
    """Measure every column of the newest nights against the reference, and record it.

    Writes `ml.drift_metrics` and Evidently's page in `<site>/<day>/`. `served` are figures of what
    was served, beside the test's. `alarm` names the rows that people must act on; with too few rows
    nothing is written, and `reason` says so.
    """
    rows = _compare(spec, day, compared)
    if not rows:
        return {"model": spec.name, "columns": 0, "reason": "too few rows to compare"}
    rows += list_served(served)
    with open_transaction() as connection:
        _save(connection, spec.name, day, compared, rows)
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


def name_page(model: str) -> str:
    """Return the file of Evidently's page; the report links that of the alerting model."""
    return "evidently.html" if model == ALERTING else f"evidently_{model}.html"


def _compare(spec: Watched, day: date, compared: Comparison) -> list[Measured]:
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


def _save(
    connection: Connection,
    model: str,
    day: date,
    compared: Comparison,
    rows: list[Measured],
) -> None:
    parameters: dict[str, Any] = {
        "day": day,
        "model": model,
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
