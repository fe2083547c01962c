"""A warehouse of Olist with the scores of its nights, for benches that read `ml.delay_scores`.

`build_scored(url, data)` loads the whole dump as one drop, computes the features of `delay_open`,
and scores the nights from the middle of December 2017 to the end of April 2018: retrained every two
weeks on a draw of 100,000 rows, each training on what its own evening knew. Production trains every
night, on more rows.
"""

import os
import time
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from psycopg2.extras import execute_values

from bench.delay_figures import report
from include.ingest.ingest_day import ingest_day
from include.ml.dataset import load_labelled, load_night, split_by_time
from include.ml.features import load_history, write_range
from include.ml.fitting import fit_judged, fit_served
from include.ml.model import Model
from include.ml.spec import ModelSpec, load_spec
from include.ml.specs import ALERTING
from include.settings import load_settings
from include.sources.replay import deliver_drops
from include.warehouse.connect import open_transaction
from include.warehouse.migrate import migrate_warehouse
from include.warehouse.silver import build_silver

FIRST_TRAINING = date(2017, 12, 13)
STEP = timedelta(days=14)
TRAINING_ROWS = 100_000
LAST_NIGHT = date(2018, 4, 30)
FIRST_NIGHT = date(2018, 9, 1)  # every promise of the dump has passed
MOST_ROWS = 10_000_000
COLUMNS = (
    "day, model, version, order_id, probability, margin, band, is_alerted, expected_saving_amount"
)


def load_dump(url: str, data: Path) -> None:
    """Load the dump as history and build silver; the settings point to the warehouse afterwards."""
    os.environ["NIGHTSHIFT_SOURCE"] = "olist"
    os.environ["NIGHTSHIFT_WAREHOUSE_URL"] = url
    os.environ["NIGHTSHIFT_FIRST_NIGHT"] = FIRST_NIGHT.isoformat()
    load_settings.cache_clear()
    migrate_warehouse(url)
    deliver_drops("olist", data, load_settings().landing, FIRST_NIGHT, FIRST_NIGHT)
    ingest_day(FIRST_NIGHT, "bench", "manual")
    build_silver(FIRST_NIGHT)


def build_scored(url: str, data: Path) -> None:
    """Load the dump, and score its nights."""
    load_dump(url, data)
    spec = load_spec(ALERTING)
    with open_transaction() as connection:
        history = load_history(connection)
        assert history is not None
        write_range(connection, spec, history.first_ordered_date, LAST_NIGHT, history.first_drop)
    version, training = 1, FIRST_TRAINING
    while training < LAST_NIGHT:
        started = time.monotonic()
        save_scores(spec, train(spec, training), training, version)
        seconds = round(time.monotonic() - started, 1)
        report("scored_nights", {"day": training.isoformat(), "seconds": seconds})
        version, training = version + 1, training + STEP


def train(spec: ModelSpec, training: date) -> Model:
    """Return the model that would have served from an evening on."""
    with open_transaction(is_writer=False) as connection:
        rows = load_labelled(connection, spec, training, most_rows=TRAINING_ROWS)
    slices = split_by_time(rows, spec, training)
    return fit_served(spec, fit_judged(spec, slices), slices, training)


def save_scores(spec: ModelSpec, model: Model, training: date, version: int) -> None:
    """Score the nights of two weeks after a training."""
    first, last = training + timedelta(days=1), min(training + STEP, LAST_NIGHT)
    with open_transaction() as connection:
        nights: pd.DataFrame = load_night(connection, spec, first, last, most_rows=MOST_ROWS)
        margins = model.compute_margins(nights)
        probabilities = model.compute_probabilities(nights)
        rows = zip(nights["day"], nights["order_id"], probabilities, margins, strict=True)
        values = [
            (day, spec.name, version, order, float(probability), float(margin), "low", False, 0)
            for day, order, probability, margin in rows
        ]
        with connection.cursor() as cursor:
            execute_values(
                cursor, f"insert into ml.delay_scores ({COLUMNS}) values %s", values,
                page_size=5000,
            )  # fmt: skip
