"""Days without a run of their own: history before the first night, and nights that never came.

A replay, and a server that starts with what it already has, leave history in the landing folder.
The first night that runs loads it before its own drop; later nights find nothing to do. A night
whose drop never came is named every morning until it is loaded or declared closed.
"""

import logging
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ingest.landing import is_closed
from include.instructions import make_command
from include.settings import load_settings
from include.sources.drop import CLOSED, has_drop, list_drops
from include.warehouse.connect import open_snapshot

LONGEST_LIST = 10

log = logging.getLogger(__name__)


def list_waiting_history(connection: Connection, landing: Path, day: date) -> list[date]:
    """Return the landed days before `day`, oldest first; none once the ledger has one of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from ops.load_ledger where day < %(day)s::date)", {"day": day}
        )
        row = cursor.fetchone()
    if row is None or row[0]:
        return []
    return [found for found in list_drops(landing) if found < day]


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


def list_missing_days(
    connection: Connection, landing: Path, first_night: date, day: date
) -> list[date]:
    """Return the nights from the first to the one before `day` that were never loaded.

    A night that is declared closed is not missing, and one whose run ended without any file (its
    folder may have been archived since) is not either.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select nights.night::date
            from generate_series(%(first)s::date, %(day)s::date - 1, interval '1 day')
                as nights (night)
            where
                not exists (select from ops.load_ledger where day = nights.night::date)
                and not exists (
                    select from ops.steps
                    where day = nights.night::date and step = 'ingest' and state = 'done'
                )
            order by nights.night
            """,
            {"first": first_night, "day": day},
        )
        nights = [night for (night,) in cursor.fetchall()]
    return [night for night in nights if not is_closed(landing / night.isoformat())]


def describe_missing_days(days: Iterable[date], landing: Path, source: str) -> str:
    """Return one sentence a missing day, the oldest first: what is there, and the command."""
    days = list(days)
    sentences = [_describe_missing_day(day, landing, source) for day in days[:LONGEST_LIST]]
    if len(days) > LONGEST_LIST:
        sentences.append(f"and {len(days) - LONGEST_LIST} more up to {days[-1]}")
    return "; ".join(sentences)


def load_missing_days(day: date) -> str:
    """Return what `describe_missing_days` says of the nights before `day`; empty if none."""
    settings = load_settings()
    with open_snapshot() as connection:
        days = list_missing_days(connection, settings.landing, settings.first_night, day)
    return describe_missing_days(days, settings.landing, settings.source)


def warn_missing_days(day: date) -> None:
    """Name in the log the nights before `day` that were never loaded."""
    if missing := load_missing_days(day):
        log.warning("earlier nights are missing: %s", missing)


def _describe_missing_day(day: date, landing: Path, source: str) -> str:
    retry = f"`{make_command('retry', source, day)}`"
    folder = landing / day.isoformat()
    if has_drop(landing, day):
        return f"{day} lies in {folder} but was never loaded: {retry}"
    return (
        f"{day} never came: put its files into {folder}, then {retry}, or"
        f" `mkdir -p {folder} && touch {folder / CLOSED}` if there was no business"
    )
