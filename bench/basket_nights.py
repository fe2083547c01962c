"""Time what a night of 10,000 orders costs the tables of baskets, against a build of the whole.

`python -m bench.basket_nights <work folder> [--scale 0.1] [--nights 3]` makes the files unless they
are there (bench/instacart_shape.py), loads them into a temporary cluster (fsync on), builds the
tables twice, adds nights of 10,000 orders, and builds them once more. It prints one JSON line a
figure, fails where a night ends in other rows than the build, and compares the median night with
the best build: in seconds, and in processor seconds of server and Python, which other work on the
machine does not lengthen (autovacuum is off). The load of a night, which is not timed here, is in
bench/load_speed.py.
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
from bench.user_products import read_child_seconds
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


def clock(url: str, day: date, *, is_build: bool) -> tuple[float, float]:
    """Build the whole, or move to a day; report and return seconds and processor seconds."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::integer")
        (postmaster,) = cursor.fetchone() or (0,)
    connection.close()
    started = time.monotonic(), time.process_time() + read_child_seconds(postmaster)
    told = build_state(day) if is_build else move_state(day)
    seconds = time.monotonic() - started[0]
    time.sleep(1)  # until the server has noted the end of the connections
    busy = time.process_time() + read_child_seconds(postmaster) - started[1]
    figures = {"seconds": round(seconds, 2), "cpu_seconds": round(busy, 2)}
    report("build" if is_build else "night", figures | told)
    return seconds, busy


def measure(url: str, folder: Path, work: Path, nights: int) -> None:
    """Load, build, add nights, build again, and report the ratio."""
    prepare_warehouse(url, folder, work)
    for step in ("ingest", "silver"):
        report(f"{step}_seconds", round(run_child(step, DAY)["seconds"], 1))
    builds = [clock(url, DAY, is_build=True) for _ in range(2)]
    moves = []
    for number in range(1, nights + 1):
        day = DAY + timedelta(days=number)
        write_night(folder, work / f"night-{number}", number)
        land(work / f"night-{number}", work / "landing", day)
        for step in ("ingest", "silver"):
            run_child(step, day)
        moves.append(clock(url, day, is_build=False))
    moved = digest(url)
    builds.append(clock(url, DAY + timedelta(days=nights), is_build=True))
    if moved != digest(url):
        raise AssertionError("the nights ended in other rows than a build of the whole")
    report("rows_equal_a_build", {"pairs": moved[-1]})
    for place, name in enumerate(("seconds", "cpu_seconds")):
        middle, best = median(move[place] for move in moves), min(one[place] for one in builds)
        report(f"night_to_build_in_{name}", round(middle / best, 4))


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
    with run_temporary_cluster({"autovacuum": "off"}, folder=options.work) as url:
        run = options.work / f"run-{os.getpid()}"
        create_database(url, "bench")
        measure(url("bench"), folder, run, options.nights)


if __name__ == "__main__":
    main()
