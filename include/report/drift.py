"""The drift page: how far the world moved away from what the model was trained on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import chart_forms as forms
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.formats import (
    clean_text,
    format_count,
    format_figure,
    format_plural,
    format_short_day,
)
from include.report.records import load_records
from include.report.sentences import phrase_feature
from include.report.subjects import NO_MODEL
from include.report.summary import Brief

RANKED = 20
FARTHEST = 4.0  # bars end here; the note keeps the figure
# method: name for people; of a p-value, less means more drift
METHODS = {"ks": "KS p", "chisquare": "chi\u00b2 p", "psi": "PSI"}
P_VALUE_METHODS = ("ks", "chisquare")
ALL_COLUMNS = "(share)"


@dataclass(frozen=True)
class DriftRow:
    """One column's distance from the training window by one method."""

    model: str
    column_name: str
    method: str
    value: float
    threshold: float
    is_drifted: bool
    reference_rows: int
    current_rows: int
    reference_from: date
    reference_to: date
    current_from: date

    @property
    def severity(self) -> float:
        """Return the distance in thresholds: 1 is the limit, more has drifted."""
        if self.method in P_VALUE_METHODS and self.value > 0 and 0 < self.threshold < 1:
            return math.log(self.value) / math.log(self.threshold)
        if self.method not in P_VALUE_METHODS and self.threshold > 0:
            return self.value / self.threshold
        return FARTHEST if self.is_drifted else 0.0

    @property
    def figure(self) -> str:
        """Return the method and its value for people."""
        return f"{METHODS.get(self.method, self.method)} {format_figure(self.value)}"


@dataclass(frozen=True)
class DriftPage:
    """What drift.html shows."""

    brief: Brief
    chart: Chart
    window: str


def load_drift(connection: Connection, brief: Brief) -> DriftPage:
    """Read the drift page of the brief's day, in the caller's snapshot."""
    rows = load_records(connection, "drift", DriftRow, brief.day)
    return DriftPage(
        brief=brief, chart=draw_drift(rows, brief), window=_say_window(rows, brief.day)
    )


def draw_drift(measured: Sequence[DriftRow], brief: Brief | None = None) -> Chart:
    """Draw each column's distance from its training window, in thresholds."""
    columns = [row for row in measured if row.column_name != ALL_COLUMNS]
    if not columns:
        reason = "Drift was not measured for this night."
        if brief is not None and not brief.subjects.has_promises:
            reason = f"{NO_MODEL[:-1]} and nothing that could drift."
        return say_nothing("Drift", reason)
    ranked = sorted(columns, key=lambda row: (not row.is_drifted, -row.severity))
    drifted = [row for row in ranked if row.is_drifted]
    rows = [
        {
            "label": phrase_feature(row.column_name),
            "value": max(0.0, min(row.severity, FARTHEST)),
            "note": row.figure,
            "is_marked": row.is_drifted,
        }
        for row in ranked[:RANKED]
    ]
    names = ", ".join(f"“{phrase_feature(row.column_name)}”" for row in drifted[:3])
    return draw_chart(
        Chart(
            f"{format_count(len(drifted))} of {format_plural(len(columns), 'column')} drifted"
            if drifted
            else f"None of {format_plural(len(columns), 'column')} drifted",
            (f"Farthest: {names}. " if drifted else "The model sees what it was trained on. ")
            + "Bars: the distance in thresholds; one beyond the dashed line has drifted.",
            _tabulate_drift(measured),
        ),
        rows,
        lambda width: forms.plot_ranked(rows, width, ".1f", 1.0),
        wide=FULL,
    )


def _tabulate_drift(measured: Sequence[DriftRow]) -> Table:
    return Table(
        ("Column", "Method", "Value", "Threshold", "Drifted"),
        tuple(
            (
                phrase_feature(row.column_name),
                METHODS.get(row.method, row.method),
                format_figure(row.value),
                format_figure(row.threshold),
                "yes" if row.is_drifted else "no",
            )
            for row in sorted(measured, key=lambda row: (not row.is_drifted, -row.severity))
        ),
    )


def _say_window(rows: Sequence[DriftRow], day: date) -> str:
    if not rows:
        return ""
    row = max(rows, key=lambda candidate: candidate.current_rows)
    return clean_text(
        f"Open orders of {format_short_day(row.current_from)} to {format_short_day(day)}"
        f" ({format_count(row.current_rows)}) against the training window"
        f" {format_short_day(row.reference_from)} to {format_short_day(row.reference_to)}"
        f" ({format_count(row.reference_rows)}).",
        300,
    )
