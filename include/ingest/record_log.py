"""What became of a day's rows, in words: for the log of the load and for a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.mending import list_refused

LONGEST_VALUE = 80
SAMPLES = 3
LOGGED_REASONS = 20  # of one file; the quarantine holds them all


@dataclass(frozen=True)
class Sample:
    """One rejected row: its line, the column at fault and what stood there."""

    line_number: int
    column_name: str | None
    value: str | None

    def describe(self) -> str:
        """Say where the row is and what is wrong there, in one short line."""
        if self.column_name is None:
            return f"line {self.line_number}: the whole line"
        return f"line {self.line_number}: {self.column_name} is {shorten_value(self.value)!r}"


@dataclass(frozen=True)
class Reason:
    """The rejected rows of one file and reason, with the first of them."""

    table_name: str
    reason: str
    rows_count: int
    samples: tuple[Sample, ...]

    def describe(self) -> str:
        """Say how many rows there are and why."""
        return f"{_count(self.rows_count, 'row')}: {shorten_value(self.reason, 200)}"


def shorten_value(value: str | None, limit: int = LONGEST_VALUE) -> str:
    """Return text from a file as one short line that no terminal or log takes for a command."""
    head = (value or "")[: limit + 1]
    line = "".join(character if character.isprintable() else " " for character in head)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def load_reasons(cursor: Cursor, day: date, samples: int = SAMPLES) -> dict[str, list[Reason]]:
    """Return why rows of a day are in quarantine: by file, the most frequent reason first."""
    cursor.execute(
        """
        with
        numbered as (
            select
                file_name, table_name, reason, line_number, column_name, value,
                row_number() over (
                    partition by file_name, table_name, reason order by line_number
                ) as place
            from ops.quarantine
            where day = %(day)s::date
        )

        select
            file_name, table_name, reason, count(*),
            array_agg(line_number order by place) filter (where place <= %(samples)s),
            array_agg(column_name order by place) filter (where place <= %(samples)s),
            array_agg(left(value, 200) order by place) filter (where place <= %(samples)s)
        from numbered
        group by file_name, table_name, reason
        order by file_name, count(*) desc, reason
        """,
        {"day": day, "samples": samples},
    )
    reasons: dict[str, list[Reason]] = {}
    for file, table, reason, count, lines, columns, values in cursor.fetchall():
        shown = tuple(map(Sample, lines, columns, values))
        reasons.setdefault(file, []).append(Reason(table, reason, count, shown))
    return reasons


def describe_outcome(cursor: Cursor, day: date) -> list[str]:
    """Say what became of each file of a day: rows by outcome, and why some are in quarantine.

    Reads what the running transaction has recorded; one line of the log each.
    """
    reasons = load_reasons(cursor, day)
    cursor.execute(
        """
        select
            file_name, table_name, rows_read, rows_loaded, rows_merged, rows_quarantined,
            state, note
        from ops.load_ledger
        where day = %(day)s::date
        order by table_name, file_name
        """,
        {"day": day},
    )
    lines = []
    for file, table, read, loaded, merged, quarantined, state, note in cursor.fetchall():
        told = "" if state == "loaded" else f", {state}"
        lines.append(
            f"{file} ({table}{told}): {read:,} read = {loaded:,} loaded + {merged:,} merged"
            f" + {quarantined:,} quarantined" + (f"; {note}" if note else "")
        )
        lines.extend(_describe_reasons(reasons.get(file, [])))
    lines.extend(
        f"{file} line {line}: the mended row was not taken, because other bytes stand on that line"
        " now: `make quarantine` shows what is wrong with them"
        for file, line in list_refused(cursor, day)
    )
    return lines


def _describe_reasons(reasons: list[Reason]) -> Iterator[str]:
    for reason in reasons[:LOGGED_REASONS]:
        yield f"    {reason.describe()}"
        yield from (f"        {sample.describe()}" for sample in reason.samples)
    if len(reasons) > LOGGED_REASONS:
        yield f"    and {_count(len(reasons) - LOGGED_REASONS, 'other reason')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
