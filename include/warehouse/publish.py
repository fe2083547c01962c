"""Publish a day: gold, its checks and the record of it, in one transaction."""

import logging
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.settings import load_settings
from include.sources.contract import SOURCES, load_contract
from include.warehouse.checks import run_checks
from include.warehouse.connect import open_transaction
from include.warehouse.gold import Publication, build_gold, empty_gold
from include.warehouse.nights import save_step

log = logging.getLogger(__name__)


def publish_gold(day: date, *, is_full: bool = False) -> dict[str, int]:
    """Publish one day in one transaction; return the rows written by gold table.

    Gold always shows the newest published day: publishing an older one again picks up what
    changed and leaves the newest where it is. Anything that fails, and a kill, leaves gold as it
    was. `is_full` empties gold first and computes all of it: needed after a gold file changed.
    """
    started = perf_counter()
    with open_transaction() as connection:
        if is_full:
            empty_gold(connection)
        publication = load_publication(connection, day, is_full=is_full)
        rows = build_gold(connection, publication)
        run_checks(connection, "gold", day, asdict(publication))
        _save_publication(connection, day)
    milliseconds = (perf_counter() - started) * 1000
    log.info("published %s as of %s in %.0f ms", day, publication.as_of, milliseconds)
    save_step(day, "transform", "done", detail=rows)
    return rows


def load_publication(connection: Connection, day: date, *, is_full: bool = False) -> Publication:
    """Read how far gold has come, and say what publishing `day` computes."""
    with connection.cursor() as cursor:
        cursor.execute("select max(published_days.day) from ops.published_days")
        found = cursor.fetchone()
    newest: date | None = found[0] if found else None
    source = load_settings().source
    return Publication(
        day=day,
        as_of=max(day, newest or day),
        since=date.min if is_full or newest is None else newest + timedelta(days=1),
        timezone=load_contract(source).timezone,
        subjects=list_subjects(SOURCES / source / "mapping"),
    )


def list_subjects(mappings: Path) -> list[str]:
    """Return the silver tables that a source's mappings fill."""
    return sorted(path.stem for path in mappings.glob("*.sql"))


def _save_publication(connection: Connection, day: date) -> None:
    """Record the day and consume the touched keys, in the transaction that used them."""
    with connection.cursor() as cursor:
        cursor.execute("delete from ops.touched_keys")
        cursor.execute(
            """
            insert into ops.published_days (day) values (%(day)s::date)
            on conflict (day) do update set published_at = now()
            """,
            {"day": day},
        )
