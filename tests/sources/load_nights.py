"""Load nights of a source into a test's warehouse, and query it."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2

from include.ingest.ingest_day import ingest_day
from include.settings import load_settings
from include.sources.replay import deliver_drops
from include.warehouse.publish import publish_gold
from include.warehouse.silver import build_silver


def load_nights(source: str, data: Path, first: date, last: date) -> None:
    """Deliver the drops of some nights, load and publish them; the source is that of settings."""
    deliver_drops(source, data, load_settings().landing, first, last)
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        ingest_day(day, "test", "manual")
        build_silver(day)
        publish_gold(day)


def run_query(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Return all rows of a query."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
