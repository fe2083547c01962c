"""The data quality page: what became of every row of the night, and why some wait."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import chart_forms as forms
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.formats import (
    clean_text,
    format_count,
    format_minutes,
    format_percent,
    format_plural,
)
from include.report.records import load_records
from include.report.summary import Brief

DRAWN_FILES = 15
HIDDEN = "(hidden)"

# A column whose name has one of these words may hold personal data: its samples are not shown.
PERSONAL_WORDS = frozenset(
    {"name", "email", "mail", "phone", "mobile", "contact", "address", "street"}
    | {"comment", "message", "text", "title", "feedback"}
)
EMAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+")


@dataclass(frozen=True)
class LedgerRow:
    """What became of the rows of one file."""

    file_name: str
    table_name: str
    rows_read: int
    rows_loaded: int
    rows_merged: int
    rows_quarantined: int
    bytes: int


@dataclass(frozen=True)
class QuarantineRow:
    """Quarantined rows of one table, column and reason, with up to three samples."""

    table_name: str
    column_name: str | None
    reason: str
    rows_count: int
    all_rows_count: int
    file_name: str
    line_numbers: list[int]
    sample_values: list[str | None]


@dataclass(frozen=True)
class QuarantineGroup:
    """Quarantined rows with one reason, as shown; a sample is a place in the file and a value."""

    reason: str
    table_name: str
    rows_count: int
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StepRow:
    """One step of the night."""

    step: str
    state: str
    seconds: float | None


@dataclass(frozen=True)
class QualityPage:
    """What quality.html shows."""

    brief: Brief
    balance: Chart
    quarantine: tuple[QuarantineGroup, ...]
    quarantine_sentence: str
    steps: Table


def load_quality(connection: Connection, brief: Brief) -> QualityPage:
    """Read the data quality page of the brief's day, in the caller's snapshot."""
    waiting = load_records(connection, "quarantine", QuarantineRow, brief.day)
    return QualityPage(
        brief=brief,
        balance=draw_balance(load_records(connection, "ledger", LedgerRow, brief.day)),
        quarantine=tuple(_show_group(row) for row in waiting),
        quarantine_sentence=_say_quarantine(waiting),
        steps=_tabulate_steps(load_records(connection, "steps", StepRow, brief.day)),
    )


def draw_balance(files: Sequence[LedgerRow]) -> Chart:
    """Draw the part of each file that was quarantined; the table holds the whole balance."""
    if not files:
        return say_nothing("Rows of the night", "No file was loaded for this day.")
    read = sum(row.rows_read for row in files)
    quarantined = sum(row.rows_quarantined for row in files)
    loaded, merged = (
        sum(getattr(row, name) for row in files) for name in ("rows_loaded", "rows_merged")
    )
    rows = [
        {
            "label": clean_text(row.file_name, 24),
            "value": row.rows_quarantined / row.rows_read if row.rows_read else 0.0,
            "note": f"{format_count(row.rows_quarantined)} of {format_count(row.rows_read)}",
            "is_marked": row is files[0] and row.rows_quarantined > 0,
        }
        for row in files[:DRAWN_FILES]
    ]
    balance = "Every row is accounted for" if read == loaded + merged + quarantined else "Rows lost"
    return draw_chart(
        Chart(
            f"{balance}: {format_count(read)} read",
            f"{format_count(loaded)} loaded, {format_count(merged)} merged into a newer row of the"
            f" same key, {format_count(quarantined)} quarantined"
            f" ({format_percent(quarantined / read if read else None, 2)}). Bars: the quarantined"
            " part of each file.",
            _tabulate_files(files),
        ),
        rows,
        lambda width: forms.plot_ranked(rows, width, ".1%", None),
        wide=FULL,
    )


def _tabulate_files(files: Sequence[LedgerRow]) -> Table:
    return Table(
        ("File", "Read", "Loaded", "Merged", "Quarantined"),
        tuple(
            (
                clean_text(row.file_name, 60),
                format_count(row.rows_read),
                format_count(row.rows_loaded),
                format_count(row.rows_merged),
                format_count(row.rows_quarantined),
            )
            for row in files
        ),
    )


def show_value(column: str | None, value: str | None) -> str:
    """Return a quarantined value without personal data."""
    if column is None:
        return "the whole line"
    if PERSONAL_WORDS & set(column.lower().split("_")):
        return HIDDEN
    return EMAIL.sub(HIDDEN, clean_text(value, 40)) or "(empty)"


def _show_group(row: QuarantineRow) -> QuarantineGroup:
    return QuarantineGroup(
        reason=EMAIL.sub(HIDDEN, clean_text(row.reason)),
        table_name=row.table_name,
        rows_count=row.rows_count,
        samples=tuple(
            (
                f"{clean_text(row.file_name, 60)} line {format_count(line)}",
                show_value(row.column_name, value),
            )
            for line, value in zip(row.line_numbers, row.sample_values, strict=True)
        ),
    )


def _say_quarantine(waiting: Sequence[QuarantineRow]) -> str:
    if not waiting:
        return "No row of this night is in quarantine."
    count, top = waiting[0].all_rows_count, waiting[0]
    return (
        f"{format_plural(count, 'row')} in quarantine; the largest group"
        f" ({format_plural(top.rows_count, 'row')}) is in table {top.table_name}:"
        f" {EMAIL.sub(HIDDEN, clean_text(top.reason))}. The raw rows are kept in ops.quarantine and"
        " can be replayed after a fix."
    )


def _tabulate_steps(steps: Sequence[StepRow]) -> Table:
    return Table(
        ("Step", "State", "Took"),
        tuple(
            (
                step.step,
                step.state,
                f"{step.seconds:.0f} s"
                if step.seconds is not None and step.seconds < 120
                else format_minutes(step.seconds / 60 if step.seconds is not None else None),
            )
            for step in steps
        ),
    )
