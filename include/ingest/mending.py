"""Rows that a person has mended: remembered apart from the day, and taken by each of its loads.

A mended row stands for the bytes that it was made from. The load replaces the record that starts
on its line only while those bytes are there, so that a file that was sent anew is never overruled.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from psycopg2.extensions import cursor as Cursor  # noqa: N812
from psycopg2.extras import execute_values


@dataclass(frozen=True)
class MendedRow:
    """A corrected record: one line of CSV with commas, in the order of the file's header."""

    file_name: str
    line_number: int
    raw_sha256: str
    mended: str


def hash_record(raw: bytes | memoryview) -> str:
    """Return the checksum by which a record's bytes, line ends included, are known again."""
    return sha256(raw).hexdigest()


def load_mended(cursor: Cursor, day: date, file_name: str) -> dict[int, tuple[str, str]]:
    """Return the mended rows of a file: by line, the checksum of the old bytes and the new text.

    The text is one CSV record with commas, without a line end of its own, its fields in the order
    of the file's header. It replaces the record that starts on that line if `hash_record` of the
    record's bytes, as they would go to `ops.quarantine.raw`, is that checksum.
    """
    cursor.execute(
        """
        select line_number, raw_sha256, mended
        from ops.mended_rows
        where day = %(day)s::date and file_name = %(file)s
        """,
        {"day": day, "file": file_name},
    )
    return {line: (checksum, mended) for line, checksum, mended in cursor.fetchall()}


def save_used(cursor: Cursor, day: date, file_name: str, lines: Collection[int]) -> None:
    """Record which mended rows of a file the running load took; the others count as refused."""
    cursor.execute(
        """
        update ops.mended_rows
        set used_at = case when line_number = any(%(lines)s::bigint[]) then clock_timestamp() end
        where day = %(day)s::date and file_name = %(file)s
        """,
        {"day": day, "file": file_name, "lines": list(lines)},
    )


def save_mended(cursor: Cursor, day: date, rows: Iterable[MendedRow]) -> int:
    """Remember mended rows, the caller holding the writers' lock; return how many are news.

    A row that is already remembered with the same bytes and the same text stays as it is.
    """
    saved = execute_values(
        cursor,
        """
        insert into ops.mended_rows as mended_row (
            day, file_name, line_number, raw_sha256, mended
        )
        values %s
        on conflict (day, file_name, line_number) do update
        set
            raw_sha256 = excluded.raw_sha256,
            mended = excluded.mended,
            mended_at = excluded.mended_at,
            used_at = null
        where
            mended_row.raw_sha256 <> excluded.raw_sha256
            or mended_row.mended <> excluded.mended
        returning line_number
        """,
        [(day, row.file_name, row.line_number, row.raw_sha256, row.mended) for row in rows],
        fetch=True,
    )
    return len(saved)


def count_waiting(cursor: Cursor, day: date) -> int:
    """Count the mended rows that no load of their file has seen yet.

    A load's `loaded_at` is when its transaction began, so a row that was mended while the load
    waited counts as waiting: the day then runs once too often, never once too seldom.
    """
    cursor.execute(
        """
        select count(*)
        from ops.mended_rows
        left join ops.load_ledger
            on
                mended_rows.day = load_ledger.day
                and mended_rows.file_name = load_ledger.file_name
        where
            mended_rows.day = %(day)s::date
            and (load_ledger.loaded_at is null or mended_rows.mended_at > load_ledger.loaded_at)
        """,
        {"day": day},
    )
    found = cursor.fetchone()
    return int(found[0]) if found else 0


def list_refused(cursor: Cursor, day: date) -> list[tuple[str, int]]:
    """Return file and line of the mended rows that the latest load of their file did not take."""
    cursor.execute(
        """
        select mended_rows.file_name, mended_rows.line_number
        from ops.mended_rows
        inner join ops.load_ledger
            on
                mended_rows.day = load_ledger.day
                and mended_rows.file_name = load_ledger.file_name
        where
            mended_rows.day = %(day)s::date
            and mended_rows.used_at is null
            and mended_rows.mended_at <= load_ledger.loaded_at
        order by mended_rows.file_name, mended_rows.line_number
        """,
        {"day": day},
    )
    return cursor.fetchall()
