"""Judge delay_open on Olist: trained by the end of January 2018, tested on February to April.

`python bench/delay_open_olist.py` reads the warehouse of the NIGHTSHIFT_* settings. Without
NIGHTSHIFT_WAREHOUSE_URL it starts an embedded PostgreSQL in a temporary folder, loads the whole
dump (NIGHTSHIFT_DATA, or ../shared/data) as one drop, and computes the features of every night.
Both models see the same rows: open orders whose promise has not passed. Labels in training are
known by the training day. Intervals are bootstrapped by order.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from include.ingest.ingest_day import ingest_day
from include.ml.dataset import LABEL, load_labelled, split_by_time
from include.ml.evaluation import Ranking, evaluate, resample, to_interval
from include.ml.features import load_history, write_range
from include.ml.fitting import fit_model
from include.ml.spec import Split, load_spec
from include.runtime.temporary_cluster import NOT_KEPT, run_temporary_cluster
from include.settings import PROJECT, load_settings
from include.sources.replay import deliver_drops
from include.warehouse.connect import open_transaction
from include.warehouse.migrate import migrate_warehouse
from include.warehouse.silver import build_silver

TRAINED_FOR = date(2018, 1, 31)
TEST_TO = date(2018, 4, 30)
KNOWN_BY = date(2018, 8, 31)  # every promise of the dump has passed
SIMPLE = ["days_to_promise", "is_handed_over", "order_age_days"]


def build_warehouse(url: str, data: Path) -> None:
    """Load the dump as history, and compute the features of all nights up to the test's last."""
    first_night = KNOWN_BY + timedelta(days=1)
    os.environ["NIGHTSHIFT_SOURCE"] = "olist"
    os.environ["NIGHTSHIFT_WAREHOUSE_URL"] = url
    os.environ["NIGHTSHIFT_FIRST_NIGHT"] = first_night.isoformat()
    settings = load_settings()
    migrate_warehouse(url)
    deliver_drops("olist", data, settings.landing, first_night, first_night)
    ingest_day(first_night, "bench", "manual")
    build_silver(first_night)
    spec = load_spec("delay_open")
    started = time.monotonic()
    with open_transaction() as connection:
        history = load_history(connection)
        assert history is not None
        rows = write_range(
            connection, spec, history.first_ordered_date, TEST_TO, history.first_drop
        )
    report("feature_rows", rows)
    report("feature_seconds", round(time.monotonic() - started, 1))


def judge() -> None:
    """Train both models on the same rows, test them on the same rows, and report the figures."""
    spec = load_spec("delay_open")
    with open_transaction(is_writer=False) as connection:
        frame = load_labelled(connection, spec, KNOWN_BY, most_rows=10_000_000)
    test = frame[(frame["day"] > TRAINED_FOR) & (frame["day"] <= TEST_TO)]
    nights = frame[frame["day"] <= TRAINED_FOR]
    slices = split_by_time(
        nights, Split(0, spec.split.validation_nights), TRAINED_FOR + timedelta(1)
    )
    share = min(1.0, spec.most_training_rows / len(slices.fitting))
    fitting = slices.fitting.sample(frac=share, random_state=1)
    started = time.monotonic()
    model = fit_model(spec, fitting, slices.validation)
    report("training_rows", len(fitting) + len(slices.validation))
    report("training_seconds", round(time.monotonic() - started, 1))
    report("rounds", model.booster.num_boosted_rounds())
    known = [*fitting.index, *slices.validation.index]
    simple = make_pipeline(StandardScaler(), LogisticRegression())
    simple.fit(frame.loc[known, SIMPLE], frame.loc[known, LABEL])
    labels = test[LABEL].to_numpy(np.float64)
    orders = test[spec.entity_key].to_numpy(object)
    ours = model.compute_probabilities(test)
    theirs = simple.predict_proba(test[SIMPLE])[:, 1]
    report("delay_open", evaluate(ours, labels, orders, spec.gate).to_dict())
    report("logistic_regression", evaluate(theirs, labels, orders, spec.gate).to_dict())
    rankings = Ranking(ours, labels), Ranking(theirs, labels)
    samples = resample(orders, labels, spec.gate)
    for name in ("auc", "average_precision"):
        figures = [getattr(ranking, f"compute_{name}") for ranking in rankings]
        differences = [figures[0](weights) - figures[1](weights) for weights in samples]
        value = figures[0]() - figures[1]()
        report(f"{name}_difference", str(to_interval(value, differences, spec.gate)))
    for month in (2, 3, 4):
        rows = np.array([day.month == month for day in test["day"]])
        report(
            f"month_{month}",
            {
                "delay_open": round(Ranking(ours[rows], labels[rows]).compute_auc(), 4),
                "logistic_regression": round(Ranking(theirs[rows], labels[rows]).compute_auc(), 4),
            },
        )
    report("top_100_a_night", round(top_precision(ours, labels, test["day"].to_numpy()), 4))
    report("top_100_simple", round(top_precision(theirs, labels, test["day"].to_numpy()), 4))


def top_precision(scores: np.ndarray, labels: np.ndarray, days: np.ndarray) -> float:
    """Return the share of late orders among each night's hundred riskiest."""
    hits = [
        labels[days == day][np.argsort(-scores[days == day], kind="stable")[:100]]
        for day in np.unique(days)
    ]
    return float(np.concatenate(hits).mean())


def report(name: str, value: object) -> None:
    """Write one figure as a line of JSON."""
    sys.stdout.write(json.dumps({name: value}) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    root = Path(os.environ.get("NIGHTSHIFT_DATA") or PROJECT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=root / "olist")
    options = parser.parse_args()
    if os.environ.get("NIGHTSHIFT_WAREHOUSE_URL"):
        judge()
        return
    with (
        run_temporary_cluster(NOT_KEPT | {"shared_buffers": "1GB"}) as url,
        tempfile.TemporaryDirectory(prefix="ns-bench-") as state,
    ):
        os.environ["NIGHTSHIFT_STATE"] = state
        build_warehouse(url("postgres"), options.data)
        judge()


if __name__ == "__main__":
    main()
