"""What acting on tonight's riskiest orders is expected to save, and how many are worth it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.spec import load_spec
from include.ml.specs import ALERTING
from include.ml.terms import Money
from include.report import curve_forms as forms
from include.report.drawing import Chart, Table, draw_chart, say_nothing
from include.report.formats import (
    format_count,
    format_money,
    format_number,
    format_percent,
    format_plural,
)
from include.report.records import load_records
from include.report.summary import Brief

TITLE = "What acting is worth"
DRAWN_POINTS = 120
TABLED = (1, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class RiskRow:
    """One scored order, the riskiest first."""

    probability: float


@dataclass(frozen=True)
class Curve:
    """Expected saving by the number of orders acted on: `savings[n]` for the n riskiest.

    `worth` is how many are expected to save more than they cost, `capacity` how many there is
    time for, `acted` the smaller of both.
    """

    risks: tuple[float, ...]
    savings: tuple[float, ...]
    worth: int
    capacity: int

    @property
    def acted(self) -> int:
        """Return how many orders are acted on tonight."""
        return min(self.worth, self.capacity)


def load_savings(connection: Connection, brief: Brief) -> Chart:
    """Read and draw the curve of the brief's night."""
    rows = load_records(connection, "risks", RiskRow, brief.day)
    money = load_spec(ALERTING).money
    return draw_savings(find_curve([row.probability for row in rows], money), money, brief)


def find_curve(risks: Sequence[float], money: Money) -> Curve:
    """Return the curve of risks that are sorted from high to low."""
    each = [money.expect_expedited(risk) for risk in risks]
    return Curve(
        tuple(risks),
        tuple(accumulate(each, initial=0.0)),
        sum(risk >= money.high_threshold for risk in risks),
        money.alerts_per_night,
    )


def draw_savings(curve: Curve, money: Money, brief: Brief) -> Chart:
    """Draw the curve with the capacity; say so where nothing is scored or worth it."""
    if not curve.risks:
        return say_nothing(TITLE, f"No scores tonight. {brief.model_sentence}")
    if not curve.worth:
        return say_nothing(
            TITLE,
            f"Acting pays from a risk of {_say_threshold(money)} on; the riskiest of"
            f" {format_plural(len(curve.risks), 'open order')} has"
            f" {format_percent(curve.risks[0], 0)}.",
        )
    last = min(len(curve.risks), 2 * max(curve.worth, curve.capacity))
    rows = [{"orders": n, "saving": round(curve.savings[n], 2)} for n in _choose(last, curve)]
    saved = format_money(curve.savings[curve.acted], brief.currency)
    return draw_chart(
        Chart(
            f"Acting on {format_plural(curve.acted, 'order')} is expected to save {saved}",
            _say_limits(curve, money, brief.currency, is_drawn=curve.capacity <= last),
            _tabulate(curve, last, brief.currency),
        ),
        rows,
        lambda width: forms.plot_saving(
            rows,
            width,
            f"saving, {brief.currency}",
            curve.capacity if curve.capacity <= last else None,
            curve.worth,
        ),
    )


def _say_limits(curve: Curve, money: Money, currency: str, *, is_drawn: bool) -> str:
    minutes, threshold = format_number(money.minutes_per_day, 0), _say_threshold(money)
    time = (
        f"There is time for {format_count(curve.capacity)} a day{' (dashed)' if is_drawn else ''}:"
        f" {minutes} minutes, {format_number(money.minutes_per_intervention, 0)} for each."
    )
    if curve.worth > curve.capacity:
        most = format_money(curve.savings[curve.worth], currency)
        return (
            f"{time} With more, {format_count(curve.worth)} orders are worth it, to save {most}"
            f" (dot): those with a risk of {threshold} and more. The next one costs more than it"
            " saves."
        )
    return (
        f"{time} {format_plural(curve.worth, 'order is', 'orders are')} worth it (dot): those with"
        f" a risk of {threshold} and more. The next one costs more than it saves."
    )


def _say_threshold(money: Money) -> str:
    return format_percent(money.high_threshold, 0)


def _choose(last: int, curve: Curve) -> list[int]:
    """Choose the points to draw: evenly spread, with the ends and the one of the highest saving."""
    step = max(1, last // DRAWN_POINTS)
    return sorted({*range(0, last + 1, step), curve.worth, last})


def _tabulate(curve: Curve, last: int, currency: str) -> Table:
    counts = sorted({n for n in (*TABLED, curve.capacity, curve.worth, last) if 0 < n <= last})
    return Table(
        ("Orders acted on", "Risk of the last", "The last one adds", "Expected saving"),
        tuple(
            (
                format_count(n),
                format_percent(curve.risks[n - 1], 0),
                format_money(curve.savings[n] - curve.savings[n - 1], currency, 2),
                format_money(curve.savings[n], currency, 2),
            )
            for n in counts
        ),
    )
