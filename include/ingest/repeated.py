"""Files that hold the same bytes as another day's: loaded, but somebody should know."""

import logging
from datetime import date

from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.sources.contract import Contract

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


def warn_repeated(cursor: Cursor, contract: Contract, day: date) -> None:
    """Log which files of a loaded day hold another day's bytes, and note it in the ledger.

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
