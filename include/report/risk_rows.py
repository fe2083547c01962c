"""Rows of the risk page's queries."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class ScoreBin:
    """Scored orders of one band with a probability of 5 * bin percent and up."""

    band: str
    bin: int
    orders_count: int


@dataclass(frozen=True)
class AlertedRow:
    """An alerted order as the query gives it."""

    order_id: str
    probability: float
    margin: float
    band: str
    expected_saving_amount: Decimal
    promised_at: datetime
    seller_id: str | None
    partner_id: str | None
    revenue_amount: Decimal
    area: str


@dataclass(frozen=True)
class ReasonRow:
    """One reason of an alerted order; '(base)' and '(rest)' complete the sum."""

    order_id: str
    contribution: float
    feature: str
    sentence: str
    place: int
