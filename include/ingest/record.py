"""What became of each row of each file: the ledger and the quarantine."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import IO, Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812
from psycopg2.extras import execute_values

from include.ingest.landing import LandedFile
from include.ingest.reading import open_bytes

BATCH_ROWS = 200
LONGEST_VALUE = 1000


def delete_records(cursor: Cursor, day: date) -> None:
    """Delete what an earlier load of the day recorded."""
    cursor.execute("delete from ops.load_ledger where day = %s::date", (day,))
    cursor.execute("delete from ops.quarantine where day = %s::date", (day,))


def save_ledger(cursor: Cursor, file: LandedFile, day: date, rows_read: int) -> dict[str, int]:
    """Count the outcomes of a file's rows, each on its own, and save them; return them.

    The table's check refuses a count that does not add up to the rows that were read.
    """
    cursor.execute(
        """
        insert into ops.load_ledger (
            day, file_name, table_name, rows_read, rows_loaded, rows_merged, rows_quarantined,
            bytes, sha256
        )
        select
            %(day)s::date, %(file)s, %(table)s, %(rows_read)s,
            count(*) filter (where kept._seq is not null),
            count(*) filter (where kept._seq is null and rejected._seq is null),
            count(*) filter (where rejected._seq is not null),
            %(bytes)s, %(sha256)s
        from staging
        left join kept on staging._seq = kept._seq
        left join rejected on staging._seq = rejected._seq
        where staging._file = %(file)s
        returning rows_read, rows_loaded, rows_merged, rows_quarantined
        """,
        {
            "day": day,
            "file": file.name,
            "table": file.table,
            "rows_read": rows_read,
            "bytes": file.path.stat().st_size,
            "sha256": file.digest(),
        },
    )
    (outcome,) = cursor.fetchall()
    return dict(zip(("read", "loaded", "merged", "quarantined"), outcome, strict=True))


def save_quarantine(connection: Connection, file: LandedFile, day: date) -> None:
    """Save the rejected rows of a file with their raw bytes, taken from the file once more."""
    with (
        connection.cursor(name="rejected_rows") as rejected,
        connection.cursor() as cursor,
        open_bytes(file.path) as lines,
    ):
        rejected.execute(
            "select _row, _lines, column_name, left(value, %s), reason"
            " from rejected where _file = %s order by _row",
            (LONGEST_VALUE, file.name),
        )
        rows = (
            (day, file.name, file.table, line, column, value, reason, raw)
            for line, column, value, reason, raw in _with_raw_bytes(rejected, lines)
        )
        while batch := list(islice(rows, BATCH_ROWS)):
            execute_values(
                cursor,
                "insert into ops.quarantine (day, file_name, table_name, line_number,"
                " column_name, value, reason, raw) values %s",
                batch,
            )


def _with_raw_bytes(rejected: Cursor, lines: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    """Pair each rejected row, in the order of the file, with the bytes of its lines."""
    number = 1
    for line, count, column, value, reason in rejected:
        for _ in range(line - number):
            lines.readline()
        raw = b"".join(lines.readline() for _ in range(count))
        number = line + count
        yield line, column, value, reason, raw
