"""What each customer has ordered how often: ml.customer_products, built whole for a day.

Each slice of the customers is aggregated by a connection of its own into a table that becomes a
partition: one PostgreSQL statement would aggregate all of them in one process.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from time import perf_counter

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ml.features import source_timezone
from include.warehouse.connect import open_transaction, read_sql

SLICES = 2  # each reads all lines once: more of them pay only where the server has more cores
TABLE = "customer_products"
COLUMNS = (  # as features/customer_products/pairs.sql selects them
    "product_id",
    "customer_id",
    "lines_count",
    "first_order_number",
    "last_order_number",
    "mean_line_number",
    "order_numbers",
)
# sorting millions of pairs is faster than a hash table that no cache holds
SETTINGS = """
    set local work_mem = '256MB';
    set local maintenance_work_mem = '256MB';
    set local max_parallel_workers_per_gather = 0;
    set local enable_hashagg = off
"""
# The check is the partition's own condition: attaching the table then reads none of its rows.
# Unlogged: the rows can be counted again from silver, and a night that changes them costs less.
CREATE = """
    drop table if exists {slice};
    create unlogged table {slice} (
        like {table},
        constraint is_of_slice check (
            satisfies_hash_partition({table_oid}::oid, {slices}, {number}, customer_id)
        )
    )
"""
KEY = "alter table {slice} add constraint {slice_key} primary key (customer_id, product_id)"
ATTACH = """
    alter table {slice} rename constraint {slice_key} to {partition_key};
    alter table {slice} rename to {partition};
    alter table {table} attach partition ml.{partition}
    for values with (modulus {slices}, remainder {number});
    alter table ml.{partition} drop constraint is_of_slice
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Period:
    """The day at whose end the pairs are counted, and the day whose row versions count.

    `known_day` is the day itself; before the first drop, which brought all history at once, it is
    the day of that drop. These are bound parameters of the feature files.
    """

    day: date
    known_day: date
    timezone: str


def build_customer_products(day: date) -> int:
    """Build ml.customer_products anew for a day and return its rows.

    Readers see the rows of the last build until this one is whole; a failure leaves them.
    """
    started = perf_counter()
    with open_transaction() as connection:  # silver stands still while the slices are read
        period = load_period(connection, day)
        with ThreadPoolExecutor(SLICES) as pool:
            rows = sum(pool.map(lambda number: _build_slice(period, number), range(SLICES)))
        _attach_slices(connection)
    log.info("ml.%s: %s rows in %.0f ms", TABLE, rows, 1000 * (perf_counter() - started))
    return rows


def load_period(connection: Connection, day: date) -> Period:
    """Find the day whose row versions count for a day."""
    with connection.cursor() as cursor:
        cursor.execute("select min(known_from) from silver.orders_versions")
        (first_drop,) = cursor.fetchone() or (None,)
    return Period(day, max(day, first_drop or day), source_timezone())


def _build_slice(period: Period, number: int) -> int:
    """Fill the table of one slice, key it, commit it; return its rows."""
    parameters = asdict(period) | {"slices": SLICES, "slice": number}
    names = _compose_names(number)
    with open_transaction(is_writer=False) as connection, connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        _create_slice(cursor, names)
        cursor.execute(read_sql(f"features/{TABLE}/numbered_orders.sql"), parameters)
        columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
        pairs = sql.SQL(read_sql(f"features/{TABLE}/pairs.sql"))
        cursor.execute(
            sql.SQL("insert into {} ({}) {}").format(names["slice"], columns, pairs), parameters
        )
        rows = cursor.rowcount
        cursor.execute(sql.SQL(KEY).format(**names))
        cursor.execute(sql.SQL("analyze {slice}").format(**names))
    return rows


def _create_slice(cursor: Cursor, names: dict[str, sql.Composable]) -> None:
    cursor.execute("select %s::regclass::oid", (f"ml.{TABLE}",))
    (table_oid,) = cursor.fetchone() or (None,)
    cursor.execute(sql.SQL(CREATE).format(**names, table_oid=sql.Literal(str(table_oid))))


def _attach_slices(connection: Connection) -> None:
    """Put the new slices in the place of the old ones, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select inhrelid::regclass::text from pg_inherits where inhparent = %s::regclass",
            (f"ml.{TABLE}",),
        )
        for (old,) in cursor.fetchall():
            cursor.execute(sql.SQL("drop table {}").format(sql.SQL(old)))
        for number in range(SLICES):
            cursor.execute(sql.SQL(ATTACH).format(**_compose_names(number)))


def _compose_names(number: int) -> dict[str, sql.Composable]:
    return {
        "table": sql.Identifier("ml", TABLE),
        "slice": sql.Identifier("ml", f"{TABLE}_next_{number}"),
        "slice_key": sql.Identifier(f"{TABLE}_next_{number}_pkey"),
        "partition": sql.Identifier(f"{TABLE}_{number}"),
        "partition_key": sql.Identifier(f"{TABLE}_{number}_pkey"),
        "slices": sql.Literal(SLICES),
        "number": sql.Literal(number),
    }
