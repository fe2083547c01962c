"""Measure the memory of a load of about 100 MB and of one of about 1 GB.

`python -m bench.load_memory <work folder> [--scales 0.2 1.9]` makes the Instacart shape in each
size unless it is there, loads it into a warehouse of its own on one temporary cluster, and prints,
one JSON line a size, the bytes of the largest file, and of each step seconds and the largest
resident set of its Python process.
"""

import argparse
import os
from pathlib import Path

from bench.instacart_shape import write_files
from bench.load_speed import DAY, FILES, prepare_warehouse, report, run_child
from include.runtime.temporary_cluster import create_database, run_temporary_cluster


def main() -> None:
    """Read the options and measure each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--scales", type=float, nargs="+", default=[0.2, 1.9])
    options = parser.parse_args()
    with run_temporary_cluster(folder=options.work) as url:
        for scale in options.scales:
            folder = options.work / f"instacart-{scale:g}"
            if not folder.is_dir():
                write_files(folder, scale)
            name = f"bench_{scale:g}".replace(".", "_")
            run = options.work / f"memory-{os.getpid()}-{scale:g}"
            prepare_warehouse(create_database(url, name), folder, run)
            size = (folder / FILES["order_products"]).stat().st_size
            steps = {step: run_child(step, DAY) for step in ("ingest", "silver")}
            report(name, {"largest_file_bytes": size} | steps)


if __name__ == "__main__":
    main()
