"""Ask both delay models of Blinkit's public data, which was made up: they must find no skill.

`python bench/no_skill_blinkit.py` starts an embedded PostgreSQL in a temporary folder, loads the
whole data set (NIGHTSHIFT_DATA, or ../shared/data) as one drop, trains both models for the last
night and scores it. A line of JSON for each says what the gate decided, and how many orders of the
night were scored, ranked or alerted: none.
"""

import argparse
import json
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from include.ingest.ingest_day import ingest_day
from include.ml.features import save_features
from include.ml.scoring import score_day
from include.ml.specs import NIGHTLY
from include.ml.training import train_model
from include.runtime.temporary_cluster import NOT_KEPT, run_temporary_cluster
from include.settings import PROJECT, load_settings
from include.sources.replay import deliver_drops
from include.warehouse.migrate import migrate_warehouse
from include.warehouse.silver import build_silver


def ask(data: Path, night: date) -> None:
    """Load everything up to a night, train and score both models, and report what they say."""
    settings = load_settings()
    migrate_warehouse(settings.warehouse_url)
    deliver_drops("blinkit", data, settings.landing, night, night)
    ingest_day(night, "bench", "manual")
    build_silver(night)
    for model in NIGHTLY:
        save_features(model, night)
        trained = train_model(model, night)
        scored = score_day(model, night)
        sys.stdout.write(json.dumps({"trained": trained, "scored": scored}) + "\n")
        sys.stdout.flush()


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    root = Path(os.environ.get("NIGHTSHIFT_DATA") or PROJECT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=root / "blinkit")
    parser.add_argument("--night", type=date.fromisoformat, default=date(2024, 10, 31))
    options = parser.parse_args()
    with (
        run_temporary_cluster(NOT_KEPT) as url,
        tempfile.TemporaryDirectory(prefix="ns-bench-") as state,
    ):
        os.environ |= {
            "NIGHTSHIFT_SOURCE": "blinkit",
            "NIGHTSHIFT_STATE": state,
            "NIGHTSHIFT_WAREHOUSE_URL": url("postgres"),
            "NIGHTSHIFT_READER_URL": url("postgres"),
            "NIGHTSHIFT_MLFLOW_URL": f"sqlite:///{state}/mlflow.db",
            "NIGHTSHIFT_FIRST_NIGHT": options.night.isoformat(),
        }
        load_settings.cache_clear()
        ask(options.data, options.night)


if __name__ == "__main__":
    main()
