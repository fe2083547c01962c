"""Recompute the touched part of gold from silver, as of the newest published day."""

import logging
from dataclasses import asdict, dataclass, field
from datetime import date
from time import perf_counter

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.sql import SQL, Identifier

from include.warehouse.connect import read_sql
from include.warehouse.statistics import analyze_if_grown

# In the order they run. `prepare/` makes temporary tables: what is touched, and orders summed up.
# Touched customers and dates are collected twice, as they were and as they are.
PREPARATION = (
    "touched_accounts",
    "touched_products",
    "touched_sellers",
    "touched_partners",
    "touched_orders",
    "touched_reviews",
    "rows_of_lost_parents",
    "review_products",
    "touched_customers",
    "touched_dates",
    "order_lines",
    "order_baskets",
    "order_payments",
    "order_stars",
    "order_addresses",
)
LOADS = (
    "dim_products",
    "dim_sellers",
    "dim_partners",
    "fact_orders",
    "fact_sales",
    "fact_deliveries",
    "fact_reviews",
    "prepare/orphan_rows",
    "prepare/orphan_parts",
    "orphans",
    "prepare/touched_customers",
    "dim_customers",
    "marketing_performance",
    "prepare/first_dates",
    "dim_dates",
    "prepare/touched_dates",
    "prepare/daily_spend",
    "daily_kpis",
)
TABLES = tuple(load for load in LOADS if "/" not in load)
# the silver tables that others name: a row of these may be missed
PARENTS = ("customers", "orders", "products", "sellers")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Publication:
    """What gold is computed for: these are the bound parameters of every gold file.

    `as_of` is the newest published day, the one being published included. `since` is the first
    day after the newest day that gold shows already: versions of silver that begin or end from
    `since` to `as_of` count as touched. `subjects` are the silver tables that the source fills.
    """

    day: date
    as_of: date
    since: date
    timezone: str
    subjects: list[str] = field(default_factory=lambda: list(PARENTS))


def build_gold(connection: Connection, publication: Publication) -> dict[str, int]:
    """Recompute every gold table for the touched keys; return the rows written by table."""
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '256MB'")
    for name in PREPARATION:
        _run_file(connection, f"prepare/{name}", publication)
    rows = {name: _run_file(connection, name, publication) for name in LOADS}
    return {name: rows[name] for name in TABLES}


def empty_gold(connection: Connection) -> None:
    """Empty every gold table, so that the next build starts from nothing."""
    tables = SQL(", ").join(Identifier("gold", table) for table in TABLES)
    with connection.cursor() as cursor:
        cursor.execute(SQL("truncate {}").format(tables))


def _run_file(connection: Connection, name: str, publication: Publication) -> int:
    """Run one file; return the rows its last statement wrote, 0 for one that only prepares."""
    started = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(read_sql(f"gold/{name}.sql"), asdict(publication))
        rows = max(cursor.rowcount, 0)
        if name in TABLES:
            analyze_if_grown(cursor, "gold", name, rows)
    milliseconds = (perf_counter() - started) * 1000
    if name in TABLES:
        log.info("gold.%s: %s rows in %.0f ms", name, rows, milliseconds)
    else:
        log.debug("gold/%s: %.0f ms", name, milliseconds)
    return rows
