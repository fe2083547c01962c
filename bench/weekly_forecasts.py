"""Judge the forecasts of late orders and of weekly demand on Olist, February to April 2018.

`python -m bench.weekly_forecasts [--data <folder>] [--model late_orders|weekly_demand]` starts an
embedded PostgreSQL in a temporary folder and loads the whole dump; for late orders it also scores
the nights (`bench.scored_nights`). With NIGHTSHIFT_WAREHOUSE_URL it reads that warehouse instead.
Every evening forecasts from what it knew, its intervals from what was settled by then. One JSON
line a grain and horizon: the weighted absolute percentage error of the method and of every plain
one, with 95 % intervals by group, the lead over the best plain one in hindsight, and the coverage
of the 50 and 90 % intervals.
"""

import argparse
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd

from bench.delay_figures import report
from bench.scored_nights import LAST_NIGHT, build_scored, load_dump
from include.ml.base_spec import find_spec
from include.ml.quantities.evaluation import (
    bound,
    compare,
    describe,
    draw_entities,
    measure_errors,
    pick_best,
)
from include.ml.quantities.judging import add_intervals
from include.ml.quantities.spec import QuantitySpec
from include.runtime.temporary_cluster import NOT_KEPT, run_temporary_cluster
from include.settings import PROJECT
from include.warehouse.connect import open_transaction

FIRST_EVENING = date(2018, 1, 31)
MODELS = ("late_orders", "weekly_demand")


def load_told(spec: QuantitySpec) -> pd.DataFrame:
    """Return the rows of all evenings with forecasts and intervals."""
    with open_transaction(is_writer=False) as connection:
        rows = spec.read(connection, spec, LAST_NIGHT)
    method = spec.fit(spec, rows[rows["actual"].notna()])
    told = rows.assign(expected=method.predict(rows))
    return add_intervals(spec, told[told["expected"].notna()])


def judge(spec: QuantitySpec) -> None:
    """Report the figures of each grain and horizon, and of all horizons together."""
    told = load_told(spec)
    tested = told[(told["day"] >= FIRST_EVENING) & told["actual"].notna()]
    for (grain, horizon), part in tested.groupby(["grain", "horizon_days"]):
        report(f"{spec.name}_{grain}_{horizon}", list_figures(spec, part))
    for grain, part in tested.groupby("grain"):
        report(f"{spec.name}_{grain}", list_figures(spec, part))


def list_figures(spec: QuantitySpec, rows: pd.DataFrame) -> dict[str, Any]:
    """Return errors with intervals, the lead over the best plain method, and coverage."""
    best, samples = pick_best(spec, rows), draw_entities(rows["entity"], spec.terms)
    found: dict[str, Any] = {"rows": len(rows), "evenings": rows["day"].nunique()}
    for name in ("expected", *spec.baselines):
        known = rows[name].notna().to_numpy()
        if not known.all():
            continue
        values = (rows[column].to_numpy(np.float64) for column in ("actual", name))
        errors = measure_errors(spec.terms, *values)
        found[name] = str(bound(spec.terms, errors.value, errors.draw(samples)))
    found["best_plain"] = best
    found["lead"] = str(compare(spec.terms, rows, "expected", best))
    figures = describe(spec, rows)
    found |= {key: round(value, 3) for key, value in figures.items() if key != "error"}
    if "limit" in rows:
        found |= judge_breaches(rows)
    return found


def judge_breaches(rows: pd.DataFrame) -> dict[str, Any]:
    """Return how often the agreed rate was broken where a breach was called likely, and not."""
    told = rows[rows["breach_probability"].notna() & (rows["orders_count"] >= 20)]
    is_broken = told["actual"] > told["limit"]
    is_likely = told["breach_probability"] >= 0.5
    return {
        "breaches": int(is_broken.sum()),
        "called_likely": int(is_likely.sum()),
        "of_these_broken": round(float(is_broken[is_likely].mean()), 3),
        "others_broken": round(float(is_broken[~is_likely].mean()), 3),
        "mean_probability": round(float(told["breach_probability"].mean()), 3),
        "mean_broken": round(float(is_broken.mean()), 3),
    }


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    root = Path(os.environ.get("NIGHTSHIFT_DATA") or PROJECT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=root / "olist")
    parser.add_argument("--model", choices=MODELS, action="append")
    options = parser.parse_args()
    models = tuple(options.model or MODELS)
    specs = [cast("QuantitySpec", find_spec(name)) for name in models]
    if os.environ.get("NIGHTSHIFT_WAREHOUSE_URL"):
        for spec in specs:
            judge(spec)
        return
    with (
        run_temporary_cluster(NOT_KEPT | {"shared_buffers": "1GB"}) as url,
        tempfile.TemporaryDirectory(prefix="ns-bench-") as state,
    ):
        os.environ["NIGHTSHIFT_STATE"] = state
        build = build_scored if "late_orders" in models else load_dump
        build(url("postgres"), options.data)
        for spec in specs:
            judge(spec)


if __name__ == "__main__":
    main()
