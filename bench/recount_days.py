"""Recount gold.master_analytical_view in pandas: it shares neither SQL nor order of steps with it.

`python -m bench.recount_days <source> <data folder> <last day>` loads a dump up to a day at which
all of it is known, recounts every day from the raw files, and prints how many cells differ. The
exit code is 1 where one does, or where the calendar has a gap.
"""

import argparse
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg2

from bench.first_load import time_stages
from include.runtime.temporary_cluster import create_database, run_temporary_cluster
from include.settings import load_settings
from include.sources.replay import deliver_drops
from include.warehouse.migrate import migrate_warehouse

EXACT = (
    "orders_count", "revenue_amount", "spend_amount", "impressions_count", "clicks_count",
    "conversions_count", "attributed_revenue_amount",
)  # fmt: skip
RATIOS = ("roas", "late_rate", "average_delay_minutes", "attributed_roas", "stated_roas")
CLOSE = 1e-9
SPEND = (
    "date", "spend_amount", "impressions_count", "clicks_count", "conversions_count",
    "attributed_revenue_amount", "stated_roas",
)  # fmt: skip


@dataclass(frozen=True)
class Business:
    """What a recount reads; times are in the source's zone, amounts are decimals.

    `orders`: order_id, ordered_at, promised_at, delivered_at, is_cancelled, is_closed (cancelled or
    delivered). `lines`: order_id, amount. `spend`: the columns of `SPEND`.
    """

    orders: pd.DataFrame
    lines: pd.DataFrame
    spend: pd.DataFrame


def recount_days(business: Business, as_of: date) -> dict[date, dict[str, Any]]:
    """Return the figures of every date from the first order or spend to `as_of`, day by day."""
    orders, spend = business.orders, business.spend[business.spend["date"] <= as_of]
    totals: dict[str, Decimal] = {}
    for order_id, amount in zip(business.lines["order_id"], business.lines["amount"], strict=True):
        totals[order_id] = totals.get(order_id, Decimal(0)) + amount
    placed = dict(list(orders.groupby(orders["ordered_at"].dt.date)))
    promised = dict(list(orders.groupby(orders["promised_at"].dt.date)))
    spent = dict(list(spend.groupby("date")))
    first = min([*placed, *spent, as_of])
    closing_at = (pd.Timestamp(as_of) + pd.Timedelta(days=1)).tz_localize(
        orders["promised_at"].dt.tz
    )
    days = {}
    for moment in pd.date_range(first, as_of):
        day = moment.date()
        kept = placed.get(day, orders.iloc[:0])
        revenue = sum(
            (
                totals.get(order, Decimal(0))
                for order in kept.loc[~kept["is_cancelled"], "order_id"]
            ),
            Decimal(0),
        )
        days[day] = {
            "orders_count": len(kept),
            "revenue_amount": revenue,
            **_recount_promises(promised.get(day, orders.iloc[:0]), closing_at),
            **_recount_spend(spent.get(day, spend.iloc[:0]), revenue),
        }
    return days


def _recount_promises(orders: pd.DataFrame, closing_at: pd.Timestamp) -> dict[str, Any]:
    arrived = orders["delivered_at"].notna()
    late = arrived & (orders["delivered_at"] > orders["promised_at"])
    overdue = ~arrived & ~orders["is_closed"] & (orders["promised_at"] < closing_at)
    known = arrived | overdue
    delay = (orders["delivered_at"] - orders["promised_at"])[late].dt.total_seconds() / 60
    return {
        "late_rate": float((late | overdue).sum() / known.sum()) if known.any() else None,
        "average_delay_minutes": float(delay.round(2).mean()) if late.any() else None,
    }


def _recount_spend(rows: pd.DataFrame, revenue: Decimal) -> dict[str, Any]:
    def add(column: str) -> Decimal:
        return sum((Decimal(value) for value in rows[column].dropna()), Decimal(0))

    spent, claims = add("spend_amount"), rows["attributed_revenue_amount"].dropna()
    stated = rows.dropna(subset=["stated_roas", "spend_amount"])
    weight = sum(stated["spend_amount"], Decimal(0))
    weighted = sum(stated["stated_roas"] * stated["spend_amount"], Decimal(0))
    claimed = add("attributed_revenue_amount") if len(claims) else None
    return {
        "spend_amount": spent,
        "impressions_count": int(add("impressions_count")),
        "clicks_count": int(add("clicks_count")),
        "conversions_count": int(add("conversions_count")),
        "attributed_revenue_amount": claimed,
        "roas": float(revenue / spent) if spent else None,
        "attributed_roas": float(claimed / spent) if spent and claimed is not None else None,
        "stated_roas": float(weighted / weight) if weight else None,
    }


def load_view(url: str) -> dict[date, dict[str, Any]]:
    """Read the view's rows by date."""
    names = (*EXACT, *RATIOS)
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(f"select date, {', '.join(names)} from gold.master_analytical_view")
        return {day: dict(zip(names, row, strict=True)) for day, *row in cursor.fetchall()}


def list_differences(
    view: dict[date, dict[str, Any]], recount: dict[date, dict[str, Any]]
) -> list[str]:
    """Return a sentence for each date or figure that is not the same in both."""
    found = [f"{day} stands in one of them only" for day in sorted(view.keys() ^ recount.keys())]
    for day in sorted(view.keys() & recount.keys()):
        for name in (*EXACT, *RATIOS):
            shown, counted = view[day][name], recount[day][name]
            if name in EXACT or shown is None or counted is None:
                is_same = shown == counted
            else:
                is_same = abs(float(shown) - counted) <= CLOSE * max(1.0, abs(counted))
            if not is_same:
                found.append(f"{day} {name}: {shown} in the view, {counted} recounted")
    return found


