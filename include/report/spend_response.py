"""How revenue answers marketing spend within two weeks: a regression with lags."""

import math
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from scipy.stats import t as student

from include.report.daily_series import Array, DaySpend, estimate_memory, fill_calendar, forget

# Lags in days, first and last: within a group each lag is taken to do as much as the others.
LAG_GROUPS = ((0, 0), (1, 3), (4, 7), (8, 14))
LONGEST_LAG = LAG_GROUPS[-1][1]
FEWEST_DAYS = 90  # of revenue with all lags of spend before them
# Two-sided 5 % critical values of a t-ratio with the Bartlett kernel, as a polynomial in the share
# of the series that the kernel spans: Kiefer and Vogelsang (2005), Econometric Theory 21, table 1.
CRITICAL = (1.9600, 2.9694, 0.4160, -0.5324)


@dataclass(frozen=True)
class SpendResponse:
    """By how many per cent revenue moves, in all, with one per cent of spend; 95 % interval.

    `by_lag` holds the part of each group of lags. Null where the days do not tell.
    """

    days_count: int
    elasticity: float | None
    low: float | None
    high: float | None
    by_lag: tuple[float, ...] = ()

    @property
    def is_told(self) -> bool:
        """Return whether there were days enough, and spend that changed."""
        return self.elasticity is not None

    @property
    def is_positive(self) -> bool:
        """Return whether revenue follows spend beyond chance."""
        return self.low is not None and self.low > 0


def fit_response(days: tuple[DaySpend, ...]) -> SpendResponse:
    """Regress revenue on spend of the same day and of the 14 days before.

    `days` are consecutive dates. Both series are divided by their mean, so that days without spend
    or orders need no logarithm and a coefficient is an elasticity at the mean. Weekdays and a trend
    that may turn every 56 days are held fixed, and what a day remembers of the one before is taken
    out.
    """
    rows = days[LONGEST_LAG:]
    revenue = np.array([day.revenue_amount for day in rows])
    spend = np.array([day.spend_amount for day in days])
    if len(rows) < FEWEST_DAYS or not revenue.any() or not np.ptp(spend):
        return SpendResponse(len(rows), None, None, None)
    calendar = fill_calendar(rows)
    design = np.column_stack([_average_lags(spend / spend.mean()), calendar])
    values = revenue / revenue.mean()
    memory = estimate_memory(values, design, slow_count=calendar.shape[1] - 6)
    pick = np.zeros(design.shape[1])
    pick[: len(LAG_GROUPS)] = 1
    model = sm.OLS(forget(values, memory), forget(design, memory))
    total = float(pick @ model.fit().params)
    reach = _measure_reach(model, pick)
    by_lag = tuple(float(part) for part in model.fit().params[: len(LAG_GROUPS)])
    return SpendResponse(len(rows), total, total - reach, total + reach, by_lag)


def _measure_reach(model: sm.OLS, pick: Array) -> float:
    """Return half the width of the 95 % interval of a sum of coefficients.

    It is Newey and West's with the truncation 1.3 * sqrt(n) and fixed-b critical values (Lazarus,
    Lewis, Stock and Watson 2018), and never less than the one of independent errors: on a hundred
    days the former is too narrow.
    """
    count = len(model.endog)
    truncation = math.ceil(1.3 * math.sqrt(count))
    robust = model.fit(cov_type="HAC", cov_kwds={"maxlags": truncation, "use_correction": True})
    plain = model.fit()
    critical = sum(factor * (truncation / count) ** power for power, factor in enumerate(CRITICAL))
    reaches = (
        critical * math.sqrt(float(pick @ robust.cov_params() @ pick)),
        float(student.ppf(0.975, plain.df_resid))
        * math.sqrt(float(pick @ plain.cov_params() @ pick)),
    )
    return max(reaches)


def _average_lags(spend: Array) -> Array:
    """Return the mean spend of each group of lags: one row a day from the longest lag on."""
    count = len(spend) - LONGEST_LAG
    columns = []
    for first, last in LAG_GROUPS:
        shifted = [spend[LONGEST_LAG - lag :][:count] for lag in range(first, last + 1)]
        columns.append(np.mean(shifted, axis=0))
    return np.column_stack(columns)
