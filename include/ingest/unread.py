"""What of a drop is not read, but in the ledger: duplicates, unknown files, closed days."""

import hashlib
import logging
from datetime import date
from typing import Any

from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.landing import Drop
from include.sources.contract import Contract
from include.sources.drop import CLOSED

NOTHING = hashlib.sha256(b"").hexdigest()
INSERT = """
    insert into ops.load_ledger (
        day, file_name, table_name, rows_read, rows_loaded, rows_merged, rows_quarantined,
        bytes, sha256, state, note
    )
"""
INSERT_DUPLICATE = f"""{INSERT}
    select
        day, %(file)s, table_name, rows_read, 0, rows_read, 0, bytes, sha256, 'duplicate', %(note)s
    from ops.load_ledger
    where day = %(day)s::date and file_name = %(original)s
    returning rows_read
"""
INSERT_UNREAD = f"""{INSERT}
    values (%(day)s::date, %(file)s, '', 0, 0, 0, 0, %(bytes)s, %(sha256)s, %(state)s, %(note)s)
"""
NOTE_REPEATED = """
    update ops.load_ledger as entry
    set note = concat_ws(
        '; ', entry.note, 'the same bytes as ' || other.file_name || ' of ' || other.day
    )
    from (
        select distinct on (table_name, sha256) table_name, sha256, file_name, day
        from ops.load_ledger
        where day <> %(day)s::date and state <> 'duplicate'
        order by table_name, sha256, abs(day - %(day)s::date), day, file_name
    ) as other
    where
        entry.day = %(day)s::date
        and entry.rows_read > 0
        and entry.state <> 'duplicate'
        and entry.table_name = any(%(tables)s)
        and (entry.table_name, entry.sha256) = (other.table_name, other.sha256)
    returning entry.file_name, other.file_name, other.day
"""

log = logging.getLogger(__name__)


def save_unread(cursor: Cursor, contract: Contract, drop: Drop) -> dict[str, int]:
    """Complete the ledger of a day whose other files stand in it already; return its totals.

    A duplicate has the rows of the file whose bytes it holds, all of them merged.
    """
    merged = 0
    for file in drop.files:
        if file.duplicate_of:
            note = f"the same bytes as {file.duplicate_of}"
            names = {"file": file.name, "original": file.duplicate_of, "note": note}
            cursor.execute(INSERT_DUPLICATE, {"day": drop.day, **names})
            merged += sum(rows for (rows,) in cursor.fetchall())
    for file in drop.unknown:
        note = f"no table of source {contract.name} reads a file of this name"
        _save_nothing(cursor, drop.day, file.name, "ignored", note, file.size, file.sha256)
    if drop.is_closed:
        _save_nothing(cursor, drop.day, CLOSED, "closed", "the day was declared closed")
    return {"read": merged, "loaded": 0, "merged": merged, "quarantined": 0}


def warn_repeated(cursor: Cursor, contract: Contract, day: date) -> None:
    """Note and log which files of a day hold the same bytes as another day's.

    A full refresh may come unchanged, and a file without rows is like every other such file.
    """
    tables = [table for table, terms in contract.tables.items() if terms.mode == "changes"]
    cursor.execute(NOTE_REPEATED, {"day": day, "tables": tables})
    for name, other, other_day in cursor.fetchall():
        log.warning(
            "%s: %s holds the same bytes as %s of %s: was it sent again by mistake?",
            day,
            name,
            other,
            other_day,
        )


def _save_nothing(
    cursor: Cursor, day: date, name: str, state: str, note: str, *content: Any
) -> None:
    size, digest = content or (0, NOTHING)
    values = {"day": day, "file": name, "bytes": size, "sha256": digest}
    cursor.execute(INSERT_UNREAD, {**values, "state": state, "note": note})
