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
    format_number,
    format_plural,
    format_short_day,
)
from include.report.records import load_records
from include.report.sentences import phrase_feature
from include.report.summary import Brief

RANKED = 20
FARTHEST = 4.0  # bars end here; the note keeps the figure
P_VALUE_METHODS = ("chisquare",)  # their smaller values mean more drift
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
        if self.method in P_VALUE_METHODS:
            if self.value <= 0 or not 0 < self.threshold < 1:
                return FARTHEST
            return math.log(self.value) / math.log(self.threshold)
        return self.value / self.threshold if self.threshold else FARTHEST


@dataclass(frozen=True)
class DriftPage:
    """What drift.html shows."""

    brief: Brief
    chart: Chart
    window: str


def load_drift(connection: Connection, brief: Brief) -> DriftPage:
    """Read the drift page of the brief's day, in the caller's snapshot."""
    rows = load_records(connection, "drift", DriftRow, brief.day)
    return DriftPage(brief=brief, chart=draw_drift(rows), window=_say_window(rows, brief.day))


def draw_drift(measured: Sequence[DriftRow]) -> Chart:
    """Draw each column's distance from its training window, in thresholds."""
    columns = [row for row in measured if row.column_name != ALL_COLUMNS]
    if not columns:
        return say_nothing("Drift", "Drift was not measured for this night.")
    ranked = sorted(columns, key=lambda row: (not row.is_drifted, -row.severity))
    drifted = [row for row in columns if row.is_drifted]
    rows = [
        {
            "label": phrase_feature(row.column_name),
            "value": max(0.0, min(row.severity, FARTHEST)),
            "note": f"{row.method} {format_number(row.value, 3)}",
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
            + "The dashed line is the threshold; a bar beyond it has drifted.",
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
                row.method,
                format_number(row.value, 4),
                format_number(row.threshold, 4),
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
