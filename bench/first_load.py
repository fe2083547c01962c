"""Time the first load of a source, landing to gold, stage by stage.

`python -m bench.first_load <source> <data folder> <last day>` delivers everything up to the last
day as two drops (all the history before it, and that day), loads and publishes both on a temporary
cluster with the embedded server's settings, fsync on, and prints what each stage wrote to its log
and, as one JSON line a stage, its seconds and its share of the whole.
"""

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from include.ingest.ingest_day import ingest_day
from include.runtime.temporary_cluster import create_database, run_temporary_cluster
from include.settings import load_settings
from include.sources.replay import deliver_drops
from include.warehouse.migrate import migrate_warehouse
from include.warehouse.publish import publish_gold
from include.warehouse.silver import build_silver


def time_stages(day: date) -> dict[str, float]:
    """Run the stages of a night up to gold; return the seconds of each."""
    seconds = {}
    for name, run in (
        ("ingest", lambda: ingest_day(day, "bench", "manual")),
        ("silver", lambda: build_silver(day)),
        ("gold", lambda: publish_gold(day)),
    ):
        started = time.monotonic()
        run()
        seconds[name] = time.monotonic() - started
    return seconds


def main() -> None:
    """Read the options, deliver, load, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("data", type=Path)
    parser.add_argument("day", type=date.fromisoformat)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    with (
        tempfile.TemporaryDirectory() as work,
        run_temporary_cluster({}, folder=Path(work)) as url,
    ):
        landing = Path(work, "landing")
        os.environ["NIGHTSHIFT_SOURCE"] = options.source
        os.environ["NIGHTSHIFT_WAREHOUSE_URL"] = create_database(url, "bench")
        os.environ["NIGHTSHIFT_LANDING"] = str(landing)
        os.environ["NIGHTSHIFT_FIRST_NIGHT"] = options.day.isoformat()
        load_settings.cache_clear()
        migrate_warehouse(url("bench"))
        deliver_drops(options.source, options.data, landing, options.day, options.day)
        seconds = time_stages(options.day)
    total = sum(seconds.values())
    for name, spent in seconds.items():
        figures = {"stage": name, "seconds": round(spent, 1), "share": round(spent / total, 2)}
        sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
