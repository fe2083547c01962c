"""What became of each file of the night: its rows by outcome, and files that were not read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from include.report import chart_forms as forms
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.formats import clean_text, format_count, format_percent, format_plural

DRAWN_FILES = 15
STATES = {
    "loaded": "loaded",
    "duplicate": "same content twice",
    "quarantined": "quarantined whole",
    "unknown": "not read",
    "closed": "closed day",
}


@dataclass(frozen=True)
class LedgerRow:
    """What became of one file and of its rows."""

    file_name: str
    table_name: str
    rows_read: int
    rows_loaded: int
    rows_merged: int
    rows_quarantined: int
    bytes: int
    state: str = "loaded"
    note: str | None = None


@dataclass(frozen=True)
class FileNote:
    """Something to know about a file as a whole."""

    file_name: str
    state: str
    note: str
    is_bad: bool


def draw_balance(files: Sequence[LedgerRow]) -> Chart:
    """Draw the part of each file that was quarantined; the table holds the whole balance."""
    if not files:
        return say_nothing("Rows of the night", "No file was loaded for this day.")
    read = sum(row.rows_read for row in files)
    if not read:
        return say_nothing("Rows of the night", "The files of this day hold no rows.")
    quarantined = sum(row.rows_quarantined for row in files)
    loaded, merged = (
        sum(getattr(row, name) for row in files) for name in ("rows_loaded", "rows_merged")
    )
    balance = "Every row is accounted for" if read == loaded + merged + quarantined else "Rows lost"
    words = Chart(
        f"{balance}: {format_count(read)} read",
        f"{format_count(loaded)} loaded, {format_count(merged)} merged into a newer row of the"
        f" same key, {format_count(quarantined)} quarantined"
        f" ({format_percent(quarantined / read, 2)}).",
        tabulate_files(files),
    )
    if not quarantined:
        return words
    drawn = [row for row in files if row.rows_read][:DRAWN_FILES]
    worst = max(drawn, key=lambda row: row.rows_quarantined / row.rows_read)
    rows = [
        {
            "label": clean_text(row.file_name, 24),
            "value": row.rows_quarantined / row.rows_read,
            "note": f"{format_count(row.rows_quarantined)} of {format_count(row.rows_read)}",
            "is_marked": row is worst,
        }
        for row in drawn
    ]
    return draw_chart(
        replace(words, takeaway=f"{words.takeaway} Bars: the quarantined part of each file."),
        rows,
        lambda width: forms.plot_ranked(rows, width, ".1%", None),
        wide=FULL,
    )


def tabulate_files(files: Sequence[LedgerRow]) -> Table:
    """Return the balance of every file."""
    return Table(
        ("File", "Read", "Loaded", "Merged", "Quarantined", "State"),
        tuple(
            (
                clean_text(row.file_name, 60),
                format_count(row.rows_read),
                format_count(row.rows_loaded),
                format_count(row.rows_merged),
                format_count(row.rows_quarantined),
                name_state(row.state),
            )
            for row in files
        ),
    )


def note_files(files: Sequence[LedgerRow]) -> tuple[FileNote, ...]:
    """Return the files that were not simply loaded, or of which more is to be said."""
    return tuple(
        FileNote(
            clean_text(row.file_name, 60),
            name_state(row.state),
            clean_text(row.note, 300),
            is_bad=row.state == "quarantined",
        )
        for row in sorted(files, key=lambda row: (row.state != "quarantined", row.file_name))
        if row.state != "loaded" or row.note
    )


def name_state(state: str) -> str:
    """Return what a reader calls the state of a file."""
    return STATES.get(state, clean_text(state, 40))


def say_absent(files: Sequence[LedgerRow], tables: Collection[str]) -> str:
    """Say which tables no file came for; empty when every one had a file, or none had."""
    absent = sorted(set(tables) - {row.table_name for row in files})
    if not absent or not files:
        return ""
    if any(row.state == "closed" for row in files):
        return "The day was declared closed: no file was due."
    return (
        f"No file came for {format_plural(len(absent), 'table')} that may go a day without one:"
        f" {', '.join(absent)}."
    )
