"""Judge the reorder model on the public Instacart sample: five folds by user, the last prior order.

`python -m bench.reorders [folder] [--customers 4000]` loads the files of `NIGHTSHIFT_DATA` (or of
the folder) into a temporary cluster, builds the tables of baskets, and trains as the night does:
each fold's customers are the test, what others do with a product is counted without them, and their
last order with lines is asked about from the orders before it. Earlier orders of the other
customers are further targets. Printed are AUC, log-loss and mean F1 per order, beside a logistic
regression on four plain figures trained on the same customers' last orders, with paired 95 %
intervals from a bootstrap by customer; and the F1 of repeating the last basket.
"""

import argparse
import os
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from bench.load_speed import DAY, prepare_warehouse, report, run_child
from include.ml.base_spec import find_spec
from include.ml.baskets.fitting import fit_judged, fit_served, predict_simply
from include.ml.baskets.judging import UnseenBaskets
from include.ml.baskets.rows import GROUP, IS_LAST, Groups, load_training_rows
from include.ml.baskets.spec import BasketSpec
from include.ml.baskets.state import build_state
from include.ml.model import Floats
from include.runtime.temporary_cluster import create_database, run_temporary_cluster
from include.warehouse.connect import open_transaction

FOLDS = 5


def judge_fold(spec: BasketSpec, day: date, fold: int) -> tuple[pd.DataFrame, Floats, Floats]:
    """Return a fold's rows, our probabilities for them, and the simple method's."""
    with open_transaction(is_writer=False) as connection:
        rows = load_training_rows(connection, spec, day, held_out=fold)
    is_test, is_next = rows[GROUP] == fold, rows[GROUP] == (fold + 1) % FOLDS
    test, seen = rows[is_test & rows[IS_LAST]], rows[~is_test]
    judged = fit_judged(spec, Groups(rows[~is_test & ~is_next], rows[is_next], test))
    ours = fit_served(spec, judged, seen).compute_probabilities(test)
    return test, ours, predict_simply(seen[seen[IS_LAST]], test)


def measure(spec: BasketSpec, day: date) -> None:
    """Judge all folds together and report."""
    folds = [judge_fold(spec, day, fold) for fold in range(FOLDS)]
    rows = pd.concat([fold[0] for fold in folds], ignore_index=True)
    ours, simple = (np.concatenate([fold[place] for fold in folds]) for place in (1, 2))
    unseen = UnseenBaskets(spec, rows)
    report("orders", {"customers": rows["customer_id"].nunique(), "pairs": len(rows)})
    for name, scores in (("ours", ours), ("simple", simple)):
        found = unseen.evaluate(scores)
        report(
            name,
            {
                "auc": str(found.auc),
                "log_loss": round(found.log_loss, 4),
                "f1": str(unseen.average(unseen.measure_f1(scores))),
                "calibration_error": round(found.calibration_error, 4),
            },
        )
    last = unseen.score_baskets(rows["orders_since"].to_numpy() == 1)
    report("f1_of_the_last_basket", str(unseen.average(last)))
    leads = unseen.compare(ours, simple)
    report("lead_auc", str(leads.leads.auc))
    report("lead_log_loss", str(leads.leads.log_loss))
    report("lead_f1", str(leads.f1))


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--customers", type=int, default=4_000)
    options = parser.parse_args()
    folder = options.folder or Path(os.environ["NIGHTSHIFT_DATA"]) / "instacart"
    with tempfile.TemporaryDirectory() as work, run_temporary_cluster() as url:
        create_database(url, "bench")
        prepare_warehouse(url("bench"), folder, Path(work))
        for step in ("ingest", "silver"):
            run_child(step, DAY)
        build_state(DAY)
        spec = find_spec("reorders")
        assert isinstance(spec, BasketSpec)
        measure(replace(spec, most_customers=options.customers), DAY)


if __name__ == "__main__":
    main()
