"""Whether earlier alerts came true: the sentence, the picture and the numbers of the risk page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import chart_forms as forms
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.formats import (
    NOTHING,
    format_count,
    format_minutes,
    format_money,
    format_percent,
    format_plural,
    format_short_day,
)
from include.report.records import load_records
from include.report.summary import Brief
from include.report.theme import colour

TITLE = "Did earlier alerts come true?"
WEEK = timedelta(days=7)
COLUMNS = (
    "Night",
    "Alerts",
    "Came true",
    "Did not",
    "Waiting",
    "No outcome",
    "Expected to come true",
    "Late without alert",
    "Precision",
    "Precision at capacity",
    "Median lead",
    "Saved if expedited",
)


@dataclass(frozen=True)
class OutcomeRow:
    """What became of one night's alerts, by the evening of `known_by`."""

    day: date
    known_by: date
    alerts_count: int
    hits_count: int
    false_alarms_count: int
    waiting_alerts_count: int
    unanswered_alerts_count: int
    expected_hits_count: float
    misses_count: int
    alert_precision: float | None
    capacity_precision: float | None
    median_lead_hours: float | None
    saving_amount: Decimal

    @property
    def settled_count(self) -> int:
        """Return how many of the night's alerts have a known outcome."""
        return self.hits_count + self.false_alarms_count


def load_outcomes(connection: Connection, brief: Brief) -> Chart:
    """Read and draw what became of the alerts of the 28 nights before the brief's day."""
    return draw_outcomes(load_records(connection, "alert_outcomes", OutcomeRow, brief.day), brief)


def draw_outcomes(nights: Sequence[OutcomeRow], brief: Brief) -> Chart:
    """Draw each night's alerts by what became of them; say so where nothing is known."""
    if reason := _find_gap(nights):
        return say_nothing(TITLE, reason)
    week = [night for night in nights if night.day >= brief.day - WEEK]
    is_week_known = 2 * _add(week, "settled_count") >= _add(week, "alerts_count") > 0
    told, whose = (week, "last week's") if is_week_known else (nights, "the last four weeks'")
    rows = [
        {
            "label": f"{night.day.day} {night.day:%b}",
            "value": value,
            "shade": colour(shade),
        }
        for night in reversed(nights)
        for shade, value in (
            ("bad", night.hits_count),
            ("bar", night.false_alarms_count),
            ("scale-3", night.waiting_alerts_count + night.unanswered_alerts_count),
        )
    ]
    return draw_chart(
        Chart(_say_title(told, whose), _say_rest(told, brief), _tabulate(nights, brief.currency)),
        rows,
        lambda width: forms.plot_columns(rows, width, "alerts", "~s"),
        wide=FULL,
    )


def _find_gap(nights: Sequence[OutcomeRow]) -> str:
    """Return why there is nothing to tell; empty when an alert's outcome is known."""
    if not nights:
        return "No alert of an earlier night is on record yet."
    alerts = _add(nights, "alerts_count")
    if not alerts:
        return "No order was alerted in the nights before this one."
    if not _add(nights, "settled_count"):
        return (
            f"{format_plural(alerts, 'alert')} in the nights before this one, none with a known"
            " outcome yet: it is known once the promise has passed."
        )
    return ""


def _say_title(nights: Sequence[OutcomeRow], whose: str) -> str:
    alerts = format_plural(_add(nights, "alerts_count"), "alert")
    so_far = " so far" if _add(nights, "waiting_alerts_count") else ""
    return f"Of {whose} {alerts} {format_count(_add(nights, 'hits_count'))} came true{so_far}"


def _say_rest(nights: Sequence[OutcomeRow], brief: Brief) -> str:
    hits, misses = _add(nights, "hits_count"), _add(nights, "misses_count")
    waiting, settled = _add(nights, "waiting_alerts_count"), _add(nights, "settled_count")
    unanswered = _add(nights, "unanswered_alerts_count")
    expected = format_count(sum(night.expected_hits_count for night in nights))
    parts = [f"{format_count(_add(nights, 'false_alarms_count'))} did not"]
    parts += [f"{format_count(waiting)} wait for the promise to pass"] if waiting else []
    parts += [f"{format_count(unanswered)} ended without a delivery time"] if unanswered else []
    sentences = [
        f"{', '.join(parts)}.",
        f"Of the {format_count(settled)} with a known outcome the model expected {expected}.",
    ]
    if hits + misses:
        sentences.append(
            f"Night by night, {format_percent(hits / (hits + misses), 0)} of the scored orders"
            " that came late were alerted."
        )
    sentences.append("Orange came true, blue did not, grey is not known.")
    if nights[0].known_by < brief.day:
        evening = format_short_day(nights[0].known_by)
        sentences.append(f"As known on {evening}: newer outcomes were not recorded.")
    return " ".join(sentences)


def _tabulate(nights: Sequence[OutcomeRow], currency: str) -> Table:
    return Table(
        COLUMNS,
        tuple(
            (
                format_short_day(night.day),
                format_count(night.alerts_count),
                format_count(night.hits_count),
                format_count(night.false_alarms_count),
                format_count(night.waiting_alerts_count),
                format_count(night.unanswered_alerts_count),
                format_count(night.expected_hits_count) if night.settled_count else NOTHING,
                format_count(night.misses_count),
                format_percent(night.alert_precision),
                format_percent(night.capacity_precision),
                format_minutes(
                    None if night.median_lead_hours is None else 60 * night.median_lead_hours
                ),
                format_money(night.saving_amount, currency) if night.settled_count else NOTHING,
            )
            for night in nights
        ),
    )


def _add(nights: Sequence[OutcomeRow], name: str) -> int:
    return sum(getattr(night, name) for night in nights)
