"""Time the features of user and product over the full Instacart shape against pandas and DuckDB.

`python -m bench.user_products <work folder> [--scale 0.1] [--rounds 2]` makes the files unless they
are there, loads them into a temporary cluster (fsync on), and prints one JSON line a figure. Each
way runs in a process of its own, one after the other, in every round; the best of each is compared.

- pandas: read_csv of the columns needed, merge, groupby; the result stays in memory.
- duckdb: the same from the same files, in one statement, into a table in memory.
- ours: include/ml/customer_products.py, from silver as loaded into a table with a key, committed.
- pandas_from_silver: pandas from where ours begins to where it ends, by COPY out and in.

`apart_from_reading_seconds` starts from tables in memory. `megabytes` is the largest resident set
of the Python process; for ours `server_megabytes` is what the server's processes held beside the
shared buffers. CPU seconds include the server's. All results are compared row for row.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import duckdb
import numpy as np
import pandas as pd
import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from bench.instacart_shape import write_files
from bench.load_speed import DAY, prepare_warehouse, read_megabytes, report, run_child
from include.ml.customer_products import build_customer_products
from include.runtime.temporary_cluster import create_database, run_temporary_cluster
from include.settings import load_settings

WAYS = ("ours", "pandas", "duckdb", "pandas_from_silver")
IN_MEMORY = ("pandas", "duckdb")
NAMES = ["user_id", "product_id", "n", "first", "last", "mean_position"]
QUERY = """
    select
        user_id, product_id, count(*) as n, min(order_number) as first,
        max(order_number) as last, avg(add_to_cart_order) as mean_position
    from {lines} join {orders} using (order_id)
    group by user_id, product_id
"""
OURS = """
    copy (
        select customer_id, product_id, lines_count, first_order_number, last_order_number,
            mean_line_number
        from ml.customer_products
    ) to stdout with (format csv)
"""
SILVER = {
    "orders": "order_id, customer_id as user_id, customer_order_number as order_number",
    "order_items": "order_id, product_id, line_number as add_to_cart_order",
}
PAIRS = """
    drop table if exists pairs;
    create table pairs (
        customer_id text, product_id text, lines_count bigint, first_order_number integer,
        last_order_number integer, mean_line_number real
    )
"""
Figures = dict[str, float]


def run_pandas(folder: Path, result: Path) -> Figures:
    """Read, merge, group."""
    started = time.monotonic()
    orders = pd.read_csv(folder / "orders.csv", usecols=["order_id", "user_id", "order_number"])
    lines = pd.read_csv(
        folder / "order_products__prior.csv",
        usecols=["order_id", "product_id", "add_to_cart_order"],
    )
    read = time.monotonic()
    pairs = group_pandas(orders, lines)
    figures = take_figures(started) | {"apart_from_reading_seconds": time.monotonic() - read}
    pairs.reset_index().to_parquet(result)
    return figures


def run_pandas_from_silver(folder: Path, result: Path) -> Figures:
    """Read from silver, merge, group, write a table with a key, commit."""
    started = time.monotonic()
    with psycopg2.connect(load_settings().warehouse_url) as connection:
        frames = [read_silver(connection, result.with_suffix(".csv"), name) for name in SILVER]
        group_pandas(*frames).reset_index().to_csv(result, index=False, header=False)
        with connection.cursor() as cursor, result.open("rb") as file:
            cursor.execute(PAIRS)
            cursor.copy_expert("copy pairs from stdin with (format csv)", file)
            cursor.execute("alter table pairs add primary key (customer_id, product_id)")
    connection.close()
    return take_figures(started)


def read_silver(connection: Connection, path: Path, table: str) -> pd.DataFrame:
    """Read the columns needed of a silver table, by way of a file."""
    query = f"copy (select {SILVER[table]} from silver.{table}) to stdout with (format csv, header)"
    with connection.cursor() as cursor, path.open("wb") as file:
        cursor.copy_expert(query, file)
    return pd.read_csv(path)


def group_pandas(orders: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of user and product."""
    merged = lines.merge(orders, on="order_id")
    return merged.groupby(["user_id", "product_id"]).agg(
        n=("order_number", "size"),
        first=("order_number", "min"),
        last=("order_number", "max"),
        mean_position=("add_to_cart_order", "mean"),
    )


def run_duckdb(folder: Path, result: Path) -> Figures:
    """Group what the files hold; then once more from tables in memory."""
    files = {"orders": "orders.csv", "lines": "order_products__prior.csv"}
    readers = {table: f"read_csv('{folder / name}')" for table, name in files.items()}
    connection = duckdb.connect()
    started = time.monotonic()
    connection.execute("create table pairs as " + QUERY.format(**readers))
    figures = take_figures(started)
    connection.execute(f"copy pairs to '{result}' (format parquet)")
    for table, reader in readers.items():
        connection.execute(f"create table {table} as from {reader}")
    read = time.monotonic()
    connection.execute("create table again as " + QUERY.format(lines="lines", orders="orders"))
    return figures | {"apart_from_reading_seconds": time.monotonic() - read}


