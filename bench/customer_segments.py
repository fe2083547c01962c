"""Time the RFM of every customer on Olist, and show what their segments rest on.

`python -m bench.customer_segments [--data <folder>] [--day 2018-04-30]` starts an embedded
PostgreSQL in a temporary folder, loads the whole dump as one drop, and prints one JSON line a
figure: seconds of the RFM (the best and the worst of five), each number of clusters with its
silhouettes and agreement, the rules that serve with the agreement of ten pairs of random halves,
and what a night costs: the first of a month, which learns the rules, and any other.
"""

import argparse
import os
import tempfile
import time
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from bench.delay_figures import report
from include.customers.bands import fit_bands, is_divided, label_by_bands
from include.customers.clusters import (
    COUNTS,
    make_space,
    measure_agreement,
    measure_silhouettes,
    measure_stability,
)
from include.customers.rfm import load_rfm
from include.customers.segment_day import segment_customers
from include.customers.segment_rules import fit_rules
from include.ingest.ingest_day import ingest_day
from include.ml.customer_products import load_period
from include.runtime.temporary_cluster import NOT_KEPT, run_temporary_cluster
from include.settings import PROJECT, load_settings
from include.sources.replay import deliver_drops
from include.warehouse.connect import open_snapshot
from include.warehouse.migrate import migrate_warehouse
from include.warehouse.silver import build_silver

FIRST_NIGHT = date(2018, 11, 1)  # the dump has no later order
ROUNDS = 5
SPLITS = 10


def build_warehouse(url: str, data: Path) -> None:
    """Load the dump as history and build silver."""
    os.environ["NIGHTSHIFT_SOURCE"] = "olist"
    os.environ["NIGHTSHIFT_WAREHOUSE_URL"] = url
    os.environ["NIGHTSHIFT_FIRST_NIGHT"] = FIRST_NIGHT.isoformat()
    migrate_warehouse(url)
    deliver_drops("olist", data, load_settings().landing, FIRST_NIGHT, FIRST_NIGHT)
    ingest_day(FIRST_NIGHT, "bench", "manual")
    build_silver(FIRST_NIGHT)


def time_rfm(day: date) -> pd.DataFrame:
    """Read the RFM several times, report the seconds, return the rows."""
    seconds = []
    with open_snapshot() as connection:
        period = load_period(connection, day)
        for _ in range(ROUNDS):
            started = time.monotonic()
            rfm = load_rfm(connection, period)
            seconds.append(round(time.monotonic() - started, 2))
    report("rfm", {"customers": len(rfm), "best": min(seconds), "worst": max(seconds)})
    return rfm


def judge_rules(rfm: pd.DataFrame) -> None:
    """Report every number of clusters, and the rules that serve."""
    divided = rfm[is_divided(fit_bands(rfm), rfm)].reset_index(drop=True)
    space = make_space(divided)
    assert space is not None
    points = space.place(divided)
    for count in COUNTS:
        judged = measure_stability(points, measure_silhouettes(points, count))
        report("clusters", asdict(judged))
    started = time.monotonic()
    rules = fit_rules(rfm)
    report("rules_seconds", round(time.monotonic() - started, 1))
    agreement = measure_agreement(
        len(rfm), lambda rows: label_by_bands(fit_bands(rfm[rows]), rfm).tolist(), SPLITS
    )
    report("rules", {"method": rules.method, **asdict(rules.bands)})
    report("evidence", asdict(rules.evidence))
    report("least_agreement_of_bands", {"splits": SPLITS, "value": round(agreement, 4)})


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    root = Path(os.environ.get("NIGHTSHIFT_DATA") or PROJECT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=root / "olist")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2018, 4, 30))
    options = parser.parse_args()
    with (
        run_temporary_cluster(NOT_KEPT | {"shared_buffers": "1GB"}) as url,
        tempfile.TemporaryDirectory(prefix="ns-bench-") as state,
    ):
        os.environ["NIGHTSHIFT_STATE"] = state
        build_warehouse(url("postgres"), options.data)
        judge_rules(time_rfm(options.day))
        for name, back in (("first_night_of_a_month_seconds", 1), ("night_seconds", 0)):
            day = options.day - timedelta(days=back)
            started = time.monotonic()
            segment_customers(day)
            report(name, round(time.monotonic() - started, 1))


if __name__ == "__main__":
    main()
