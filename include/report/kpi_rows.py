"""Daily figures and their sums over ranges of days: what the KPI page shows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from include.report.brief_rows import FEWEST_USUAL_DAYS, find_range

RANGES = (7, 30, 365)
USUAL_DAYS = 28


@dataclass(frozen=True)
class DailyRow:
    """One date: orders and revenue by order date, on time and late by promised date."""

    date: date
    orders_count: int
    cancelled_orders_count: int
    revenue_amount: Decimal
    on_time_orders_count: int
    late_orders_count: int
    spend_amount: Decimal
    late_deliveries_count: int
    delay_minutes: float


@dataclass(frozen=True)
class PartRow:
    """One part of the business (an area, a seller, ...) over the last `range_days` days."""

    range_days: int
    dimension: str
    part_key: str
    promised_orders_count: int
    late_orders_count: int
    average_delay_minutes: float | None

    @property
    def late_rate(self) -> float:
        """Return the share of late orders."""
        return self.late_orders_count / self.promised_orders_count


@dataclass(frozen=True)
class Totals:
    """The sums of a stretch of days; what divides by nothing is null."""

    first_day: date
    last_day: date
    orders_count: int
    kept_orders_count: int
    revenue_amount: Decimal
    on_time_orders_count: int
    late_orders_count: int
    spend_amount: Decimal
    late_deliveries_count: int
    delay_minutes: float

    @property
    def on_time_rate(self) -> float | None:
        """Return on time / (on time + late)."""
        settled = self.on_time_orders_count + self.late_orders_count
        return self.on_time_orders_count / settled if settled else None

    @property
    def average_delay_minutes(self) -> float | None:
        """Return the mean delay of the late deliveries."""
        count = self.late_deliveries_count
        return self.delay_minutes / count if count else None

    @property
    def basket_amount(self) -> float | None:
        """Return the revenue of an order that was not cancelled."""
        return (
            float(self.revenue_amount) / self.kept_orders_count if self.kept_orders_count else None
        )

    @property
    def roas(self) -> float | None:
        """Return revenue / spend."""
        spend = float(self.spend_amount)
        return float(self.revenue_amount) / spend if spend else None


def add_days(rows: Sequence[DailyRow]) -> Totals:
    """Add up a stretch of at least one day."""
    orders = sum(row.orders_count for row in rows)
    return Totals(
        first_day=rows[0].date,
        last_day=rows[-1].date,
        orders_count=orders,
        kept_orders_count=orders - sum(row.cancelled_orders_count for row in rows),
        revenue_amount=_add_amounts([row.revenue_amount for row in rows]),
        on_time_orders_count=sum(row.on_time_orders_count for row in rows),
        late_orders_count=sum(row.late_orders_count for row in rows),
        spend_amount=_add_amounts([row.spend_amount for row in rows]),
        late_deliveries_count=sum(row.late_deliveries_count for row in rows),
        delay_minutes=sum(row.delay_minutes for row in rows),
    )


def _add_amounts(amounts: Sequence[Decimal]) -> Decimal:
    """Return the sum; with an amount that is no number there is none."""
    is_whole = all(amount.is_finite() for amount in amounts)
    return sum(amounts, Decimal(0)) if is_whole else Decimal("NaN")


def cut_buckets(rows: Sequence[DailyRow], days: int) -> tuple[Totals, ...]:
    """Add up each `days` rows, counted back from the last; an incomplete bucket is left out."""
    starts = range(len(rows) % days if len(rows) >= days else 0, len(rows), days)
    return tuple(add_days(rows[start : start + days]) for start in starts)


@dataclass(frozen=True)
class BandPoint:
    """A date's on-time rate and its normal band; null without orders or without history."""

    date: date
    rate: float | None
    low: float | None
    high: float | None

    @property
    def is_below(self) -> bool:
        """Return whether the rate lies below its band."""
        return self.rate is not None and self.low is not None and self.rate < self.low


def find_bands(rows: Sequence[DailyRow], days: int) -> tuple[BandPoint, ...]:
    """Return the last `days` dates with the normal band that the 28 days before each make."""
    points = []
    for place in range(max(0, len(rows) - days), len(rows)):
        day = add_days(rows[place : place + 1])
        settled = day.on_time_orders_count + day.late_orders_count
        usual = _find_usual(rows[max(0, place - USUAL_DAYS) : place])
        low, high = find_range(*usual, settled) if usual and settled else (None, None)
        points.append(BandPoint(day.first_day, day.on_time_rate, low, high))
    return tuple(points)


def _find_usual(rows: Sequence[DailyRow]) -> tuple[float, float] | None:
    days = [
        (row.on_time_orders_count, row.on_time_orders_count + row.late_orders_count)
        for row in rows
        if row.on_time_orders_count + row.late_orders_count
    ]
    if len(days) < FEWEST_USUAL_DAYS:
        return None
    settled = sum(count for _, count in days)
    rate = sum(on_time for on_time, _ in days) / settled
    variance = sum(count * (on_time / count - rate) ** 2 for on_time, count in days) / settled
    return rate, math.sqrt(variance)
