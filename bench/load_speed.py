"""Time the load of the full Instacart shape against `\\copy`, and a night on top of it.

`python -m bench.load_speed <work folder> [--scale 0.1] [--skip-night]` makes the files unless they
are there (bench/instacart_shape.py), and prints one JSON line a figure. Everything runs on one
temporary cluster with the embedded server's settings, fsync on. `\\copy` is psql's, into tables
with types, keys and a log, made beforehand; the floor is into unlogged tables without keys.
Both are run before, between and after our two steps, and the middle one is taken. Memory is the
largest resident set of the Python process that loads, itself a child of this one.
"""

import argparse
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import psycopg2

from bench.instacart_night import write_night
from bench.instacart_shape import write_files
from include.ingest.ingest_day import ingest_day
from include.runtime.programs import find_programs
from include.runtime.temporary_cluster import create_database, run_temporary_cluster
from include.settings import load_settings
from include.warehouse.migrate import migrate_warehouse
from include.warehouse.silver import build_silver

DAY = date(2026, 1, 1)
TYPED = """
    create {kind} table {schema}.orders (
        order_id integer {key}, user_id integer, eval_set text, order_number integer,
        order_dow integer, order_hour_of_day integer, days_since_prior_order real
    );
    create {kind} table {schema}.order_products (
        order_id integer, product_id integer, add_to_cart_order integer, reordered integer {keys}
    );
    create {kind} table {schema}.products (
        product_id integer {key}, product_name text, aisle_id integer, department_id integer
    );
"""
FILES = {
    "orders": "orders.csv",
    "order_products": "order_products__prior.csv",
    "products": "products.csv",
}


def report(name: str, value: object) -> None:
    """Write one figure as a line of JSON."""
    sys.stdout.write(json.dumps({name: value}) + "\n")
    sys.stdout.flush()


@contextmanager
def clocked(name: str, times: dict[str, float]) -> Iterator[None]:
    """Report how many seconds the block took, and keep them."""
    started = time.monotonic()
    yield
    times[name] = round(time.monotonic() - started, 1)
    report(f"{name}_seconds", times[name])


def copy_files(url: str, folder: Path, *, kind: str) -> float:
    """Copy the three large files by psql into new tables; return the seconds, `create` apart."""
    is_keyed = kind == "logged"
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(f"drop schema if exists {kind} cascade; create schema {kind}")
        cursor.execute(
            TYPED.format(
                kind="" if is_keyed else "unlogged",
                schema=kind,
                key="primary key" if is_keyed else "",
                keys=", primary key (order_id, product_id)" if is_keyed else "",
            )
        )
    commands = [
        part
        for table, name in FILES.items()
        for part in (
            "-c",
            f"\\copy {kind}.{table} from '{folder / name}' with (format csv, header)",
        )
    ]
    started = time.monotonic()
    subprocess.run([find_programs() / "psql", url, "-q", *commands], check=True)
    seconds = time.monotonic() - started
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(f"drop schema {kind} cascade")
    connection.close()
    return seconds


def run_child(step: str, day: date) -> dict[str, float]:
    """Run one step in a process of its own, so that its memory is its own; return its figures."""
    command = [sys.executable, "-m", "bench.load_speed", "--step", step, "--day", day.isoformat()]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run_step(step: str, day: date) -> None:
    """Load, or build, one day as the night does; print seconds and megabytes."""
    work: dict[str, Callable[[], object]] = {
        "ingest": lambda: ingest_day(day, "bench", "manual"),
        "silver": lambda: build_silver(day),
    }
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    started = time.monotonic()
    work[step]()
    seconds = time.monotonic() - started
    sys.stdout.write(json.dumps({"seconds": seconds, "megabytes": read_megabytes()}) + "\n")


def read_megabytes() -> int:
    """Return the largest resident set of this process; `getrusage` counts its parent's, too."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return round(int(kilobytes) / 1024)


def land(folder: Path, landing: Path, day: date) -> None:
    """Put the files into the landing folder of a day."""
    drop = landing / day.isoformat()
    drop.mkdir(parents=True)
    for path in folder.glob("*.csv"):
        (drop / path.name).symlink_to(path.resolve())
    (drop / "_COMPLETE").touch()


def prepare_warehouse(url: str, folder: Path, work: Path) -> None:
    """Make an empty warehouse in a database, point the settings to it, land the files."""
    os.environ["NIGHTSHIFT_SOURCE"] = "instacart"
    os.environ["NIGHTSHIFT_WAREHOUSE_URL"] = url
    os.environ["NIGHTSHIFT_LANDING"] = str(work / "landing")
    os.environ["NIGHTSHIFT_FIRST_NIGHT"] = DAY.isoformat()
    load_settings.cache_clear()
    migrate_warehouse(url)
    land(folder, work / "landing", DAY)


def measure(url: str, folder: Path, work: Path, *, has_night: bool) -> None:
    """Run the comparisons on one database and report them."""
    prepare_warehouse(url, folder, work)
    copies, floors, steps = [], [], {}
    for step in (None, "ingest", "silver"):
        if step is not None:
            steps[step] = run_child(step, DAY)
        copies.append(copy_files(url, folder, kind="logged"))
        floors.append(copy_files(url, folder, kind="unlogged"))
    seconds = sum(figures["seconds"] for figures in steps.values())
    for step, figures in steps.items():
        report(step, {name: round(value, 1) for name, value in figures.items()})
    report("copy_logged_keyed_seconds", [round(each, 1) for each in copies])
    report("copy_unlogged_bare_seconds", [round(each, 1) for each in floors])
    report("ratio_to_copy", round(seconds / median(copies), 2))
    report("ratio_to_floor", round(seconds / median(floors), 2))
    report_balance(url)
    if has_night:
        measure_night(url, folder, work)


def measure_night(url: str, folder: Path, work: Path) -> None:
    """Time three nights of 10,000 new orders each on top of the history; report the middle one."""
    nights = []
    for number in range(1, 4):
        day = DAY + timedelta(days=number)
        files = work / f"night-{number}"
        write_night(folder, files, number)
        land(files, work / "landing", day)
        parts = {step: run_child(step, day)["seconds"] for step in ("ingest", "silver")}
        report(f"night_{number}", {step: round(value, 2) for step, value in parts.items()})
        nights.append(sum(parts.values()))
    report("night_seconds", round(median(nights), 2))
    report_balance(url)


def report_balance(url: str) -> None:
    """Report the sums of the ledger, and how many rows silver holds."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select sum(rows_read)::bigint, sum(rows_loaded)::bigint, sum(rows_merged)::bigint,"
            " sum(rows_quarantined)::bigint, (select count(*) from silver.order_items)"
            " from ops.load_ledger"
        )
        found = cursor.fetchone()
    connection.close()
    names = ("read", "loaded", "merged", "quarantined", "order_items")
    report("ledger", dict(zip(names, found or (), strict=False)))


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path, nargs="?")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--skip-night", action="store_true")
    parser.add_argument("--step", choices=("ingest", "silver"))
    parser.add_argument("--day", type=date.fromisoformat, default=DAY)
    options = parser.parse_args()
    if options.step:
        run_step(options.step, options.day)
        return
    folder = options.work / f"instacart-{options.scale:g}"
    if not folder.is_dir():
        report("files", write_files(folder, options.scale))
    with run_temporary_cluster({}, folder=options.work) as url:
        run = options.work / f"run-{os.getpid()}"
        create_database(url, "bench")
        measure(url("bench"), folder, run, has_night=not options.skip_night)


if __name__ == "__main__":
    main()