def run_ours(folder: Path, result: Path) -> Figures:
    """Build the table; copy it out when the clock has stopped."""
    started = time.monotonic()
    build_customer_products(DAY)
    figures = take_figures(started)
    connection = psycopg2.connect(load_settings().warehouse_url)
    with connection.cursor() as cursor, result.open("wb") as file:
        cursor.copy_expert(OURS, file)
    connection.close()
    return figures


def take_figures(started: float) -> Figures:
    """Return seconds since the start, CPU seconds and memory of this process so far."""
    seconds = time.monotonic() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": seconds,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "megabytes": read_megabytes(),
    }


def run_way(way: str, folder: Path, result: Path) -> Figures:
    """Run one way in a process of its own and return its figures."""
    command = [sys.executable, "-m", "bench.user_products", str(folder), "--way", way]
    done = subprocess.run(
        [*command, "--result", str(result)], check=True, stdout=subprocess.PIPE, text=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run_watched(url: str, folder: Path, result: Path) -> Figures:
    """Run ours, and add what the server's processes took of memory and CPU."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::integer")
        (postmaster,) = cursor.fetchone() or (0,)
    connection.close()
    is_over, most = Event(), [0.0]
    watcher = Thread(target=watch_memory, args=(postmaster, is_over, most))
    before = read_child_seconds(postmaster)
    watcher.start()
    try:
        figures = run_way("ours", folder, result)
    finally:
        is_over.set()
        watcher.join()
    figures["cpu_seconds"] += read_child_seconds(postmaster) - before
    return figures | {"server_megabytes": most[0]}


def watch_memory(postmaster: int, is_over: Event, most: list[float]) -> None:
    """Note the largest sum of what the server's processes hold for themselves, in megabytes."""
    while not is_over.wait(0.2):
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children")
        held = 0.0
        for child in children.read_text(encoding="ascii").split():
            status = Path(f"/proc/{child}/status")
            text = status.read_text(encoding="ascii") if status.exists() else ""
            held += sum(
                int(line.split()[1]) / 1024
                for line in text.splitlines()
                if line.startswith("RssAnon:")
            )
        most[0] = max(most[0], held)


def read_child_seconds(process: int) -> float:
    """Return the CPU seconds of a process's children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def read_result(path: Path) -> pd.DataFrame:
    """Read the pairs of one way, sorted, the mean as precise as the warehouse keeps it."""
    if path.suffix == ".out":
        frame = pd.read_csv(path, names=NAMES, dtype={"mean_position": np.float32})
    else:
        frame = pd.read_parquet(path, columns=NAMES)
    frame = frame.astype(dict.fromkeys(NAMES[:-1], np.int64) | {"mean_position": np.float32})
    return frame.sort_values(NAMES[:2], ignore_index=True)


def compare_results(results: dict[str, Path]) -> None:
    """Report the pairs and lines of each way; fail where two ways differ in a row."""
    first = read_result(results[WAYS[0]])
    report("pairs", {"rows": len(first), "lines": int(first["n"].sum())})
    for way in WAYS[1:]:
        if not first.equals(read_result(results[way])):
            raise AssertionError(f"{WAYS[0]} and {way} differ")
    report("are_equal_row_for_row", list(WAYS))


def measure(url: str, folder: Path, work: Path, rounds: int) -> None:
    """Load the files, run every way in every round, report all and the ratios."""
    prepare_warehouse(url, folder, work)
    report(
        "load_seconds", [round(run_child(step, DAY)["seconds"], 1) for step in ("ingest", "silver")]
    )
    results = {way: work / f"{way}.{'parquet' if way in IN_MEMORY else 'out'}" for way in WAYS}
    runs: dict[str, Callable[[Path, Path], Figures]] = {
        way: lambda folder, result, way=way: run_way(way, folder, result) for way in WAYS
    } | {"ours": lambda folder, result: run_watched(url, folder, result)}
    found: dict[str, list[Figures]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            figures = runs[way](folder, results[way])
            report(way, {name: round(value, 1) for name, value in figures.items()})
            found[way].append(figures)
    compare_results(results)
    best = {way: min(each["seconds"] for each in found[way]) for way in WAYS}
    for way in WAYS[1:]:
        report(f"seconds_of_ours_to_{way}", round(best["ours"] / best[way], 2))
    memory = {way: max(each["megabytes"] for each in found[way]) for way in WAYS}
    report("python_memory_of_ours_to_pandas", round(memory["ours"] / memory["pandas"], 3))


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--result", type=Path)
    options = parser.parse_args()
    if options.way:
        ways = {
            "ours": run_ours,
            "pandas": run_pandas,
            "duckdb": run_duckdb,
            "pandas_from_silver": run_pandas_from_silver,
        }
        sys.stdout.write(json.dumps(ways[options.way](options.work, options.result)) + "\n")
        return
    folder = options.work / f"instacart-{options.scale:g}"
    if not folder.is_dir():
        report("files", write_files(folder, options.scale))
    with run_temporary_cluster({}, folder=options.work) as url:
        run = options.work / f"run-{os.getpid()}"
        create_database(url, "bench")
        measure(url("bench"), folder, run, options.rounds)


if __name__ == "__main__":
    main()
