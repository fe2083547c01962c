"""The key figures: declared once for cards, charts and tables."""

from collections.abc import Callable
from dataclasses import dataclass

from include.report.formats import (
    Number,
    format_change,
    format_count,
    format_minutes,
    format_money,
    format_number,
    format_percent,
    format_points,
    is_known,
)
from include.report.kpi_rows import Totals
from include.report.subjects import Subjects


@dataclass(frozen=True)
class Metric:
    """A key figure: how it is read from totals, written, and whether more of it is better.

    `needs` names the subject without which it says nothing.
    """

    name: str
    kind: str  # share, count, money, minutes or ratio
    read: Callable[[Totals], Number | None]
    is_more_better: bool | None
    unit: str
    needs: str = ""  # promises, prices or marketing

    @property
    def anchor(self) -> str:
        """Return the id of its section on a page."""
        return self.name.lower().replace(" ", "-").removesuffix("-rate")

    def is_told(self, subjects: Subjects) -> bool:
        """Return whether the source tells of what the figure is made of."""
        missing = {"promises": not subjects.has_promises, "prices": not subjects.has_prices}
        return not missing.get(self.needs, False)

    def write(self, value: Number | None, currency: str) -> str:
        """Write a value with its unit."""
        if self.kind == "share":
            return format_percent(value)
        if self.kind == "money":
            digits = 2 if value is not None and abs(float(value)) < 1000 else 0
            return format_money(value, currency, digits)
        if self.kind == "minutes":
            return format_minutes(value)
        return format_count(value) if self.kind == "count" else format_number(value)

    def write_change(self, value: Number | None, before: Number | None) -> str:
        """Write how the value changed; empty when there is nothing to compare with."""
        if value is None or before is None or not (is_known(value) and is_known(before)):
            return ""
        if self.kind == "share":
            return format_points(float(value) - float(before))
        return format_change(float(value) / float(before) - 1) if before else ""

    def judge_change(self, value: Number | None, before: Number | None) -> str:
        """Return `good`, `bad` or `same`; changes under half a percent are none."""
        if value is None or before is None or self.is_more_better is None or not before:
            return "same"
        if not (is_known(value) and is_known(before)):
            return "same"
        change = float(value) / float(before) - 1
        if abs(change) < 0.005:
            return "same"
        return "good" if (change > 0) == self.is_more_better else "bad"


PROMISES, PRICES, MARKETING = "promises", "prices", "marketing"

ON_TIME = Metric(
    "On-time rate", "share", lambda totals: totals.on_time_rate, True, "on time", PROMISES
)
LATE = Metric(
    "Late orders", "count", lambda totals: totals.late_orders_count, False, "orders", PROMISES
)
# not judged: late orders that are still open are missing, so the newest days look better
DELAY = Metric(
    "Average delay",
    "minutes",
    lambda totals: totals.average_delay_minutes,
    None,
    "minutes",
    PROMISES,
)
ORDERS = Metric("Orders", "count", lambda totals: totals.orders_count, True, "orders")
REVENUE = Metric("Revenue", "money", lambda totals: totals.revenue_amount, True, "", PRICES)
CANCELLED = Metric(
    "Cancelled orders",
    "count",
    lambda totals: totals.orders_count - totals.kept_orders_count,
    False,
    "orders",
)
BASKET = Metric("Basket", "money", lambda totals: totals.basket_amount, True, "", PRICES)
SPEND = Metric("Marketing spend", "money", lambda totals: totals.spend_amount, None, "", MARKETING)
ROAS = Metric("ROAS", "ratio", lambda totals: totals.roas, True, "revenue per spend", MARKETING)

METRICS = (ON_TIME, LATE, DELAY, ORDERS, REVENUE, BASKET, SPEND, ROAS)
TRENDS = (LATE, DELAY, ORDERS, CANCELLED, REVENUE, BASKET)
