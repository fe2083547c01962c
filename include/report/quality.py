"""The data quality page: what became of every row of the night, and why some wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.drawing import Chart, Table
from include.report.formats import clean_text, format_count, format_minutes, format_plural
from include.report.quality_checks import FindingGroup, FindingRow, draw_orphans, show_findings
from include.report.quality_files import (
    FileNote,
    LedgerRow,
    draw_balance,
    note_files,
    say_absent,
    tabulate_files,
)
from include.report.records import load_records
from include.report.samples import show_reason, show_value
from include.report.summary import Brief
from include.settings import load_settings
from include.sources.contract import load_contract


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
    files: Table
    file_notes: tuple[FileNote, ...]
    absent_sentence: str
    quarantine: tuple[QuarantineGroup, ...]
    quarantine_sentence: str
    mending: tuple[str, ...]
    orphans: Chart
    orphan_groups: tuple[FindingGroup, ...]
    warnings: tuple[FindingGroup, ...]
    steps: Table


def load_quality(connection: Connection, brief: Brief) -> QualityPage:
    """Read the data quality page of the brief's day, in the caller's snapshot."""
    waiting = load_records(connection, "quarantine", QuarantineRow, brief.day)
    files = load_records(connection, "ledger", LedgerRow, brief.day)
    findings = load_records(connection, "check_findings", FindingRow, brief.day)
    source = load_settings().source
    given = f"SOURCE={source} DAY={brief.day}"
    return QualityPage(
        brief=brief,
        balance=draw_balance(files),
        files=tabulate_files(files),
        file_notes=note_files(files),
        absent_sentence=say_absent(files, load_contract(source).tables),
        quarantine=tuple(_show_group(row) for row in waiting),
        quarantine_sentence=_say_quarantine(waiting),
        mending=(f"make quarantine {given}", f"make replay-quarantine {given}"),
        orphans=draw_orphans(findings, brief.day),
        orphan_groups=show_findings(findings, brief.day, are_orphans=True),
        warnings=show_findings(findings, brief.day, are_orphans=False),
        steps=_tabulate_steps(load_records(connection, "steps", StepRow, brief.day)),
    )


def _show_group(row: QuarantineRow) -> QuarantineGroup:
    return QuarantineGroup(
        reason=show_reason(row.reason),
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
        f" {show_reason(top.reason)}. The raw rows are kept, and can be mended and put back."
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
