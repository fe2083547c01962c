"""History: the drops older than the first night, which no run of their own ever loads.

A replay, and a server that starts with what it already has, leave them in the landing folder.
The first night that runs loads them before its own drop; later nights find nothing to do.
"""

from datetime import date
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812


def list_waiting_history(connection: Connection, landing: Path, day: date) -> list[date]:
    """Return the landed days before `day`, oldest first; none once the ledger has one of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from ops.load_ledger where day < %(day)s::date)", {"day": day}
        )
        row = cursor.fetchone()
    if row is None or row[0] or not landing.is_dir():
        return []
    days = (read_day(folder.name) for folder in landing.iterdir() if folder.is_dir())
    return sorted(found for found in days if found is not None and found < day)


def read_day(name: str) -> date | None:
    """Return the day a drop's folder is named after; None for any other folder."""
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def list_loaded_history(connection: Connection, day: date) -> list[date]:
    """Return the loaded days before `day` that no run asked for, until one day is published."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select distinct load_ledger.day
            from ops.load_ledger
            where
                load_ledger.day < %(day)s::date
                and not exists (
                    select from ops.nights where nights.day = load_ledger.day
                )
                and not exists (select from ops.published_days)
            order by load_ledger.day
            """,
            {"day": day},
        )
        return [found for (found,) in cursor.fetchall()]
