"""What the morning brief is written from: one frozen dataclass for each of its queries."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from include.report.customer_rows import MoveRow, SegmentRow
from include.report.drift_rows import DriftRow
from include.report.forecast_rows import ForecastRow
from include.report.outcome_rows import OutcomeRow
from include.report.review_rows import RatingRow, TopicRow
from include.report.scorecard_rows import UnitRow
from include.report.spend_finding import SpendFinding

FEWEST_USUAL_DAYS = 7  # with less history no day is called unusual


@dataclass(frozen=True)
class Headline:
    """The day's figures and those of the 28 days before; rates are 0 to 1, null without orders."""

    on_time_rate: float | None
    on_time_orders_count: int | None
    late_orders_count: int | None
    orders_count: int | None
    revenue_amount: Decimal | None
    usual_rate: float | None
    usual_days_count: int
    usual_deviation: float | None
    week_rate: float | None
    usual_orders_count: float | None
    usual_revenue_amount: float | None

    @property
    def settled_orders_count(self) -> int:
        """Return how many of the orders promised for the day are known to be late or on time."""
        return (self.on_time_orders_count or 0) + (self.late_orders_count or 0)

    @property
    def usual_range(self) -> tuple[float, float] | None:
        """Return where the on-time rate lies on a normal day with this many orders."""
        if (
            self.usual_rate is None
            or self.usual_deviation is None
            or self.usual_days_count < FEWEST_USUAL_DAYS
        ):
            return None
        return find_range(self.usual_rate, self.usual_deviation, self.settled_orders_count)


def find_range(rate: float, deviation: float, orders_count: int) -> tuple[float, float]:
    """Return the normal band of a rate: two standard deviations around its mean, within 0 to 1.

    The deviation is the larger of what the days before showed and of pure chance with this
    many orders, so that a day with three orders is not called abnormal.
    """
    chance = math.sqrt(rate * (1 - rate) / orders_count) if orders_count else 0.0
    reach = 2 * max(deviation, chance)
    return max(0.0, rate - reach), min(1.0, rate + reach)


@dataclass(frozen=True)
class AreaRow:
    """An area's late orders among those promised for the day."""

    area: str
    late_orders_count: int
    damage_share: float
    promised_orders_count: int


@dataclass(frozen=True)
class StatedReasonRow:
    """A delay reason as the source states it; `is_stated` is false for the orders without one."""

    reason: str
    is_stated: bool
    late_orders_count: int
    all_late_orders_count: int
    average_delay_minutes: float | None


@dataclass(frozen=True)
class AlertReasonRow:
    """A group of reasons and the alerted orders that it weighs most for, in log-odds."""

    feature_group: str
    feature: str
    orders_count: int
    average_contribution: float
    alerted_orders_count: int


@dataclass(frozen=True)
class UrgentOrderRow:
    """The alerted order that is most likely to be late."""

    order_id: str
    probability: float
    area: str
    promised_at: datetime


@dataclass(frozen=True)
class WorkRow:
    """What waits to be done on the morning after the day."""

    overdue_orders_count: int
    overdue_today_count: int
    lost_orders_count: int
    scored_orders_count: int
    high_risk_count: int
    alerted_orders_count: int
    expected_late_count: float | None
    expected_saving_amount: Decimal | None
    files_count: int
    rows_read: int
    rows_quarantined: int


@dataclass(frozen=True)
class ModelRow:
    """The model that scored the night, null without one, and the newest training's decision."""

    version: int | None
    champion_day: date | None
    metrics: dict[str, Any] | None
    trained_version: int | None
    trained_day: date | None
    decision: str | None
    reason: str | None
    untrained_reason: str | None = None
    pinned_version: int | None = None
    pinned_from: date | None = None
    pinned_by: str | None = None

    @property
    def has_skill(self) -> bool | None:
        """Return whether a model with skill scored the night; null when nothing can be said."""
        if self.version is not None:
            return True
        return False if self.decision == "no_skill" else None


@dataclass(frozen=True)
class Findings:
    """All that the brief of a day is written from."""

    day: date
    source: str
    currency: str
    timezone: ZoneInfo
    headline: Headline
    work: WorkRow
    model: ModelRow
    areas: tuple[AreaRow, ...]
    stated: tuple[StatedReasonRow, ...]
    alerts: tuple[AlertReasonRow, ...]
    urgent: tuple[UrgentOrderRow, ...]
    units: tuple[UnitRow, ...]
    late_amount: float  # what a late order costs
    outcomes: tuple[OutcomeRow, ...] = ()
    drift: tuple[DriftRow, ...] = ()
    spend: SpendFinding | None = None
    segments: tuple[SegmentRow, ...] = ()
    moves: tuple[MoveRow, ...] = ()
    topics: tuple[TopicRow, ...] = ()
    ratings: tuple[RatingRow, ...] = ()
    forecasts: tuple[ForecastRow, ...] = ()
