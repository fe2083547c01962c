"""Evidently's statistics and its page, with methods by name and telemetry off."""

import os
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from include.ml.terms import Drift, Method

if TYPE_CHECKING:
    from include.ml.drift_limits import Column


@cache
def _import_quietly(name: str) -> Any:
    """Import a module of Evidently after its telemetry is switched off."""
    os.environ.setdefault("DO_NOT_TRACK", "1")
    return import_module(name)


# Up to 10,000 rows a side SciPy computes the KS test exactly, in seconds: few rows must do then.
EXACT_ROWS = 10_000
FEW_ROWS = 500
LEAST_SHARE = 0.01  # of the reference: categories below it count as one, like new ones
OTHERS = "(others)"


def compute_statistic(
    drift: Drift, method: Method, reference: "pd.Series[float]", current: "pd.Series[float]"
) -> float:
    """Return Evidently's statistic for one column, without its page: PSI, or a p-value."""
    stattests = _import_quietly("evidently.legacy.calculations.stattests")
    kinds = _import_quietly("evidently.legacy.core").ColumnType
    kind = kinds.Categorical if _is_kind(method, reference) else kinds.Numerical
    before, now = thin_out(drift, method, reference.dropna(), current.dropna())
    test = stattests.get_stattest(before, now, kind, method)
    return float(test(before, now, kind, None).drift_score)


def _is_kind(method: Method, column: "pd.Series[float]") -> bool:
    """Say whether values are compared as kinds, not as numbers: flags, and text."""
    return method == "chisquare" or not is_numeric_dtype(column)


def measure(
    drift: Drift,
    limits: Mapping["Column", float],
    reference: pd.DataFrame,
    current: pd.DataFrame,
) -> tuple[Any, dict[str, float], float]:
    """Run Evidently's drift report; return it, each column's value, and the drifted share."""
    evidently = _import_quietly("evidently")
    presets = _import_quietly("evidently.presets")
    names = [column.name for column in limits]
    is_text = {name: not is_numeric_dtype(reference[name]) for name in names}
    kinds = [one.name for one in limits if one.method == "chisquare" or is_text[one.name]]
    definition = evidently.DataDefinition(
        numerical_columns=[name for name in names if name not in kinds],
        categorical_columns=kinds,
    )
    preset = presets.DataDriftPreset(
        columns=names,
        per_column_method={column.name: column.method for column in limits},
        per_column_threshold={column.name: limit for column, limit in limits.items()},
        drift_share=drift.share_limit,
    )
    pairs = {
        column.name: thin_out(
            drift, column.method, reference[column.name].dropna(), current[column.name].dropna()
        )
        for column in limits
    }
    frames = [pd.DataFrame({name: pair[side] for name, pair in pairs.items()}) for side in (1, 0)]
    datasets = [evidently.Dataset.from_pandas(frame, definition) for frame in frames]
    snapshot = evidently.Report([preset]).run(*datasets)
    values = {}
    share = 0.0
    for metric in snapshot.dict()["metrics"]:
        if "column" in metric["config"]:
            values[str(metric["config"]["column"])] = float(metric["value"])
        elif "drift_share" in metric["config"]:
            share = float(metric["value"]["share"])
    return snapshot, values, share


def thin_out(
    drift: Drift, method: Method, reference: "pd.Series[float]", current: "pd.Series[float]"
) -> tuple["pd.Series[float]", "pd.Series[float]"]:
    """Return both samples as the method takes them: evenly thinned where its p-value needs it.

    Infrequent and new categories count as one: few rows of each are no drift, many of all are.
    """
    if not is_numeric_dtype(reference):
        shares = reference.value_counts(normalize=True)
        frequent = shares.index[shares >= LEAST_SHARE]
        reference, current = (
            column.astype(object).where(column.isin(frequent), OTHERS)
            for column in (reference, current)
        )
    if method == "psi":
        return reference, current
    is_exact = method == "ks" and max(len(reference), len(current)) <= EXACT_ROWS
    most = FEW_ROWS if is_exact else drift.test_rows
    return _thin(reference, most), _thin(current, most)


def _thin(column: "pd.Series[float]", most: int) -> "pd.Series[float]":
    if len(column) <= most:
        return column
    return column.iloc[np.linspace(0, len(column) - 1, most).astype(int)]


def save_page(snapshot: Any, path: Path) -> None:
    """Write Evidently's own page; readers see the whole file or the one before it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    snapshot.save_html(str(draft))
    draft.replace(path)
