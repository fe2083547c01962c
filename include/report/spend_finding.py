"""Whether revenue followed a change of marketing spend, in words and with its uncertainty."""

from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.daily_series import DaySpend
from include.report.formats import (
    format_change,
    format_money,
    format_percent,
    format_plural,
    is_known,
)
from include.report.records import load_records
from include.report.spend_change import WINDOW_DAYS, SpendChange, compare_windows
from include.report.spend_response import LONGEST_LAG, SpendResponse, fit_response

TOLD_CHANGE = 0.10  # of spend: less is no change that anybody decided
FELT_SHARE = 0.5  # of the change that must have had its two weeks
TITLES = {
    "no_spend": "No marketing spend",
    "too_few_days": "Spend and revenue: too few days",
    "steady": "Spend as before",
    "too_early": "Spend changed, too early to tell",
    "flat": "Spend up, revenue flat",
    "followed": "Spend up, revenue up",
    "not_missed": "Spend down, revenue held",
    "missed": "Spend down, revenue down",
    "unclear": "Spend changed, revenue unclear",
}
ATTRIBUTION = (
    "ROAS divides all revenue by all spend of the same days: it does not say which order an"
    " advertisement brought, and what the channels attribute to themselves is their own claim."
)


@dataclass(frozen=True)
class SpendFinding:
    """What can be told of spend and revenue on a day; `verdict` is a key of `TITLES`."""

    verdict: str
    sentences: tuple[str, ...]
    days_count: int
    change: SpendChange | None
    response: SpendResponse | None

    @property
    def title(self) -> str:
        """Return the verdict as a heading."""
        return TITLES[self.verdict]


def load_spend_finding(connection: Connection, day: date, currency: str) -> SpendFinding:
    """Read a year of days up to `day` and judge them."""
    return judge_spend(load_records(connection, "spend_days", DaySpend, day), currency)


def judge_spend(days: tuple[DaySpend, ...], currency: str) -> SpendFinding:
    """Judge consecutive dates: did revenue of the newest 28 days follow their spend?

    Raises `ValueError` for an amount that is no number.
    """
    told = cut_untold(days)
    for day in told:
        if not (is_known(day.revenue_amount) and is_known(day.spend_amount)):
            raise ValueError(f"revenue or marketing spend of {day.date} is no number")
    if not told:
        return SpendFinding("no_spend", ("This source tells no marketing spend.",), 0, None, None)
    change, response = compare_windows(told), fit_response(told)
    verdict = "too_few_days" if change is None else name_verdict(change)
    return SpendFinding(
        verdict=verdict,
        sentences=(
            _say_change(verdict, change, len(told)),
            *_say_break_even(verdict, change, currency),
            _say_response(response),
        ),
        days_count=len(told),
        change=change,
        response=response,
    )


def cut_untold(days: tuple[DaySpend, ...]) -> tuple[DaySpend, ...]:
    """Leave out the dates before the first revenue and before the first spend."""
    sold = [place for place, day in enumerate(days) if day.revenue_amount]
    spent = [place for place, day in enumerate(days) if day.spend_amount]
    return days[max(sold[0], spent[0]) :] if sold and spent else ()


def name_verdict(change: SpendChange) -> str:
    """Return the verdict on a change.

    Revenue followed a rise when its interval lies above 0. It did not when the interval reaches
    down to 0 and stays below the rise of spend that two weeks have felt: growth in proportion is
    excluded. For a cut it is the same, upside down.
    """
    spend, felt, low, high = change.spend_change, change.felt_change, change.low, change.high
    if spend is None or felt is None or low is None or high is None:
        return "unclear"
    if abs(spend) < TOLD_CHANGE:
        return "steady"
    if felt / spend < FELT_SHARE:
        return "too_early"
    if spend > 0:
        return "followed" if low > 0 else "flat" if high < felt else "unclear"
    return "missed" if high < 0 else "not_missed" if low > felt else "unclear"


def _say_change(verdict: str, change: SpendChange | None, count: int) -> str:
    if change is None:
        fewest = 2 * WINDOW_DAYS + LONGEST_LAG
        return (
            f"Whether revenue follows spend cannot be told from {format_plural(count, 'day')}:"
            f" it takes {fewest}."
        )
    if change.spend_change is None:
        return f"Nothing was spent in the {WINDOW_DAYS} days before, so no change can be told."
    spend = change.spend_change
    moved = f"Spend {'rose' if spend > 0 else 'fell'} by {format_percent(abs(spend), 0)}"
    revenue = f"{format_change(change.revenue_change)}; {_say_range(change.low, change.high)}"
    ends = {
        "steady": f"; revenue changed by {revenue}",
        "too_early": f", but too late for revenue to have answered yet ({revenue})",
        "flat": f", revenue did not follow ({revenue})",
        "followed": f" and revenue rose ({revenue})",
        "not_missed": f" and revenue did not fall with it ({revenue})",
        "missed": f" and revenue fell ({revenue})",
        "unclear": f"; whether revenue followed cannot be told ({revenue})",
    }
    return f"{moved} in {WINDOW_DAYS} days against the {WINDOW_DAYS} before{ends[verdict]}."


def _say_break_even(verdict: str, change: SpendChange | None, currency: str) -> tuple[str, ...]:
    """Say what extra spend had to bring, where it is not already plain that it did."""
    if change is None or verdict not in {"flat", "unclear"} or change.extra_spend <= 0:
        return ()
    if not change.revenue_before or change.low is None or change.high is None:
        return ()
    needed = change.extra_spend / change.revenue_before
    if change.low > needed:
        end = "revenue rose by more"
    elif change.high < needed:
        end = "revenue did not reach that"
    else:
        end = "these days cannot tell whether it did"
    return (
        f"The extra {format_money(change.extra_spend, currency)} comes back with"
        f" {format_percent(needed)} more revenue, before the cost of the goods: {end}.",
    )


def _say_response(response: SpendResponse) -> str:
    if response.elasticity is None:
        return (
            f"How much revenue answers spend within {LONGEST_LAG} days cannot be told from"
            f" {format_plural(response.days_count, 'day')}."
        )
    told = (
        f"Over {response.days_count} days, {format_percent(0.1, 0)} more spend went with"
        f" {format_change(response.elasticity / 10)} revenue within {LONGEST_LAG} days"
        f" ({_say_range((response.low or 0) / 10, (response.high or 0) / 10)})"
    )
    if response.is_positive:
        return f"{told}: revenue follows spend."
    return f"{told}: an effect cannot be told from chance."


def _say_range(low: float | None, high: float | None) -> str:
    return f"95%: {format_change(low)} to {format_change(high)}"
