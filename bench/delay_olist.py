"""Judge both delay models on Olist: retrained weekly, tested on February to April 2018.

`python -m bench.delay_olist` reads the warehouse of the NIGHTSHIFT_* settings. Without
NIGHTSHIFT_WAREHOUSE_URL it starts an embedded PostgreSQL in a temporary folder, loads the whole
dump (NIGHTSHIFT_DATA, or ../shared/data) as one drop, and computes the features of every night.
The first training is that of 2018-01-31; each serves the seven nights after it, and knows the
answers that its own evening knew. The rival of a model is trained as often, on the same rows.
Intervals are bootstrapped by order.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from bench.delay_figures import compare, report
from include.ingest.ingest_day import ingest_day
from include.ml.dataset import LABEL, load_labelled, split_by_time
from include.ml.features import load_history, write_range
from include.ml.fitting import OUTCOME, fit_judged, fit_served
from include.ml.model import Floats, to_matrix, to_probability
from include.ml.spec import ModelSpec, load_spec
from include.ml.specs import NIGHTLY
from include.runtime.temporary_cluster import NOT_KEPT, run_temporary_cluster
from include.settings import PROJECT, load_settings
from include.sources.replay import deliver_drops
from include.warehouse.connect import open_transaction
from include.warehouse.migrate import migrate_warehouse
from include.warehouse.silver import build_silver

FIRST_TRAINING = date(2018, 1, 31)
WEEK = timedelta(days=7)
TEST_TO = date(2018, 4, 30)
KNOWN_BY = date(2018, 8, 31)  # every promise of the dump has passed
AREAS = """
    select orders.order_id, coalesce(orders.area, customers.area, '') as customer_area
    from silver.orders left join silver.customers using (customer_id)
"""

Score = Callable[[pd.DataFrame], Floats]


@dataclass(frozen=True)
class Rival:
    """A simple method on few columns, and in what a model must be ahead of it."""

    name: str
    columns: list[str]
    make: Callable[[], Pipeline]


def make_forest() -> Pipeline:
    """Return a forest that knows areas by name."""
    forest = RandomForestClassifier(200, min_samples_leaf=50, n_jobs=2, random_state=1)
    return make_pipeline(OneHotEncoder(handle_unknown="ignore", max_categories=60), forest)


RIVALS = {
    "delay_open": Rival(
        "logistic_regression",
        ["days_to_promise", "is_handed_over", "order_age_days"],
        lambda: make_pipeline(StandardScaler(), LogisticRegression()),
    ),
    "delay_at_order": Rival(
        "random_forest",
        ["ordered_hour", "ordered_weekday", "customer_area", "promised_days"],
        make_forest,
    ),
}


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
    with open_transaction() as connection:
        history = load_history(connection)
        assert history is not None
        drop = history.first_drop
    spans = {"features": (history.first_ordered_date, TEST_TO), "night": (TEST_TO, TEST_TO)}
    for spec in map(load_spec, NIGHTLY):
        for name, (first, last) in spans.items():
            started = time.monotonic()
            with open_transaction() as connection:
                rows = write_range(connection, spec, first, last, drop)
            seconds = round(time.monotonic() - started, 1)
            report(f"{spec.name}_{name}", {"rows": rows, "seconds": seconds})


def judge(spec: ModelSpec) -> None:
    """Retrain weekly, score the week after with model and rival, and report the figures."""
    rival = RIVALS[spec.name]
    areas = load_areas()
    answers = add_columns(load_rows(spec, KNOWN_BY, 10_000_000), areas)
    scored: list[pd.DataFrame] = []
    training = FIRST_TRAINING
    while training < TEST_TO:
        is_served = (answers["day"] > training) & (answers["day"] <= min(training + WEEK, TEST_TO))
        week = answers[is_served].copy()
        rows = add_columns(load_rows(spec, training, spec.most_training_rows), areas)
        for name, score in train_week(spec, rival, rows, training).items():
            week[name] = score(week)
        scored.append(week)
        training += WEEK
    compare(spec, rival.name, pd.concat(scored, ignore_index=True))


def train_week(
    spec: ModelSpec, rival: Rival, rows: pd.DataFrame, training: date
) -> dict[str, Score]:
    """Fit the model, and the rival on all rows that have an answer by the training's evening."""
    started = time.monotonic()
    slices = split_by_time(rows, spec, training)
    model = fit_served(spec, fit_judged(spec, slices), slices, training)
    seconds = round(time.monotonic() - started, 1)
    report("training", {"day": training.isoformat(), "rows": len(rows), "seconds": seconds})
    known = rows[rows[LABEL].notna()]
    simple = rival.make().fit(known[rival.columns], known[LABEL])
    outcome = model.parts[OUTCOME]

    def score_uncalibrated(week: pd.DataFrame) -> Floats:
        matrix = to_matrix(week, outcome.feature_names, model.categories)
        margins = outcome.booster.predict(matrix, output_margin=True)
        return to_probability(margins.astype(np.float64))

    return {
        "model": model.compute_probabilities,
        "uncalibrated": score_uncalibrated,
        rival.name: lambda week: simple.predict_proba(week[rival.columns])[:, 1],
    }


def load_rows(spec: ModelSpec, day: date, most_rows: int) -> pd.DataFrame:
    """Return rows with their answers as known by a day."""
    with open_transaction(is_writer=False) as connection:
        return load_labelled(connection, spec, day, most_rows=most_rows)


def load_areas() -> pd.DataFrame:
    """Return the customer's area of each order: the forest's own column."""
    with open_transaction(is_writer=False) as connection, connection.cursor() as cursor:
        cursor.execute(AREAS)
        return pd.DataFrame(cursor.fetchall(), columns=["order_id", "customer_area"])


def add_columns(rows: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the columns that only rivals read."""
    return rows.merge(areas, on="order_id", how="left").assign(
        promised_days=lambda frame: np.floor(frame["promised_total_days"])
    )


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    root = Path(os.environ.get("NIGHTSHIFT_DATA") or PROJECT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=root / "olist")
    parser.add_argument("--model", choices=NIGHTLY, action="append")
    options = parser.parse_args()
    models = [load_spec(name) for name in options.model or NIGHTLY]
    if os.environ.get("NIGHTSHIFT_WAREHOUSE_URL"):
        for spec in models:
            judge(spec)
        return
    with (
        run_temporary_cluster(NOT_KEPT | {"shared_buffers": "1GB"}) as url,
        tempfile.TemporaryDirectory(prefix="ns-bench-") as state,
    ):
        os.environ["NIGHTSHIFT_STATE"] = state
        build_warehouse(url("postgres"), options.data)
        for name in options.model or NIGHTLY:
            judge(load_spec(name))


if __name__ == "__main__":
    main()
