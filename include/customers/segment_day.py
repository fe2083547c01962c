"""Split the customers into segments on the evening of a day: the step that the DAG runs."""

import logging
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json, execute_values

from include.customers.bands import Labels
from include.customers.clusters import FEWEST
from include.customers.movement import Move, Segment, count_moves, sum_segments
from include.customers.rfm import load_rfm
from include.customers.rules_version import register_rules
from include.customers.segment_rules import (
    RULES_VERSION,
    Rules,
    fit_rules,
    label_customers,
    read_rules,
    write_rules,
)
from include.ml.customer_products import load_period
from include.warehouse.connect import open_snapshot, open_transaction, read_sql

log = logging.getLogger(__name__)

MOVE_DAYS = 28  # a move is told against so many days before
WHOLE = ("recency_days", "tenure_days")  # numbers of days, missing ones among them
COLUMNS = (
    "customer_id",
    "segment",
    "recency_days",
    "tenure_days",
    "orders_count",
    "cancelled_orders_count",
    "revenue_amount",
    "average_order_amount",
    "settled_orders_count",
    "late_orders_count",
    "late_share",
)


def segment_customers(day: date) -> dict[str, Any]:
    """Write sizes, values and moves of the segments of a day, and each customer's of the newest.

    Rules learned on the last day of the month before serve the month; they are learned when the
    first night asks for them, and stay. Idempotent: the day's rows are replaced, and the rows by
    customer unless they are of a later day. A source without orders has no rows.
    """
    with open_snapshot() as connection:
        rfm = load_rfm(connection, load_period(connection, day))
        earlier = load_period(connection, day - timedelta(days=MOVE_DAYS))
        before = load_rfm(connection, earlier)
        fitted_day, found = _find_rules(connection, day, rfm)
    rules = found if isinstance(found, Rules) else fit_rules(found)
    labels = label_customers(rules, rfm)
    moves = count_moves(
        pd.Series(label_customers(rules, before), index=before["customer_id"], dtype=object),
        pd.Series(labels, index=rfm["customer_id"], dtype=object),
    )
    segments = sum_segments(rfm, labels)
    with open_transaction() as connection:
        is_new = len(rfm) > 0 and _save_rules(connection, fitted_day, rules)
        _save_night(connection, day, fitted_day, segments, moves)
        _save_customers(connection, day, rfm, labels)
    if is_new:
        register_rules(fitted_day, rules)
    log.info("%d customers in %d segments by %s", len(rfm), len(segments), rules.method)
    return {"customers": len(rfm), "segments": len(segments), "method": rules.method}


def _find_rules(
    connection: Connection, day: date, rfm: pd.DataFrame
) -> tuple[date, Rules | pd.DataFrame]:
    """Return the day that the rules are learned on, and them, or the customers to learn from.

    It is the last of the month before; a business younger than that learns from the day itself.
    """
    month_end = day.replace(day=1) - timedelta(days=1)
    if rules := _load_rules(connection, month_end):
        return month_end, rules
    customers = load_rfm(connection, load_period(connection, month_end))
    if len(customers) >= FEWEST:
        return month_end, customers
    return day, _load_rules(connection, day) or rfm


def _load_rules(connection: Connection, fitted_day: date) -> Rules | None:
    with connection.cursor() as cursor:
        cursor.execute(
            read_sql("customers/load_rules.sql"), {"day": fitted_day, "version": RULES_VERSION}
        )
        found = cursor.fetchone()
    return read_rules(found[0]) if found else None


def _save_rules(connection: Connection, fitted_day: date, rules: Rules) -> bool:
    """Keep rules, unless those of the day are there already; say whether they were not."""
    with connection.cursor() as cursor:
        cursor.execute(
            read_sql("customers/insert_rules.sql"),
            {
                "day": fitted_day,
                "version": RULES_VERSION,
                "method": rules.method,
                "rules": Json(write_rules(rules)),
            },
        )
        return bool(cursor.rowcount)


def _save_night(
    connection: Connection,
    day: date,
    fitted_day: date,
    segments: Iterable[Segment],
    moves: Iterable[Move],
) -> None:
    rules = {"day": day, "fitted_day": fitted_day, "rules_version": RULES_VERSION}
    _replace(connection, "ml.segments", day, [rules | asdict(segment) for segment in segments])
    _replace(connection, "ml.segment_moves", day, [{"day": day} | asdict(move) for move in moves])


def _replace(connection: Connection, table: str, day: date, rows: list[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {table} where day = %(day)s::date", {"day": day})
        if rows:
            columns = ", ".join(rows[0])
            values = [tuple(row.values()) for row in rows]
            execute_values(cursor, f"insert into {table} ({columns}) values %s", values)


def _save_customers(connection: Connection, day: date, rfm: pd.DataFrame, labels: Labels) -> None:
    """Write each customer's row, in place of those of an earlier day."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(day) > %s, false) from ml.customer_segments", (day,))
        (is_older,) = cursor.fetchone() or (False,)
        if is_older:
            return
        cursor.execute("delete from ml.customer_segments")
        rows = rfm.assign(segment=labels, **{name: rfm[name].astype("Int64") for name in WHOLE})
        text = StringIO()
        rows.assign(day=day)[["day", *COLUMNS]].to_csv(text, index=False, header=False)
        text.seek(0)
        cursor.copy_expert(
            f"copy ml.customer_segments (day, {', '.join(COLUMNS)}) from stdin (format csv)", text
        )
