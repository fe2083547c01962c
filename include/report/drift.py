"""The drift page: how far the world moved away from what the model was trained on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import chart_forms as forms
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.drift_rows import DEFECTS, FARTHEST, METHODS, DriftRow
from include.report.drift_sentences import (
    FIGURES,
    SUMMARIES,
    list_drift_actions,
    list_tables,
    say_defect,
    say_served,
)
from include.report.formats import (
    clean_text,
    format_count,
    format_figure,
    format_plural,
    format_short_day,
)
from include.report.records import load_records
from include.report.sections import build_part
from include.report.sentences import phrase_feature
from include.report.subjects import NO_MODEL
from include.report.summary import Brief

RANKED = 20
CALM = "No alarm: no column broke, and no two columns are far from what the model was trained on."


@dataclass(frozen=True)
class DriftPage:
    """What drift.html shows."""

    brief: Brief
    chart: Chart
    window: str
    alarms: tuple[str, ...]
    defects: Table
    served: Table


def load_drift(connection: Connection, brief: Brief) -> DriftPage:
    """Read the drift page of the brief's day, in the caller's snapshot."""
    rows = load_records(connection, "drift", DriftRow, brief.day)
    return DriftPage(
        brief=brief,
        chart=build_part("Drift by column", lambda: draw_drift(rows, brief)),
        window=build_part("The windows", lambda: _say_window(rows, brief.day)),
        alarms=build_part("Alarms", lambda: (list_drift_actions(rows) or (CALM,)) if rows else ()),
        defects=build_part("Broken tonight", lambda: _tabulate_defects(rows)),
        served=build_part("Served against tested", lambda: _tabulate_served(rows)),
    )


def draw_drift(measured: Sequence[DriftRow], brief: Brief | None = None) -> Chart:
    """Draw each column's distance from its training window, in thresholds."""
    columns = [row for row in measured if row.is_column]
    if not columns:
        reason = "Drift was not measured for this night."
        if brief is not None and not brief.subjects.has_promises:
            reason = f"{NO_MODEL[:-1]} and nothing that could drift."
        return say_nothing("Drift", reason)
    ranked = sorted(columns, key=lambda row: (not row.is_drifted, -row.distance))
    drifted = [row for row in ranked if row.is_drifted]
    rows = [
        {
            "label": phrase_feature(row.column_name),
            "value": max(0.0, min(row.distance, FARTHEST)),
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
    told = [row for row in measured if row.method not in {*DEFECTS, "performance"}]
    return Table(
        ("Column", "Method", "Value", "Threshold", "Drifted"),
        tuple(
            (
                SUMMARIES.get(row.column_name) or phrase_feature(row.column_name),
                METHODS.get(row.method, row.method),
                format_figure(row.value),
                format_figure(row.threshold),
                row.severity if row.is_drifted else "no",
            )
            for row in sorted(told, key=lambda row: (not row.is_drifted, -row.distance))
        ),
    )


def _tabulate_defects(measured: Sequence[DriftRow]) -> Table:
    return Table(
        ("Column", "Tonight", "Limit", "Look at"),
        tuple(
            (
                phrase_feature(row.column_name),
                say_defect(row),
                format_figure(row.threshold),
                f"{list_tables(row.column_name)} (column {row.column_name})",
            )
            for row in measured
            if row.method in DEFECTS
        ),
    )


def _tabulate_served(measured: Sequence[DriftRow]) -> Table:
    return Table(
        ("Figure", "Served, last four weeks (95 % interval)", "Limit by the test", "Worse"),
        tuple(
            (
                FIGURES[row.column_name],
                say_served(row),
                format_figure(row.threshold),
                "yes" if row.is_drifted else "no",
            )
            for row in measured
            if row.column_name in FIGURES
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
