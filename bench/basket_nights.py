"""Time what a night of 10,000 orders costs the tables of baskets, against a build of the whole.

`python -m bench.basket_nights <work folder> [--scale 0.1] [--nights 3]` makes the files unless they
are there (bench/instacart_shape.py), loads them into a temporary cluster (fsync on), builds the
tables twice, adds nights of 10,000 orders, and builds them once more. It prints one JSON line a
figure, fails where a night ends in other rows than the build, and compares the median night with
the best build. The load of a night, which is not timed here, is in bench/load_speed.py.
"""

import argparse
import os
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import psycopg2

from bench.instacart_night import write_night
from bench.instacart_shape import write_files
from bench.load_speed import DAY, land, prepare_warehouse, report, run_child
from include.ml.baskets.state import build_state, move_state
from include.runtime.temporary_cluster import create_database, run_temporary_cluster

DIGESTS = """
    select
        (select sum(hashtextextended(concat_ws('|', customer_id, product_id, lines_count,
            first_order_number, last_order_number, order_numbers), 0)) from ml.customer_products),
        (select sum(hashtextextended(concat_ws('|', customer_id, orders_count, ordered_dates,
            last_order_id), 0)) from ml.customer_baskets),
        (select sum(hashtextextended(product_buyers::text, 0)) from ml.product_buyers),
        (select count(*) from ml.customer_products)
"""


def digest(url: str) -> tuple[object, ...]:
    """Return sums of hashes over the rows of the three tables, and the number of pairs."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(DIGESTS)
        found = cursor.fetchone() or ()
    connection.close()
    return tuple(found)


def clock(name: str, day: date, *, is_build: bool) -> float:
    """Build the whole, or move to a day; report and return the seconds."""
    started = time.monotonic()
    told = build_state(day) if is_build else move_state(day)
    seconds = time.monotonic() - started
    report(name, {"seconds": round(seconds, 2)} | told)
    return seconds


def measure(url: str, folder: Path, work: Path, nights: int) -> None:
    """Load, build, add nights, build again, and report the ratio."""
    prepare_warehouse(url, folder, work)
    for step in ("ingest", "silver"):
        report(f"{step}_seconds", round(run_child(step, DAY)["seconds"], 1))
    builds = [clock("build", DAY, is_build=True) for _ in range(2)]
    seconds = []
    for number in range(1, nights + 1):
        day = DAY + timedelta(days=number)
        write_night(folder, work / f"night-{number}", number)
        land(work / f"night-{number}", work / "landing", day)
        for step in ("ingest", "silver"):
            run_child(step, day)
        seconds.append(clock("night", day, is_build=False))
    moved = digest(url)
    builds.append(clock("build", DAY + timedelta(days=nights), is_build=True))
    if moved != digest(url):
        raise AssertionError("the nights ended in other rows than a build of the whole")
    report("rows_equal_a_build", {"pairs": moved[-1]})
    report("night_to_build", round(median(seconds) / min(builds), 4))


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--nights", type=int, default=3)
    options = parser.parse_args()
    folder = options.work / f"instacart-{options.scale:g}"
    if not folder.is_dir():
        report("files", write_files(folder, options.scale))
    with run_temporary_cluster({}, folder=options.work) as url:
        run = options.work / f"run-{os.getpid()}"
        create_database(url, "bench")
        measure(url("bench"), folder, run, options.nights)


if __name__ == "__main__":
    main()
