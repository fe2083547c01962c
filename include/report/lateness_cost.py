"""What a late first order costs: the customers who do not come back after it.

Customers whose first order came late are compared with those of the same month whose first order
came on time; each month weighs what it holds of late ones (direct standardisation). The interval
is a bootstrap by customer within these groups: to draw customers who came back or did not, with
replacement, is to draw a binomial number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

HORIZONS = (90, 28)  # days in which a customer may come back: the first that has enough behind it
FEWEST_LATE = 100
FEWEST_EXPECTED = 5  # of the late ones who would have come back: of fewer, a share says nothing
DRAWS = 4000
SEED = 0  # a page rendered again says the same

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ReturnRow:
    """Customers of one month whose first order came late, or not, and who of them came back."""

    horizon_days: int
    month: date
    is_late: bool
    customers_count: int
    returned_count: int
    returned_amount: float
    returned_squares: float


@dataclass(frozen=True)
class Span:
    """An estimate and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class LatenessCost:
    """Shares of customers who ordered again within the horizon.

    `on_time_share` is that of the on-time customers, weighted as the late ones lie in the months.
    `lost_share` is how much less of the late ones came back; `lost_amount` is what one late first
    order loses by it: the lost share times the mean amount of an order that somebody came back for.
    """

    horizon_days: int
    late_count: int
    late_returned_count: int
    on_time_count: int
    on_time_returned_count: int
    late_share: float
    on_time_share: float
    lost_share: Span
    return_amount: float
    lost_amount: Span

    @property
    def is_told(self) -> bool:
        """Return whether fewer came back after a late order beyond chance."""
        return self.lost_share.low > 0


def find_cost(rows: Sequence[ReturnRow]) -> LatenessCost | None:
    """Return the cost over the longest horizon with enough customers; None where none has."""
    for days in HORIZONS:
        found = _compare([row for row in rows if row.horizon_days == days])
        if found is not None:
            return found
    return None


def _compare(rows: Sequence[ReturnRow]) -> LatenessCost | None:
    on_time = {row.month: row for row in rows if not row.is_late}
    late = [row for row in rows if row.is_late and row.month in on_time]
    beside = [on_time[row.month] for row in late]
    count = sum(row.customers_count for row in late)
    if count < FEWEST_LATE:
        return None
    weights = np.array([row.customers_count for row in late]) / count
    shares = np.array([row.returned_count / row.customers_count for row in beside])
    on_time_share = float(weights @ shares)
    if on_time_share * count < FEWEST_EXPECTED:
        return None
    returned = sum(row.returned_count for row in late)
    rng = np.random.default_rng(SEED)
    sizes = np.array([row.customers_count for row in beside])
    drawn_beside = (rng.binomial(sizes, shares, (DRAWS, len(sizes))) / sizes) @ weights
    drawn = drawn_beside - rng.binomial(count, returned / count, DRAWS) / count
    lost = on_time_share - returned / count
    mean, error = _average_amount([*late, *beside])
    amounts = drawn * rng.normal(mean, error, DRAWS)
    return LatenessCost(
        horizon_days=rows[0].horizon_days,
        late_count=count,
        late_returned_count=returned,
        on_time_count=int(sizes.sum()),
        on_time_returned_count=sum(row.returned_count for row in beside),
        late_share=returned / count,
        on_time_share=on_time_share,
        lost_share=_span(lost, drawn),
        return_amount=mean,
        lost_amount=_span(lost * mean, amounts),
    )


def _average_amount(rows: Sequence[ReturnRow]) -> tuple[float, float]:
    """Return the mean amount of the orders that customers came back for, and its standard error."""
    count = sum(row.returned_count for row in rows)
    mean = sum(row.returned_amount for row in rows) / count
    variance = sum(row.returned_squares for row in rows) / count - mean**2
    return mean, float(np.sqrt(max(variance, 0) / count))


def _span(value: float, draws: Array) -> Span:
    low, high = np.quantile(draws, (0.025, 0.975))
    return Span(value, float(low), float(high))