def read_raw(path: Path) -> pd.DataFrame:
    """Read a raw file as text, nothing guessed."""
    return pd.read_csv(path, dtype=str, encoding="utf-8-sig")


def read_times(values: pd.Series, timezone: str) -> pd.Series:
    """Read local times as PostgreSQL does: one that the clock skips comes an hour later."""
    return pd.to_datetime(values).dt.tz_localize(
        timezone, ambiguous=False, nonexistent=pd.Timedelta(hours=1)
    )


def read_olist(folder: Path) -> Business:
    """Read Olist's files as of their end; an order without its row has no revenue."""
    raw = read_raw(folder / "olist_orders_dataset.csv")
    status, zone = raw["order_status"], "America/Sao_Paulo"
    orders = pd.DataFrame(
        {
            "order_id": raw["order_id"],
            "ordered_at": read_times(raw["order_purchase_timestamp"], zone),
            "promised_at": read_times(raw["order_estimated_delivery_date"], zone),
            "delivered_at": read_times(raw["order_delivered_customer_date"], zone),
            "is_cancelled": status.isin(["canceled", "unavailable"]),
            "is_closed": status.isin(["canceled", "unavailable", "delivered"]),
        }
    )
    items = read_raw(folder / "olist_order_items_dataset.csv")
    lines = pd.DataFrame({"order_id": items["order_id"], "amount": items["price"].map(Decimal)})
    return Business(orders, lines, pd.DataFrame(columns=list(SPEND)))


def read_blinkit(folder: Path) -> Business:
    """Read Blinkit's files as of their end."""
    raw = read_raw(folder / "blinkit_orders.csv")
    zone = "Asia/Kolkata"
    delivered = read_times(raw["actual_delivery_time"], zone)
    orders = pd.DataFrame(
        {
            "order_id": raw["order_id"],
            "ordered_at": read_times(raw["order_date"], zone),
            "promised_at": read_times(raw["promised_delivery_time"], zone),
            "delivered_at": delivered,
            "is_cancelled": False,
            "is_closed": delivered.notna(),
        }
    )
    items = read_raw(folder / "blinkit_order_items.csv")
    amounts = items["quantity"].map(Decimal) * items["unit_price"].map(Decimal)
    marketing = read_raw(folder / "blinkit_marketing_performance.csv")
    spend = pd.DataFrame(
        {
            "date": pd.to_datetime(marketing["date"]).dt.date,
            "spend_amount": marketing["spend"].map(Decimal),
            "impressions_count": marketing["impressions"].map(Decimal),
            "clicks_count": marketing["clicks"].map(Decimal),
            "conversions_count": marketing["conversions"].map(Decimal),
            "attributed_revenue_amount": marketing["revenue_generated"].map(Decimal),
            "stated_roas": marketing["roas"].map(Decimal),
        }
    )
    lines = pd.DataFrame({"order_id": items["order_id"], "amount": amounts})
    return Business(orders, lines, spend)


READERS: dict[str, Callable[[Path], Business]] = {"olist": read_olist, "blinkit": read_blinkit}


@contextmanager
def open_dump(source: str, data: Path, day: date, work: Path) -> Iterator[str]:
    """Load a dump up to a day on a temporary cluster; yield its address."""
    with run_temporary_cluster({}, folder=work) as url:
        os.environ["NIGHTSHIFT_SOURCE"] = source
        os.environ["NIGHTSHIFT_WAREHOUSE_URL"] = create_database(url, "bench")
        os.environ["NIGHTSHIFT_LANDING"] = str(work / "landing")
        os.environ["NIGHTSHIFT_FIRST_NIGHT"] = day.isoformat()
        load_settings.cache_clear()
        migrate_warehouse(url("bench"))
        deliver_drops(source, data, work / "landing", day, day)
        time_stages(day)
        yield url("bench")


def main() -> None:
    """Read the options, load, recount and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", choices=sorted(READERS))
    parser.add_argument("data", type=Path)
    parser.add_argument("day", type=date.fromisoformat)
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    with (
        tempfile.TemporaryDirectory() as work,
        open_dump(options.source, options.data, options.day, Path(work)) as url,
    ):
        view = load_view(url)
    recount = recount_days(READERS[options.source](options.data), options.day)
    found = list_differences(view, recount)
    figures = {
        "source": options.source,
        "dates": [min(view).isoformat(), max(view).isoformat()],
        "rows": len(view),
        "missing dates": (max(view) - min(view)).days + 1 - len(view),
        "cells": len(view) * len((*EXACT, *RATIOS)),
        "differences": len(found),
        "revenue": str(sum(row["revenue_amount"] for row in view.values())),
        "spend": str(sum(row["spend_amount"] for row in view.values())),
        "attributed revenue": str(sum(r["attributed_revenue_amount"] or 0 for r in view.values())),
        "marketing": any(row["spend_amount"] for row in view.values()) or "the source tells none",
    }
    sys.stdout.write("\n".join([json.dumps(figures), *found[:20]]) + "\n")
    sys.exit(1 if found or figures["missing dates"] else 0)


if __name__ == "__main__":
    main()
