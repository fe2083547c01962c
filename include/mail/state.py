"""What became of each mail: the rows of `ops.outbox`, each change committed by itself."""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import RealDictCursor

from include.mail.smtp import RefusedMailError
from include.warehouse.connect import open_transaction, read_sql

logger = logging.getLogger(__name__)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """What one attempt leaves in the mail's row."""

    state: str
    unconfirmed_attempts: int
    last_error: str | None = None
    attempts: int = 1


def run_mail_sql(connection: Connection, name: str, values: Mapping[str, Any]) -> list[Row]:
    """Run `include/sql/mail/<name>.sql` in the caller's transaction; return its rows, if any."""
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(read_sql(f"mail/{name}.sql"), values)
        return list(cursor.fetchall()) if cursor.description else []


def load_message(message: str) -> Row:
    """Return one mail as it stands now, with what is needed to build and judge it."""
    with open_transaction(is_writer=False) as connection:
        return run_mail_sql(connection, "load_message", {"message_id": message})[0]


def save_unconfirmed(message: str) -> None:
    """Note, before the mail's text goes out, that the server's answer is not known."""
    with open_transaction(is_writer=False) as connection:
        run_mail_sql(connection, "save_unconfirmed", {"message_id": message})


def save_sent(row: Row) -> None:
    """Note that the server took the mail."""
    with open_transaction(is_writer=False) as connection:
        _save_result(connection, row, Result("sent", unconfirmed_attempts=0))


def save_attempt(row: Row, error: str, *, is_unconfirmed: bool = False) -> None:
    """Note a try that failed; an unconfirmed one may have arrived all the same."""
    unconfirmed = row["unconfirmed_attempts"] + is_unconfirmed
    with open_transaction(is_writer=False) as connection:
        _save_result(connection, row, Result("queued", unconfirmed, error))


def save_dropped(row: Row, error: str, *, attempts: int = 0) -> None:
    """Give the mail up; the orders of a mail that reached nobody count as not told."""
    unconfirmed = row["unconfirmed_attempts"]
    logger.error("%s of %s to %s is dropped: %s", row["kind"], row["day"], row["recipient"], error)
    with open_transaction(is_writer=False) as connection:
        _save_result(connection, row, Result("dropped", unconfirmed, error, attempts))
        if not unconfirmed:
            run_mail_sql(connection, "forget_cases", {"message_id": row["message_id"]})


def report_dropped() -> None:
    """Raise `RefusedMailError` for the mails given up since the last report, once for each."""
    with open_transaction(is_writer=False) as connection:
        rows = run_mail_sql(connection, "report_dropped", {})
    if rows:
        told = (
            f"{row['kind']} of {row['day']} to {row['recipient']}: {row['last_error']}"
            for row in rows
        )
        raise RefusedMailError(f"{len(rows)} mails were given up: {'; '.join(told)}")


def _save_result(connection: Connection, row: Row, result: Result) -> None:
    run_mail_sql(connection, "save_result", {"message_id": row["message_id"], **asdict(result)})
