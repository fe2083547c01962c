"""Whether earlier alerts came true: the sentence, the picture and the numbers of the risk page."""

from collections.abc import Sequence

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import chart_forms as forms
from include.report.drawing import Chart, Table, draw_chart, say_nothing
from include.report.formats import (
    NOTHING,
    format_count,
    format_minutes,
    format_money,
    format_percent,
    format_plural,
    format_short_day,
)
from include.report.outcome_rows import OutcomeRow, add_up, choose_told, say_outcomes
from include.report.records import load_records
from include.report.summary import Brief
from include.report.theme import colour

TITLE = "Did earlier alerts come true?"
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


def load_outcomes(connection: Connection, brief: Brief) -> Chart:
    """Read and draw what became of the alerts of the 28 nights before the brief's day."""
    return draw_outcomes(load_records(connection, "alert_outcomes", OutcomeRow, brief.day), brief)


def draw_outcomes(nights: Sequence[OutcomeRow], brief: Brief) -> Chart:
    """Draw each night's alerts by what became of them; say so where nothing is known."""
    if reason := _find_gap(nights):
        return say_nothing(TITLE, reason)
    told, _ = choose_told(nights, brief.day)
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
        Chart(
            say_outcomes(nights, brief.day),
            _say_rest(told, brief),
            _tabulate(nights, brief.currency),
        ),
        rows,
        lambda width: forms.plot_columns(rows, width, "alerts", "~s"),
    )


def _find_gap(nights: Sequence[OutcomeRow]) -> str:
    """Return why there is nothing to tell; empty when an alert's outcome is known."""
    if not nights:
        return "No alert of an earlier night is on record yet."
    alerts = add_up(nights, "alerts_count")
    if not alerts:
        return "No order was alerted in the nights before this one."
    if not add_up(nights, "settled_count"):
        return (
            f"{format_plural(alerts, 'alert')} in the nights before this one, none with a known"
            " outcome yet: it is known once the promise has passed."
        )
    return ""


def _say_rest(nights: Sequence[OutcomeRow], brief: Brief) -> str:
    hits, misses = add_up(nights, "hits_count"), add_up(nights, "misses_count")
    waiting, settled = add_up(nights, "waiting_alerts_count"), add_up(nights, "settled_count")
    unanswered = add_up(nights, "unanswered_alerts_count")
    expected = format_count(sum(night.expected_hits_count for night in nights))
    parts = [f"{format_count(add_up(nights, 'false_alarms_count'))} did not"]
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
