"""Who has ordered what, kept from night to night: the pairs, the customers, the products' buyers.

The tables stand at the evening of one day. A later day is reached by counting the new orders of the
nights between; an earlier one, or a day that was loaded again, by counting the customers that
changed since anew. Both end in the rows that a build of the whole would give.
"""

import logging
from dataclasses import asdict
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.customer_products import (
    COLUMNS,
    Period,
    build_customer_products,
    load_period,
)
from include.ml.features import source_timezone
from include.warehouse.connect import open_transaction, read_sql

FOLDER = "features/customer_products"
MOST_TOUCHED = 0.2  # a greater share of the customers is counted faster by building the whole
TUNING = "set local work_mem = '64MB'; set local jit = off"

log = logging.getLogger(__name__)


def move_state(day: date) -> dict[str, Any]:
    """Bring the tables of baskets to the evening of a day; return what was counted, and how.

    Builds them whole where they were never built, and where too much of them changed.
    """
    started = perf_counter()
    with open_transaction() as connection:
        standing = load_standing(connection)
        counted = None if standing is None else _advance(connection, *standing, day)
    if counted is None:
        counted = build_state(day)
    log.info("baskets of %s: %s in %.1f s", day, counted, perf_counter() - started)
    return counted


def load_standing(connection: Connection) -> tuple[date, date] | None:
    """Return the day at whose evening the tables stand, and that of the first drop.

    None where they are not built, or the server lost them in a crash.
    """
    with connection.cursor() as cursor:
        cursor.execute("select day, first_drop from ml.basket_state")
        return cursor.fetchone()


def build_state(day: date) -> dict[str, Any]:
    """Build the tables whole for the evening of a day; a build that is cut off is begun again."""
    with open_transaction() as connection, connection.cursor() as cursor:
        cursor.execute("delete from ml.basket_state")
    rows = build_customer_products(day)
    with open_transaction() as connection, connection.cursor() as cursor:
        cursor.execute("select coalesce(min(known_from), %s) from silver.orders_versions", (day,))
        (first_drop,) = cursor.fetchone() or (day,)
        parameters = asdict(load_period(connection, day))
        cursor.execute(TUNING)
        cursor.execute(read_sql(f"{FOLDER}/product_buyers.sql"), parameters)
        cursor.execute(
            read_sql(f"{FOLDER}/numbered_orders.sql"), parameters | {"slices": 1, "slice": 0}
        )
        cursor.execute("truncate ml.customer_baskets")
        cursor.execute(read_sql(f"{FOLDER}/save_baskets.sql"), parameters)
        customers = cursor.rowcount
        cursor.execute("analyze ml.customer_baskets; analyze ml.product_buyers")
        cursor.execute(read_sql(f"{FOLDER}/waiting_orders.sql"), parameters)
        waiting = [customer for (customer,) in cursor.fetchall()]
        _save_day(connection, day, first_drop, waiting)
    return {"way": "built", "customers": customers, "pairs": rows}


def _advance(
    connection: Connection, standing: date, first_drop: date, day: date
) -> dict[str, Any] | None:
    """Count what the nights between two days changed; None where the whole is to be built."""
    if day < first_drop:  # no night before it told of its own orders
        return None
    period = Period(day, day, source_timezone())
    parameters = asdict(period) | {
        "from_day": min(standing + timedelta(days=1), day),
        "to_day": max(standing, day),
        "is_forward": day > standing,
    }
    with connection.cursor() as cursor:
        cursor.execute(TUNING)
        cursor.execute(read_sql(f"{FOLDER}/touched_orders.sql"), parameters)
        cursor.execute(read_sql(f"{FOLDER}/touched_customers.sql"), parameters)
        touched, appended, known = _count_touched(connection)
        if touched - appended > MOST_TOUCHED * known:
            return None
        cursor.execute(read_sql(f"{FOLDER}/touched_numbers.sql"), parameters)
        waiting = _save_touched(connection, parameters)
    _save_day(connection, day, first_drop, waiting)
    return {"way": "advanced", "customers": touched, "recounted": touched - appended}


def _count_touched(connection: Connection) -> tuple[int, int, int]:
    """Return the touched customers, the appended ones of them, and about how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(*) filter (where is_appended) from touched_customers"
        )
        touched, appended = cursor.fetchone() or (0, 0)
        cursor.execute("select reltuples from pg_class where oid = 'ml.customer_baskets'::regclass")
        (known,) = cursor.fetchone() or (0,)
    return touched, appended, max(1, int(known))


def _save_touched(connection: Connection, parameters: dict[str, Any]) -> list[str]:
    """Write what is counted of the touched customers; return those with an order still ahead."""
    pairs = read_sql(f"{FOLDER}/pairs.sql")
    with connection.cursor() as cursor:
        cursor.execute(read_sql(f"{FOLDER}/forget_recounted.sql"), parameters)
        cursor.execute(
            f"create temporary table new_pairs ({', '.join(COLUMNS)}) on commit drop as {pairs}",
            parameters,
        )
        cursor.execute(read_sql(f"{FOLDER}/save_pairs.sql"), parameters)
        cursor.execute(read_sql(f"{FOLDER}/save_baskets.sql"), parameters)
        cursor.execute("select distinct customer_id from known_orders where not is_placed")
        return [customer for (customer,) in cursor.fetchall()]


def _save_day(connection: Connection, day: date, first_drop: date, waiting: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from ml.basket_state")
        cursor.execute(
            "insert into ml.basket_state (day, first_drop, waiting_customers) values (%s, %s, %s)",
            (day, first_drop, waiting),
        )
