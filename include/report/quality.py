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
from include.report.sections import build_part
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
    day, source = brief.day, load_settings().source
    waiting = build_part(
        "In quarantine", lambda: load_records(connection, "quarantine", QuarantineRow, day)
    )
    files = build_part(
        "The night's files", lambda: load_records(connection, "ledger", LedgerRow, day)
    )
    findings = build_part(
        "The checks", lambda: load_records(connection, "check_findings", FindingRow, day)
    )
    given = f"SOURCE={source} DAY={day}"
    return QualityPage(
        brief=brief,
        balance=build_part("The night's rows", lambda: draw_balance(files)),
        files=build_part("The night's files", lambda: tabulate_files(files)),
        file_notes=build_part("The night's files", lambda: note_files(files)),
        absent_sentence=build_part(
            "The night's files", lambda: say_absent(files, load_contract(source).tables)
        ),
        quarantine=build_part("In quarantine", lambda: tuple(_show_group(row) for row in waiting)),
        quarantine_sentence=build_part("In quarantine", lambda: _say_quarantine(waiting)),
        mending=(f"make quarantine {given}", f"make replay-quarantine {given}"),
        orphans=build_part("Rows without their parent", lambda: draw_orphans(findings, day)),
        orphan_groups=build_part(
            "Rows without their parent", lambda: show_findings(findings, day, are_orphans=True)
        ),
        warnings=build_part(
            "Warnings of the checks", lambda: show_findings(findings, day, are_orphans=False)
        ),
        steps=build_part(
            "The night's steps",
            lambda: _tabulate_steps(load_records(connection, "steps", StepRow, day)),
        ),
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
