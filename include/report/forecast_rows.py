"""What the forecasts page reads: the night's forecasts, products that stand out, the models."""

from dataclasses import dataclass
from datetime import date

LATE, DEMAND, SALES = "late_orders", "weekly_demand", "product_sales"
WEEK, FORTNIGHT, FOUR_WEEKS = 7, 14, 28  # horizons in days
ALL = "all"  # the grain, and its only group


@dataclass(frozen=True)
class ForecastRow:
    """A group and horizon; bounds are missing while too few forecasts are settled."""

    model: str
    method: str
    version: int | None
    grain: str
    group_key: str
    horizon_days: int
    target_from: date
    target_to: date
    expected: float
    lower_50: float | None
    upper_50: float | None
    lower_90: float | None
    upper_90: float | None
    orders_count: float | None
    agreed_share: float | None
    breach_probability: float | None
    usual: float | None


@dataclass(frozen=True)
class ProductRow:
    """A product whose sales are not stated, or are far from what its reviews and shop tell."""

    product_id: str
    product_name: str | None
    method: str
    version: int | None
    expected: float
    lower_90: float | None
    upper_90: float | None
    actual: float | None
    products_count: int


@dataclass(frozen=True)
class ForecastModelRow:
    """The newest version of a model, and what the gate said of it."""

    model: str
    version: int
    trained_for_day: date
    decision: str
    reason: str
    headline: str | None
    importance: dict[str, float]


def pick(
    rows: tuple[ForecastRow, ...], model: str, grain: str, horizon_days: int
) -> tuple[ForecastRow, ...]:
    """Return the rows of a model's grain and horizon, the largest first."""
    return tuple(
        row
        for row in rows
        if (row.model, row.grain, row.horizon_days) == (model, grain, horizon_days)
    )
