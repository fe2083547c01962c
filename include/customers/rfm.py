"""Recency, frequency and money of every customer at the end of a day."""

from dataclasses import asdict

import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.customer_products import Period
from include.warehouse.connect import read_sql

AMOUNTS = ("revenue_amount", "average_order_amount", "late_share")


def load_rfm(connection: Connection, period: Period) -> pd.DataFrame:
    """Return one row per person who has ordered by the end of the period's day, by customer_id.

    Columns as `include/sql/customers/rfm.sql` selects them: counts are whole numbers; recency is
    missing where every order was cancelled, amounts where the source states no price.
    """
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '128MB'")
        cursor.execute(read_sql("customers/rfm.sql"), asdict(period))
        names = [column.name for column in cursor.description or ()]
        rows = pd.DataFrame(cursor.fetchall(), columns=names)
    for name in (*AMOUNTS, "recency_days", "tenure_days"):
        rows[name] = rows[name].astype("float64")
    return rows
