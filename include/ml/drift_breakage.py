"""Tell a column that broke from a world that moved: missing, constant, unit, unknown values.

A world moves by and by and in part; a file that lost a column, or sends grams for kilograms, does
so in one night and for nearly every row. So tonight alone is compared, with each calm night.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from include.ml.drift_limits import Watched
from include.ml.terms import Drift

Defect = Literal["missing", "constant", "unit", "unknown"]

QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class Broken:
    """One column that broke tonight, in what, and how far.

    `value` and `limit` are the share of rows without a value, or with the commonest one, or with
    values that the reference never had; for `unit` the factor that all quartiles grew or shrank by.
    """

    name: str
    defect: Defect
    value: float
    limit: float


@dataclass(frozen=True)
class Night:
    """What one column was like on one night; shares of rows, quartiles of its sizes."""

    rows: int
    known_share: float
    other_share: float  # of the known rows: those that do not have the commonest value
    quartiles: tuple[float, ...]


def find_broken(
    spec: Watched, reference: pd.DataFrame, tonight: pd.DataFrame
) -> tuple[Broken, ...]:
    """Return the columns that broke tonight, by the newest calm nights of the reference.

    Every column of the model is asked, watched or not. With few rows nothing is said.
    """
    drift = spec.drift
    if len(tonight) < drift.least_night_rows or reference.empty:
        return ()
    span = timedelta(days=drift.calm_spans * drift.current_nights)
    newest = reference[reference["day"] > max(reference["day"]) - span]
    calm = [rows for _, rows in newest.groupby("day") if len(rows) >= drift.least_night_rows]
    if not calm:
        return ()
    found = []
    for feature in spec.features:
        nights = [describe_night(rows[feature.name]) for rows in calm]
        now = describe_night(tonight[feature.name])
        broken = _find_loss(drift, feature.name, nights, now)
        if broken is None and not is_numeric_dtype(tonight[feature.name]):
            broken = _find_unknown(drift, reference[feature.name], tonight[feature.name])
        elif broken is None and feature.kind == "number":
            broken = _find_unit(drift, feature.name, nights, now)
        found.append(broken)
    return tuple(broken for broken in found if broken is not None)


def _find_loss(drift: Drift, name: str, nights: list[Night], now: Night) -> Broken | None:
    """Say whether values went missing, or became one and the same."""
    least_known = min(night.known_share for night in nights)
    if now.known_share < drift.lost_share * least_known:
        return Broken(name, "missing", 1 - now.known_share, 1 - drift.lost_share * least_known)
    least_others = min(night.other_share for night in nights)
    expected = least_others * now.known_share * now.rows
    if expected >= drift.least_others and now.other_share < drift.frozen_share * least_others:
        limit = 1 - drift.frozen_share * least_others
        return Broken(name, "constant", 1 - now.other_share, limit)
    return None


def _find_unknown(
    drift: Drift, before: "pd.Series[str]", tonight: "pd.Series[str]"
) -> Broken | None:
    """Say whether many rows have a category that the reference never had."""
    known = tonight.dropna()
    share = float((~known.isin(before.dropna())).mean()) if len(known) else 0.0
    if share < drift.unknown_share:
        return None
    return Broken(str(tonight.name), "unknown", share, drift.unknown_share)


def _find_unit(drift: Drift, name: str, nights: list[Night], now: Night) -> Broken | None:
    """Say whether all quartiles jumped by one factor, farther than on any calm night."""
    sizes = np.array([night.quartiles for night in nights])
    usual = tuple(np.median(sizes, axis=0))
    limit = max(
        np.log(drift.unit_factor),
        drift.margin * max(abs(_measure_jump(night.quartiles, usual)) for night in nights),
    )
    jump = _measure_jump(now.quartiles, usual)
    if abs(jump) < limit:
        return None
    return Broken(name, "unit", float(np.exp(jump)), float(np.exp(np.copysign(limit, jump))))


def _measure_jump(quartiles: tuple[float, ...], usual: tuple[float, ...]) -> float:
    """Return the log of the factor that every quartile grew by at least; 0 where they disagree."""
    with np.errstate(divide="ignore", invalid="ignore"):
        jumps = np.log(np.array(quartiles)) - np.log(np.array(usual))
    if not np.isfinite(jumps).all() or len(set(np.sign(jumps))) > 1:
        return 0.0
    return float(min(jumps, key=abs))


def describe_night(column: "pd.Series[float]") -> Night:
    """Return what a column was like on the night that its rows are of."""
    known = column.dropna()
    counts = known.value_counts(sort=False).to_numpy()
    quartiles = (0.0,) * len(QUARTILES)
    if is_numeric_dtype(known):
        values = np.abs(known.to_numpy(np.float64))
        if values.any():
            quartiles = tuple(np.quantile(values[values > 0], QUARTILES).tolist())
    other_share = 1 - float(counts.max()) / len(known) if len(known) else 0.0
    return Night(len(column), len(known) / len(column), other_share, quartiles)
