"""What the customers page reads: segments of the night, moves, rules, cohorts of first orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class SegmentRow:
    """A segment on the day; `customers_before_count` were in it 28 days before."""

    segment: str
    title: str
    suggested_action: str
    customers_count: int
    revenue_amount: float | None
    settled_orders_count: int
    late_orders_count: int
    customers_before_count: int


@dataclass(frozen=True)
class MoveRow:
    """Customers who changed their segment within 28 days; `segment_before` is empty for new ones.

    `segment` is empty for those whose orders were withdrawn.
    """

    segment_before: str
    segment: str
    customers_count: int


@dataclass(frozen=True)
class RulesRow:
    """The rules that split the day's customers, as `write_rules` wrote them."""

    fitted_day: date
    rules: Mapping[str, Any]


@dataclass(frozen=True)
class CohortRow:
    """Customers by the month of their first order, in one whole month after it.

    `active_customers_count` ordered in that month, `returned_customers_count` had ordered again by
    its end.
    """

    cohort: date
    months_since: int
    customers_count: int
    active_customers_count: int
    returned_customers_count: int
