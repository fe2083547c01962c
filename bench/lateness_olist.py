"""Recount who comes back after a late first order on Olist, in pandas and from the raw files.

`python -m bench.lateness_olist <data folder>` loads the whole dump as the nights do, runs
include/sql/report/lateness_returns.sql for two days, recounts both from files that are cut at the
evening of the day, and prints what the customers page says. The exit code is 1 on a difference.
"""

import argparse
import json
import logging
import sys
import tempfile
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import psycopg2

from bench.recount_days import open_dump, read_raw, read_times
from include.report.lateness import show_lateness
from include.report.lateness_cost import HORIZONS, ReturnRow, find_cost
from include.report.records import load_records

LAST_DAY = date(2018, 12, 31)  # all of the dump is known
DAYS = (date(2018, 6, 30), LAST_DAY)
ZONE = "America/Sao_Paulo"
Key = tuple[int, date, bool]  # horizon, month of the first order, late


def read_orders(folder: Path) -> pd.DataFrame:
    """Read the orders that were not cancelled, with their person and their amount."""
    raw = read_raw(folder / "olist_orders_dataset.csv")
    people = read_raw(folder / "olist_customers_dataset.csv").set_index("customer_id")
    items = read_raw(folder / "olist_order_items_dataset.csv")
    amounts = items["price"].map(Decimal).groupby(items["order_id"]).sum()
    orders = pd.DataFrame(
        {
            "order_id": raw["order_id"],
            "person": raw["customer_id"].map(people["customer_unique_id"]),
            "ordered": read_times(raw["order_purchase_timestamp"], ZONE),
            "promised": read_times(raw["order_estimated_delivery_date"], ZONE),
            "delivered": read_times(raw["order_delivered_customer_date"], ZONE),
            "amount": raw["order_id"].map(amounts).map(float).fillna(0.0),
        }
    )
    return orders[~raw["order_status"].isin(["canceled", "unavailable"])]


def recount(orders: pd.DataFrame, day: date) -> dict[Key, tuple[int, int, float]]:
    """Return customers, those who came back, and the sum of what they came back for."""
    closing_at = (pd.Timestamp(day) + pd.Timedelta(days=1)).tz_localize(ZONE)
    known = orders[orders["ordered"] < closing_at].copy()
    known.loc[known["delivered"] >= closing_at, "delivered"] = pd.NaT
    found: dict[Key, tuple[int, int, float]] = {}
    for _, history in known.sort_values(["ordered", "order_id"]).groupby("person", sort=False):
        first = history.iloc[0]
        is_late = pd.isna(first["delivered"]) or first["delivered"] > first["promised"]
        start = first["promised"] if is_late else first["delivered"]
        age = (day - start.date()).days
        is_single = len(history) == 1
        if not is_single and history.iloc[1]["ordered"] <= start:
            continue
        for horizon in HORIZONS:
            if not horizon <= age <= 729:
                continue
            key = (horizon, first["ordered"].date().replace(day=1), bool(is_late))
            count, back, amount = found.get(key, (0, 0, 0.0))
            if not is_single:
                second = history.iloc[1]
                if (second["ordered"].date() - start.date()).days <= horizon:
                    back, amount = back + 1, amount + second["amount"]
            found[key] = (count + 1, back, amount)
    return found


def main() -> None:
    """Load, ask, recount and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    orders, differences = read_orders(options.data), 0
    with (
        tempfile.TemporaryDirectory() as work,
        open_dump("olist", options.data, LAST_DAY, Path(work)) as url,
        closing(psycopg2.connect(url)) as connection,
    ):
        for day in DAYS:
            rows = load_records(
                connection, "lateness_returns", ReturnRow, day, horizons=list(HORIZONS)
            )
            asked = {
                (row.horizon_days, row.month, row.is_late): (
                    row.customers_count,
                    row.returned_count,
                    round(row.returned_amount, 2),
                )
                for row in rows
            }
            counted = {
                key: (count, back, round(amount, 2))
                for key, (count, back, amount) in recount(orders, day).items()
            }
            wrong = [
                key for key in asked.keys() | counted.keys() if asked.get(key) != counted.get(key)
            ]
            differences += len(wrong)
            shown = show_lateness(find_cost(rows), "BRL", "")
            figures = {"day": str(day), "groups": len(asked), "differences": len(wrong)}
            sys.stdout.write(json.dumps(figures) + "\n")
            for key in wrong[:10]:
                sys.stdout.write(f"{key}: {asked.get(key)} asked, {counted.get(key)} recounted\n")
            sys.stdout.write(
                "\n".join([shown.title, *shown.sentences, str(shown.table.rows)]) + "\n"
            )
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
