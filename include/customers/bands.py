"""Banded rules: customers split by whether they came back, how long ago, and what they spend.

A rule that cannot split is left out: where nearly all customers have ordered once, or nearly none,
the few others are a segment of their own; where the source states no price, the number of orders
says who is worth most.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

FEW = 0.10  # a side of once/returning with a smaller share is not split further
RECENCY_SHARES = (1 / 3, 2 / 3)  # recent, quiet, gone: a third of the customers each
HIGH_SHARE = 0.75  # the quarter that spends most is of high value

ONLY_CANCELLED = "only_cancelled"
ONCE, RETURNING = "once", "returning"
RECENCIES = ("recent", "quiet", "gone")
HIGH = "high"

Labels = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Bands:
    """Where the bands lie.

    `recency_edges` are days: recent up to the first, gone beyond the second. A customer is of high
    value from `value_edge` of the column `value_by` on. None where a rule cannot split.
    `divided` names the sides, once and returning, that are split by recency and value.
    """

    divided: tuple[str, ...]
    recency_edges: tuple[float, float] | None
    value_by: str | None
    value_edge: float | None


def has_ordered(rfm: pd.DataFrame) -> "npt.NDArray[np.bool_]":
    """Say of each customer whether an order of theirs was not cancelled."""
    return rfm["orders_count"].to_numpy() > 0


def find_returning_share(rfm: pd.DataFrame) -> float:
    """Return the share of the customers with orders who ordered more than once; 0 of none."""
    orders = rfm["orders_count"][has_ordered(rfm)]
    return float((orders > 1).mean()) if len(orders) else 0.0


def fit_bands(rfm: pd.DataFrame) -> Bands:
    """Find the bands of these customers: quantiles of those on the sides that are divided."""
    share = find_returning_share(rfm)
    divided = tuple(name for name, part in ((ONCE, 1 - share), (RETURNING, share)) if part >= FEW)
    customers = rfm[has_ordered(rfm) & np.isin(_tell_loyalty(rfm), divided)]
    edges = {name: _find_value_edge(customers[name]) for name in ("revenue_amount", "orders_count")}
    value_by = next((name for name, edge in edges.items() if edge is not None), None)
    return Bands(
        divided,
        _find_recency_edges(customers["recency_days"]),
        value_by,
        edges[value_by] if value_by else None,
    )


def _find_value_edge(values: pd.Series) -> float | None:
    """Return where the highest quarter begins, in two digits: prices crowd just below those."""
    known = values.dropna()
    found = float(known.quantile(HIGH_SHARE)) if len(known) else 0.0
    if found <= 0:
        return None
    edge = round(found, 1 - math.floor(math.log10(found)))
    return edge if float(known.min()) < edge <= float(known.max()) else None


def _find_recency_edges(days: pd.Series) -> tuple[float, float] | None:
    known = days.dropna()
    if not len(known):
        return None
    recent, gone = (float(np.floor(known.quantile(share))) for share in RECENCY_SHARES)
    return (recent, gone) if recent < gone else None


def _tell_loyalty(rfm: pd.DataFrame) -> Labels:
    return np.where(rfm["orders_count"].to_numpy() > 1, RETURNING, ONCE).astype(object)


def is_divided(bands: Bands, rfm: pd.DataFrame) -> "npt.NDArray[np.bool_]":
    """Say of each customer whether they are on a side that is split further."""
    sides: npt.NDArray[np.bool_] = np.isin(_tell_loyalty(rfm), bands.divided)
    return has_ordered(rfm) & sides


def label_by_bands(bands: Bands, rfm: pd.DataFrame) -> Labels:
    """Return the segment of each customer: words joined by `_`, such as `once_recent_high`."""
    loyalty = _tell_loyalty(rfm)
    detail = np.full(len(rfm), "", dtype=object)
    if bands.recency_edges is not None:
        place = np.searchsorted(bands.recency_edges, rfm["recency_days"].to_numpy(), side="left")
        detail = np.array([f"_{word}" for word in RECENCIES], dtype=object)[np.minimum(place, 2)]
    if bands.value_by is not None:
        is_high = rfm[bands.value_by].fillna(0).to_numpy() >= bands.value_edge
        detail = detail + np.where(is_high, f"_{HIGH}", "").astype(object)
    labels = loyalty + np.where(np.isin(loyalty, bands.divided), detail, "").astype(object)
    return np.where(has_ordered(rfm), labels, ONLY_CANCELLED).astype(object)
