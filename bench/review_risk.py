"""Judge `review_risk` on Olist: trained once on what was answered before a day, tested from it on.

`python -m bench.review_risk` starts an embedded PostgreSQL in a temporary folder, loads the whole
dump (NIGHTSHIFT_DATA, or ../shared/data) as one drop, and computes the features of every night of
surveys. Prints Markdown rows with 95 % intervals by order, beside trees of delivery facts alone.
"""

import os
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from include.ingest.ingest_day import ingest_day
from include.ml.dataset import LABEL, load_labelled, split_by_time
from include.ml.evaluation import evaluate
from include.ml.features import load_history, write_range
from include.ml.fitting import fit_judged
from include.ml.leaks import measure_features
from include.ml.spec import ModelSpec, load_spec
from include.ml.terms import Split
from include.runtime.temporary_cluster import NOT_KEPT, run_temporary_cluster
from include.settings import PROJECT, load_settings
from include.sources.replay import deliver_drops
from include.warehouse.connect import open_transaction
from include.warehouse.migrate import migrate_warehouse
from include.warehouse.silver import build_silver

CUTS = (date(2018, 5, 1), date(2018, 3, 1))
LAST_SURVEY = date(2018, 6, 30)
KNOWN_BY = date(2018, 12, 31)  # every answer of the dump has come
DELIVERY = ("is_delivered", "delay_days", "door_days")


def load_rows(spec: ModelSpec) -> pd.DataFrame:
    """Load the dump, and return the features of all surveys with their answers."""
    migrate_warehouse(load_settings().warehouse_url)
    root = Path(os.environ.get("NIGHTSHIFT_DATA") or PROJECT.parent / "shared" / "data")
    deliver_drops("olist", root / "olist", load_settings().landing, KNOWN_BY, KNOWN_BY)
    ingest_day(KNOWN_BY, "bench", "manual")
    build_silver(KNOWN_BY)
    with open_transaction() as connection:
        history = load_history(connection)
        assert history is not None
        write_range(connection, spec, history.first_ordered_date, LAST_SURVEY, history.first_drop)
    every = replace(spec, history_nights=1000)
    with open_transaction(is_writer=False) as connection:
        return load_labelled(connection, every, KNOWN_BY, most_rows=1_000_000)


def measure(spec: ModelSpec, rows: pd.DataFrame, cut: date) -> None:
    """Print the figures of the spec, and of delivery facts alone, on surveys from a day on."""
    moment = pd.Timestamp(cut, tz="America/Sao_Paulo")
    known = rows[rows["answered_at"] < moment]
    test = rows[(rows["day"] >= cut) & rows[LABEL].notna()]
    delivered = (test["is_delivered"] == 1).to_numpy()
    for name, columns in (("delivery facts", DELIVERY), ("review_risk", spec.feature_names)):
        chosen = replace(
            spec,
            split=Split(test_nights=0, validation_nights=spec.split.validation_nights),
            features=tuple(one for one in spec.features if one.name in columns),
        )
        slices = split_by_time(known, chosen, cut - timedelta(days=1))
        told = fit_judged(chosen, slices).compute_probabilities(test)
        for which, kept in (("all", np.ones(len(test), dtype=bool)), ("delivered", delivered)):
            labels = test[LABEL].to_numpy(np.float64)[kept]
            figures = evaluate(
                told[kept], labels, test[spec.entity_key].to_numpy(object)[kept], spec.gate
            )
            print(
                f"| {cut} | {which} | {name} | {int(kept.sum()):,} | {figures.positive_rate:.1%} |"
                f" {figures.auc} | {figures.average_precision} |",
                flush=True,
            )


def main() -> None:
    """Load, and measure from each day on."""
    spec = load_spec("review_risk")
    rows = load_rows(spec)
    alone = measure_features(spec, rows[rows[LABEL].notna()])
    strongest = max(alone, key=lambda name: abs(alone[name] - 0.5))
    print(f"The strongest feature alone, {strongest}, has AUC {alone[strongest]:.3f}.\n")
    print("| surveys from | orders | method | surveys | few stars | AUC | average precision |")
    print("|---|---|---|---|---|---|---|")
    for cut in CUTS:
        measure(spec, rows, cut)


if __name__ == "__main__":
    with (
        run_temporary_cluster(NOT_KEPT) as url,
        tempfile.TemporaryDirectory(prefix="ns-bench-") as state,
    ):
        os.environ |= {
            "NIGHTSHIFT_SOURCE": "olist",
            "NIGHTSHIFT_STATE": state,
            "NIGHTSHIFT_WAREHOUSE_URL": url("postgres"),
        }
        load_settings.cache_clear()
        main()
