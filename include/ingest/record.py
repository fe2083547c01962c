"""What became of each row of each file: the ledger and the quarantine."""

import csv
from collections.abc import Iterator
from datetime import date
from itertools import islice, tee
from typing import Any, NamedTuple

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812
from psycopg2.extras import execute_values

from include.ingest.landing import LandedFile
from include.ingest.mending import hash_record, load_mended
from include.ingest.opened_file import OpenedFile
from include.ingest.reading import read_raw

BATCH_ROWS = 200
LONGEST_VALUE = 1000


class Outcome(NamedTuple):
    """The rows of one file by what became of them, and what became of the file as a whole."""

    read: int
    loaded: int
    merged: int
    quarantined: int
    state: str = "loaded"
    note: str | None = None

    @property
    def rows(self) -> dict[str, int]:
        """Return the counts alone, by name."""
        names = ("read", "loaded", "merged", "quarantined")
        return dict(zip(names, self[:4], strict=True))


def delete_records(cursor: Cursor, day: date) -> None:
    """Delete what an earlier load of the day recorded."""
    cursor.execute("delete from ops.load_ledger where day = %s::date", (day,))
    cursor.execute("delete from ops.quarantine where day = %s::date", (day,))


def save_ledger(cursor: Cursor, file: LandedFile, day: date, outcome: Outcome) -> None:
    """Save the outcomes of a file's rows.

    The table's check refuses outcomes, which the server counted, that do not add up to the rows
    that the reader saw.
    """
    cursor.execute(
        """
        insert into ops.load_ledger (
            day, file_name, table_name, rows_read, rows_loaded, rows_merged, rows_quarantined,
            bytes, sha256, state, note
        )
        values (
            %(day)s::date, %(file)s, %(table)s, %(read)s, %(loaded)s, %(merged)s, %(quarantined)s,
            %(bytes)s, %(sha256)s, %(state)s, %(note)s
        )
        """,
        {
            "day": day,
            "file": file.name,
            "table": file.table,
            "bytes": file.size,
            "sha256": file.sha256,
            **outcome._asdict(),
        },
    )


def save_quarantine(connection: Connection, opened: OpenedFile, day: date) -> None:
    """Save the rejected rows of a file with their raw bytes, taken from the file once more."""
    file = opened.file
    with (
        connection.cursor(name="rejected_rows") as rejected,
        connection.cursor() as cursor,
    ):
        rejected.execute(
            "select _row, column_name, left(value, %s), reason"
            " from rejected where _file = %s order by _row",
            (LONGEST_VALUE, file.name),
        )
        rows = (
            (day, file.name, file.table, line, column, value, reason, raw)
            for line, column, value, reason, raw in _with_raw_bytes(rejected, opened)
        )
        while batch := list(islice(rows, BATCH_ROWS)):
            execute_values(
                cursor,
                "insert into ops.quarantine (day, file_name, table_name, line_number,"
                " column_name, value, reason, raw) values %s",
                batch,
            )


def read_mended(cursor: Cursor, opened: OpenedFile, day: date) -> dict[int, list[str]]:
    """Return the fields of a file's mended records by line, where their old bytes still stand."""
    mended = load_mended(cursor, day, opened.file.name)
    standing = read_raw(opened.file.path, opened.dialect, sorted(mended)) if mended else ()
    found = {}
    for line, raw in standing:
        checksum, text = mended[line]
        fields = next(csv.reader([text]), [])
        if checksum == hash_record(raw) and len(fields) == len(opened.columns):
            found[line] = fields
    return found


def _with_raw_bytes(rejected: Cursor, opened: OpenedFile) -> Iterator[tuple[Any, ...]]:
    """Pair each rejected row, in the order of the file, with the bytes of its lines."""
    rows, lines = tee(rejected)
    records = read_raw(opened.file.path, opened.dialect, (line for line, *_ in lines))
    for row, (_, raw) in zip(rows, records, strict=True):
        yield *row, raw
