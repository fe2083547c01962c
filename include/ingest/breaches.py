"""What a breach of the contract does beyond its row: a file is refused whole, or the day fails."""

import logging
from datetime import date

from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.landing import LandingError
from include.ingest.staging import Target, forget_file
from include.sources.contract import TableContract

STRICT_BREACHES = ("quarantine_file", "fail_day")

log = logging.getLogger(__name__)


def refuse_file(refused: dict[str, str], name: str, problem: str, breach: str) -> None:
    """Quarantine a whole file, or fail the day."""
    if breach != "quarantine_file":
        raise LandingError(problem)
    log.warning("%s, quarantined whole", problem)
    refused[name] = problem


def refuse_shrunken(
    cursor: Cursor, table: str, terms: TableContract, *, day: date, rows: int
) -> None:
    """Raise `LandingError` when a full refresh has lost more of its rows than the contract lets."""
    cursor.execute(
        """
        select day, sum(rows_loaded)::bigint
        from ops.load_ledger
        where table_name = %(table)s and day < %(day)s::date and state = 'loaded'
        group by day
        order by day desc
        limit 1
        """,
        {"table": table, "day": day},
    )
    for before, rows_before in cursor.fetchall():
        if rows < rows_before * (1 - terms.max_shrink):
            raise LandingError(
                f"table {table}: the full refresh of {day} has {rows} rows, that of"
                f" {before} had {rows_before}: more than {terms.max_shrink:.0%} are gone. Send"
                " it again, or raise max_shrink in the contract if they really are"
            )


def enforce_breaches(
    cursor: Cursor, target: Target, terms: TableContract, refused: dict[str, str]
) -> None:
    """Act on rejected values for which the contract asks for more than their row."""
    strict = [name for name, column in terms.columns.items() if column.on_breach in STRICT_BREACHES]
    if not strict:
        return
    fatal = [name for name in strict if terms.columns[name].on_breach == "fail_day"]
    cursor.execute(
        "select distinct on (_file) _file, _row, column_name, value, reason from rejected"
        " where column_name = any(%s) order by _file, column_name = any(%s) desc, _row",
        (strict, fatal),
    )
    for name, line, column, value, reason in cursor.fetchall():
        problem = f"file {name}: line {line}: {reason} (the value is {value!r})"
        refuse_file(refused, name, problem, terms.columns[column].on_breach)
        forget_file(cursor, target, name)
