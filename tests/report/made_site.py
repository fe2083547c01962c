"""A site of one made-up night at a chosen size, for benches."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.runtime.temporary_cluster import create_database, run_temporary_cluster
from include.settings import load_settings
from include.warehouse.migrate import migrate_warehouse
from tests.report.forecasts_seed import insert_forecasts
from tests.report.seed import seed_warehouse
from tests.report.segments_seed import insert_segments

DAY = date(2026, 3, 20)


@contextmanager
def seed_night(site: Path, **size: int) -> Iterator[Connection]:
    """Point the settings at a seeded warehouse that lives as long as the block, and at the site."""
    with run_temporary_cluster() as url:
        os.environ["NIGHTSHIFT_SOURCE"] = "demo"
        os.environ["NIGHTSHIFT_SITE"] = str(site)
        os.environ["NIGHTSHIFT_WAREHOUSE_URL"] = create_database(url, "made")
        load_settings.cache_clear()
        migrate_warehouse(url("made"))
        connection = psycopg2.connect(url("made"))
        try:
            seed_warehouse(connection, DAY, **size)
            insert_segments(connection, DAY)
            insert_forecasts(connection, DAY)
            yield connection
        finally:
            connection.close()
