"""Segments of a night added up, and the customers who moved between them."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from include.customers.bands import Labels
from include.customers.segment_names import name_segment

NOWHERE = ""  # the segment of who has not ordered yet


@dataclass(frozen=True)
class Segment:
    """A segment of a night: the columns of ml.segments apart from its day and rules."""

    segment: str
    title: str
    suggested_action: str
    customers_count: int
    orders_count: int
    revenue_amount: float | None
    average_order_amount: float | None
    median_recency_days: float | None
    settled_orders_count: int
    late_orders_count: int


@dataclass(frozen=True)
class Move:
    """Customers who were in one segment and are in another, or stayed."""

    segment_before: str
    segment: str
    customers_count: int


def sum_segments(rfm: pd.DataFrame, labels: Labels) -> tuple[Segment, ...]:
    """Add up the customers of each segment, by its name."""
    return tuple(
        _sum_segment(str(segment), customers) for segment, customers in rfm.groupby(labels)
    )


def _sum_segment(segment: str, customers: pd.DataFrame) -> Segment:
    words = name_segment(segment)
    orders = int(customers["orders_count"].sum())
    revenue = _or_none(customers["revenue_amount"].sum(min_count=1))
    return Segment(
        segment=segment,
        title=words.title,
        suggested_action=words.action,
        customers_count=len(customers),
        orders_count=orders,
        revenue_amount=None if revenue is None else round(revenue, 2),
        average_order_amount=round(revenue / orders, 4) if revenue is not None and orders else None,
        median_recency_days=_or_none(customers["recency_days"].dropna().median()),
        settled_orders_count=int(customers["settled_orders_count"].sum()),
        late_orders_count=int(customers["late_orders_count"].sum()),
    )


def _or_none(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def count_moves(before: "pd.Series[str]", now: "pd.Series[str]") -> tuple[Move, ...]:
    """Count customers by the segment before and now; both series are indexed by customer_id.

    Every customer of either is in exactly one move.
    """
    both = pd.concat([before.rename("before"), now.rename("now")], axis=1).fillna(NOWHERE)
    counts = Counter(zip(both["before"], both["now"], strict=True))
    return tuple(Move(*segments, count) for segments, count in sorted(counts.items()))
