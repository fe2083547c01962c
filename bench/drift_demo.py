"""Live through the nights around the simulator's drift, without Airflow, and tell when it alarms.

`python bench/drift_demo.py` starts an embedded PostgreSQL in a temporary folder. The simulated
business sends its history, the calm nights and those after its planted drift; every night is
loaded, scored and compared with the serving model's reference, and each seventh one trained.
A line of JSON per night says what drifted, and how badly; the last one says what was missed.
"""

import argparse
import json
import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from include.ingest.ingest_day import ingest_day
from include.ml.drift import measure_drift
from include.ml.features import save_features
from include.ml.outcomes import save_outcomes
from include.ml.scoring import score_day
from include.ml.training import train_model
from include.runtime.temporary_cluster import NOT_KEPT, run_temporary_cluster
from include.settings import load_settings
from include.sources.demo.simulate import write_drops
from include.warehouse.migrate import migrate_warehouse
from include.warehouse.publish import publish_gold
from include.warehouse.silver import build_silver

MODEL = "delay_open"
TRAINED_EVERY = 7  # nights


def live_through(first_night: date, calm_nights: int, nights_after: int) -> None:
    """Run all nights and report them: `calm_nights` before the drift, `nights_after` from it on."""
    drift_day = first_night + timedelta(days=calm_nights)
    last_night = drift_day + timedelta(days=nights_after - 1)
    settings = load_settings()
    migrate_warehouse(settings.warehouse_url)
    write_drops(None, settings.landing, first_night, last_night, drift_day)
    false_alarms, found = [], None
    for number in range(calm_nights + nights_after):
        day = first_night + timedelta(days=number)
        told = run_night(day, is_trained=number % TRAINED_EVERY == 0)
        report("night", {"day": day.isoformat(), "is_planted": day >= drift_day, **told})
        if told["alarm"] and day < drift_day:
            false_alarms.append(day.isoformat())
        elif told["alarm"] and found is None:
            found = (day - drift_day).days + 1
    report("false_alarms", {"calm_nights": calm_nights, "alarms": false_alarms})
    report("found_on_night", found)


def run_night(day: date, *, is_trained: bool) -> dict[str, Any]:
    """Run one night's steps in their order; return what drift says of it."""
    ingest_day(day, "bench", "manual")
    build_silver(day)
    publish_gold(day)
    save_features(MODEL, day)
    if is_trained:
        outcome = train_model(MODEL, day)
        report("training", outcome | {"day": day.isoformat()})
    score_day(MODEL, day)
    save_outcomes(MODEL, day)
    return measure_drift(MODEL, day)


def report(name: str, value: object) -> None:
    """Write one figure as a line of JSON."""
    sys.stdout.write(json.dumps({name: value}) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first-night", type=date.fromisoformat, default=date(2026, 4, 30))
    parser.add_argument("--calm-nights", type=int, default=30)
    parser.add_argument("--nights-after", type=int, default=3)
    options = parser.parse_args()
    with (
        run_temporary_cluster(NOT_KEPT) as url,
        tempfile.TemporaryDirectory(prefix="ns-bench-") as state,
    ):
        os.environ |= {
            "NIGHTSHIFT_SOURCE": "demo",
            "NIGHTSHIFT_STATE": state,
            "NIGHTSHIFT_SITE": f"{state}/site",
            "NIGHTSHIFT_WAREHOUSE_URL": url("postgres"),
            "NIGHTSHIFT_READER_URL": url("postgres"),
            "NIGHTSHIFT_MLFLOW_URL": f"sqlite:///{state}/mlflow.db",
            "NIGHTSHIFT_FIRST_NIGHT": options.first_night.isoformat(),
        }
        load_settings.cache_clear()
        live_through(options.first_night, options.calm_nights, options.nights_after)


if __name__ == "__main__":
    main()
