"""How far a column may move before it has drifted: farther than calm spans of the past did."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import numpy as np
import pandas as pd

from include.ml.drift_report import compute_statistic
from include.ml.spec import Feature
from include.ml.terms import Drift, Method

# what orders of a group, a courier or a day have in common: not drawn one by one, as p-values ask
SHARED = frozenset({"seller", "partner", "route", "network", "calendar"})


class Watched(Protocol):
    """What drift reads of a spec of any kind."""

    @property
    def name(self) -> str:
        """Return the model's name."""

    @property
    def features(self) -> tuple[Feature, ...]:
        """Return the columns, in words."""

    @property
    def drift(self) -> Drift:
        """Return how nights are compared."""


@dataclass(frozen=True)
class Column:
    """One column to compare, and Evidently's method for it."""

    name: str
    method: Method

    def is_beyond(self, value: float, limit: float) -> bool:
        """Say whether a value has drifted: PSI grows with the distance, p-values shrink."""
        return value >= limit if self.method == "psi" else value < limit

    def measure_distance(self, value: float, limit: float) -> float:
        """Return how many limits a value is away from no drift at all; p-values by logarithm."""
        if self.method == "psi":
            return value / limit
        if limit <= 0:  # a calm span was as far out as can be told
            return 0.0
        return math.inf if value <= 0 else math.log(value) / math.log(limit)


def choose_columns(
    spec: Watched, reference: pd.DataFrame, current: pd.DataFrame
) -> tuple[Column, ...]:
    """Return the columns that both samples know well enough, the score last."""
    columns = [
        Column(feature.name, _choose_method(spec.drift, feature))
        for feature in spec.features
        if feature.is_watched
    ]
    columns.append(Column(spec.drift.score_name, spec.drift.score_method))
    return tuple(
        column
        for column in columns
        if min(reference[column.name].count(), current[column.name].count())
        >= spec.drift.least_known_rows
        and reference[column.name].nunique() > 1
    )


def set_limits(
    drift: Drift, columns: tuple[Column, ...], reference: pd.DataFrame
) -> Mapping[Column, float]:
    """Return each column's limit: `margin` times beyond the farthest calm span."""
    spans = _cut_spans(drift, reference)
    return {column: _set_limit(drift, column, spans) for column in columns}


def _set_limit(
    drift: Drift, column: Column, spans: list[tuple[pd.DataFrame, pd.DataFrame]]
) -> float:
    values = [
        compute_statistic(drift, column.method, before[column.name], span[column.name])
        for before, span in spans
        if min(before[column.name].count(), span[column.name].count()) >= drift.least_known_rows
    ]
    known = [value for value in values if not np.isnan(value)]
    if column.method == "psi":
        return max(drift.least_psi, drift.margin * max(known, default=0.0))
    return min(drift.most_p_value, math.pow(min(known, default=1.0), drift.margin))


def _cut_spans(drift: Drift, reference: pd.DataFrame) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """Return the newest past spans of nights, each beside all that came before and after it."""
    spans = []
    end = max(reference["day"])
    for _ in range(drift.calm_spans):
        start = end - timedelta(days=drift.current_nights - 1)
        is_inside = (reference["day"] >= start) & (reference["day"] <= end)
        if start <= min(reference["day"]):
            break
        spans.append((reference[~is_inside], reference[is_inside]))
        end = start - timedelta(days=1)
    return spans


def _choose_method(drift: Drift, feature: Feature) -> Method:
    if feature.kind == "category" or feature.group in SHARED:
        return drift.group_method
    return drift.kind_method if feature.kind == "flag" else drift.order_method
