"""Why a score is what it is: exact TreeSHAP in plain words with units."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from include.ml.model import Floats, Model
from include.ml.spec import Feature, ModelSpec

BASE = "(base)"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Reason:
    """One feature's part in one entity's score; all parts add up to the margin."""

    entity: str
    feature: str
    feature_group: str
    value: str | None
    contribution: float
    rank: int
    sentence: str


def explain_rows(
    spec: ModelSpec, model: Model, rows: pd.DataFrame, night: pd.DataFrame
) -> list[Reason]:
    """Return every reason of `rows`, a part of the `night` that values are compared with."""
    if rows.empty:
        return []
    features = {feature.name: feature for feature in spec.features}
    explained = [features[name] for name in model.feature_names]
    typical = night[list(model.feature_names)].median()
    contributions = model.explain(rows)
    reasons: list[Reason] = []
    for (_, row), parts in zip(rows.iterrows(), contributions, strict=True):
        reasons += _explain_row(str(row[spec.entity_key]), row, parts, explained, typical)
    return reasons


def _explain_row(
    entity: str,
    row: "pd.Series[float]",
    parts: Floats,
    explained: Sequence[Feature],
    typical: "pd.Series[float]",
) -> list[Reason]:
    ranks = np.empty(len(explained), dtype=int)
    ranks[np.argsort(-parts[:-1], kind="stable")] = np.arange(1, len(explained) + 1)
    base = f"The risk of an average order, {to_percent(parts[-1])} before its own reasons"
    reasons = [Reason(entity, BASE, "base", None, float(parts[-1]), 0, base)]
    for feature, part, rank in zip(explained, parts, ranks, strict=False):
        value = write_value(feature, float(row[feature.name]))
        sentence = write_sentence(feature, value, float(typical[feature.name]), float(part))
        reasons.append(
            Reason(entity, feature.name, feature.group, value, float(part), int(rank), sentence)
        )
    return reasons


def write_value(feature: Feature, value: float) -> str | None:
    """Write a value as people read it; None when it is unknown."""
    if math.isnan(value):
        return None
    if feature.kind == "flag":
        return "yes" if value >= 0.5 else "no"
    if feature.kind == "rate":
        return f"{100 * value:.1f} %"
    if feature.kind == "weekday":
        return WEEKDAYS[int(value) - 1]
    if feature.kind == "hour":
        return f"{int(value):02d}:00"
    unit = feature.unit
    if unit == "days" and 0 < abs(value) < 1:
        unit, value = ("hours", value * 24) if abs(value) >= 1 / 24 else ("minutes", value * 1440)
    digits = 0 if value == int(value) or abs(value) >= 100 else 1 if abs(value) >= 1 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def write_sentence(feature: Feature, value: str | None, typical: float, contribution: float) -> str:
    """Write one reason as a sentence: the value, tonight's usual one, and its direction."""
    subject = feature.words[0].upper() + feature.words[1:]
    effect = "raises the risk" if contribution >= 0 else "lowers the risk"
    if value is None:
        return f"{subject}: not known, which {effect}"
    usual = write_value(feature, typical) if feature.kind in {"number", "rate"} else None
    compared = f" (usual tonight: {usual})" if usual and usual != value else ""
    return f"{subject}: {value}{compared}, which {effect}"


def to_percent(margin: float) -> str:
    """Write log-odds as a percentage."""
    return f"{100 / (1 + math.exp(-margin)):.1f} %"
