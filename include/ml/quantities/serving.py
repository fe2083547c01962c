"""Serve a night's forecasts: by the champion, or by the plain method that it could not beat."""

import logging
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.night_rows import replace_rows
from include.ml.quantities.artifact import load_method
from include.ml.quantities.evaluation import pick_best
from include.ml.quantities.intervals import list_bounds
from include.ml.quantities.judging import add_intervals
from include.ml.quantities.means import Means
from include.ml.quantities.spec import Method, QuantitySpec
from include.ml.quantities.trees import FoldTrees
from include.ml.serving import find_serving, load_candidates
from include.warehouse.connect import open_transaction, read_sql

COLUMNS = (
    "method", "grain", "group_key", "horizon_days", "target_from",
    "target_to", "expected", *list_bounds(), "orders_count", "agreed_share", "breach_probability",
    "usual", "actual",
)  # fmt: skip

log = logging.getLogger(__name__)


def serve(spec: QuantitySpec, day: date) -> dict[str, Any]:
    """Write the forecasts of a night in the place of those written before; pin the version.

    Where no version has skill, or the champion cannot tell of a row, the best plain method serves,
    by name. Returns counts; `reason` says why nothing is forecast, or why a plain method serves.
    """
    with open_transaction(is_writer=False) as connection:
        candidates = load_candidates(connection, spec.name, day)
        rows = spec.read(connection, spec, day)
    serving = find_serving(spec.name, candidates.versions, partial(load_method, spec))
    version = serving.version if serving else None
    told = forecast(spec, rows, serving.artifact if serving else None) if len(rows) else rows
    tonight = told[told["day"] == day] if len(told) else told
    with open_transaction() as connection:
        save_forecasts(connection, spec, day, version, tonight)
    reason = "" if serving else candidates.reason
    if tonight.empty:
        reason = f"So far no {spec.noun} are known to forecast from."
    log.info("%s: %d forecasts for %s", spec.name, len(tonight), day)
    return {
        "model": spec.name,
        "version": version,
        "has_skill": serving is not None,
        "forecasts": len(tonight),
        "methods": sorted(tonight["method"].unique()) if len(tonight) else [],
        "reason": reason,
    }


def forecast(spec: QuantitySpec, rows: pd.DataFrame, method: Method | None) -> pd.DataFrame:
    """Return the rows that can be forecast, with what is expected, by what, and the intervals."""
    settled = rows[rows["actual"].notna()]
    judged = settled[settled["grain"] == spec.judged]
    best = pick_best(spec, judged) if len(judged) else next(iter(spec.baselines))
    plain = Means(spec.baselines[best], (best,))
    expected = plain.predict(rows)
    names = np.full(len(rows), plain.name, dtype=object)
    if method is not None:
        told = method.predict(rows)
        is_told = np.isfinite(told)
        expected, names = np.where(is_told, told, expected), np.where(is_told, method.name, names)
    whole = rows.assign(expected=expected, method=names, usual=rows[spec.usual])
    whole = add_folds(method, whole[whole["expected"].notna()])
    return add_intervals(spec, whole)


def add_folds(method: Method | None, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the fold of each, where the question is one without time.

    A plain method has learned from no fold: each entity counts as one.
    """
    if rows.empty or (rows["horizon_days"] > 0).any():
        return rows
    if isinstance(method, FoldTrees):
        return rows.assign(fold=method.find_folds(rows))
    return rows.assign(fold=pd.factorize(rows["entity"])[0])


def save_forecasts(
    connection: Connection, spec: QuantitySpec, day: date, version: int | None, rows: pd.DataFrame
) -> None:
    """Put the night's forecasts in the place of those written before, and pin the version."""
    pin: dict[str, Any] = {"day": day, "model": spec.name, "version": version}
    if version is not None:
        with connection.cursor() as cursor:
            cursor.execute(read_sql("ml/pin_served_model.sql"), pin)
    replace_rows(connection, "ml.forecasts", pin, rows.reindex(columns=list(COLUMNS)))
