"""Why a score is what it is: exact TreeSHAP in plain words with units."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from include.ml.model import Model
from include.ml.spec import Feature, ModelSpec, Usual

Value = float | str  # NaN where it is not known, also of text

BASE = "(base)"
MINUS = "\u2212"
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
    features = list_explained(spec, model)
    typical = find_typical(features, night)
    reasons: list[Reason] = []
    for entity, told, parts in zip(
        rows[spec.entity_key],
        list_values(features, rows),
        model.explain(rows).tolist(),
        strict=True,
    ):
        reasons += explain_row(features, str(entity), told, parts, typical)
    return reasons


def list_values(features: Sequence[Feature], rows: pd.DataFrame) -> list[dict[str, Value]]:
    """Return the features of each row as plain values."""
    columns: list[list[Value]] = []
    for feature in features:
        column = rows[feature.name]
        if feature.kind == "category":
            columns.append(column.astype(object).where(column.notna(), math.nan).tolist())
        else:
            columns.append(column.to_numpy(np.float64).tolist())
    names = [feature.name for feature in features]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def list_explained(spec: ModelSpec, model: Model) -> list[Feature]:
    """Return the declarations of the model's columns, in its order."""
    declared = {feature.name: feature for feature in spec.features}
    return [declared[name] for name in model.feature_names]


def find_typical(features: Sequence[Feature], night: pd.DataFrame) -> dict[str, float]:
    """Return each feature's median over a night: what is usual where no group's usual is known.

    Text has none.
    """
    return dict(night[[one.name for one in features if one.kind != "category"]].median())


def explain_row(
    features: Sequence[Feature],
    entity: str,
    values: Mapping[str, Value],
    parts: Sequence[float],
    typical: Mapping[str, float],
) -> list[Reason]:
    """Put one row's contributions into words; `parts` are the features' and, last, the base's."""
    *of_features, base = parts
    ranked = sorted(range(len(of_features)), key=lambda place: -of_features[place])
    ranks = {place: rank for rank, place in enumerate(ranked, start=1)}
    start = f"The risk of an average order, {to_percent(base)} before its own reasons"
    reasons = [Reason(entity, BASE, "base", None, base, 0, start)]
    for place, (feature, part) in enumerate(zip(features, of_features, strict=True)):
        value = write_value(feature, values[feature.name])
        sentence = write_sentence(feature, values, typical)
        reasons.append(
            Reason(entity, feature.name, feature.group, value, part, ranks[place], sentence)
        )
    return reasons


def write_value(feature: Feature, value: Value) -> str | None:
    """Write a value as people read it; None when it is unknown."""
    if isinstance(value, str):
        return value
    return None if math.isnan(value) else _write_number(feature, value)


def _write_number(feature: Feature, value: float) -> str:
    if feature.kind == "flag":
        return "yes" if value >= 0.5 else "no"
    if feature.kind == "rate":
        return f"{100 * value:.1f}%"
    if feature.kind == "weekday":
        return WEEKDAYS[int(value) - 1]
    if feature.kind == "hour":
        return f"{int(value):02d}:00"
    unit = feature.unit
    if unit == "days" and 0 < abs(value) < 1:
        unit, value = ("hours", value * 24) if abs(value) >= 1 / 24 else ("minutes", value * 1440)
    digits = 0 if value == int(value) or abs(value) >= 100 else 1 if abs(value) >= 1 else 2
    return f"{value:,.{digits}f} {unit}".strip().replace("-", MINUS)


def write_sentence(
    feature: Feature, values: Mapping[str, Value], typical: Mapping[str, float]
) -> str:
    """Write one reason: the value with its unit, and how it compares with what is usual."""
    subject = feature.words[0].upper() + feature.words[1:]
    value = values[feature.name]
    text = write_value(feature, value)
    if text is None:
        return f"{subject}: not known"
    if isinstance(value, str):
        return f"{subject}: {text}"
    usual = feature.compared_with
    if usual and usual.subject and (told := _say_difference(feature, usual, value, values)):
        return told
    compared = "" if usual is None else _compare_with_group(feature, usual, value, values)
    if not compared and feature.kind in {"number", "rate"}:
        tonight = write_value(feature, float(typical[feature.name]))
        compared = f" (usual tonight: {tonight})" if tonight and tonight != text else ""
    return f"{subject}: {text}{compared}"


def _compare_with_group(
    feature: Feature, usual: Usual, value: float, values: Mapping[str, Value]
) -> str:
    """Say how far a value is from its group's usual; empty where the row does not tell that."""
    expected = float(values[usual.column])
    text = write_value(feature, expected)
    if text is None or usual.subject or (usual.unless and float(values[usual.unless]) >= 0.5):
        return ""
    if text == write_value(feature, value):
        return f", as {usual.words}"
    return f", {_say_distance(feature, usual, value - expected)} ({text})"


def _say_difference(
    feature: Feature, usual: Usual, value: float, values: Mapping[str, Value]
) -> str:
    """Say a value that is itself the distance from the usual; empty where that is not told."""
    text = write_value(feature, float(values[usual.column]))
    return f"{usual.subject} {_say_distance(feature, usual, value)} ({text})" if text else ""


def _say_distance(feature: Feature, usual: Usual, distance: float) -> str:
    way = usual.more if distance >= 0 else usual.less
    return f"{write_distance(feature, abs(distance))} {way} than {usual.words}"


def write_distance(feature: Feature, distance: float) -> str:
    """Write how far two values are apart: rates in percentage points."""
    if feature.kind == "rate":
        return f"{100 * distance:.1f} points"
    return write_value(feature, distance) or ""


def to_percent(margin: float) -> str:
    """Write log-odds as a percentage."""
    return f"{100 / (1 + math.exp(-margin)):.1f}%"
