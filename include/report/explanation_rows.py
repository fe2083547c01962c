"""Rows of the SHAP page's queries."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ImportanceRow:
    """A feature's mean absolute contribution, in log-odds."""

    feature: str
    feature_group: str
    importance: float
    orders_count: int


@dataclass(frozen=True)
class ContributionRow:
    """A feature's contribution to one order's log-odds, and its value there: a number, or text."""

    order_id: str
    feature: str
    contribution: float
    value: float | None
    value_text: str | None = None
