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
class GroupRow:
    """What a group of reasons adds to an alerted order's log-odds; `base` is where they start."""

    order_id: str
    feature_group: str
    contribution: float
    sentence: str


@dataclass(frozen=True)
class FeatureRow:
    """What one feature adds to an alerted order's log-odds, and its value there."""

    order_id: str
    feature_group: str
    feature: str
    value: str | None
    contribution: float


@dataclass(frozen=True)
class WayOutRow:
    """What would bring an alerted order under the threshold, by the model."""

    order_id: str
    sentence: str
