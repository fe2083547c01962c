"""Judge the forecast of product sales on Tokopedia: five folds by shop.

`python -m bench.product_sales [--data <folder>]` starts an embedded PostgreSQL in a temporary
folder, loads the file, and prints one JSON line a choice of columns: R² on the log scale and the
mean absolute error in units with 95 % intervals by shop, and the coverage of the intervals, whose
residuals are those of other folds. `all` is what is served;
`no_review_count` leaves out the number of reviews and all that is counted from it,
`no_trace_of_count` what betrays that number as well; `no_review` reads only the product's shop.
"""

import argparse
import os
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd

from bench.delay_figures import report
from include.ingest.ingest_day import ingest_day
from include.ml.base_spec import find_spec
from include.ml.quantities.evaluation import bound, describe, draw_entities, measure_errors
from include.ml.quantities.intervals import add_cross
from include.ml.quantities.spec import QuantitySpec
from include.ml.quantities.trees import fit_trees
from include.runtime.temporary_cluster import run_temporary_cluster
from include.settings import PROJECT, load_settings
from include.sources.replay import deliver_drops
from include.warehouse.connect import open_snapshot
from include.warehouse.migrate import migrate_warehouse
from include.warehouse.silver import build_silver

DAY = date(2026, 1, 2)
COUNTS = ("reviews_count", "texts_count", "share_of_shop", "rank_in_shop", "shop_reviews_count")
TRACES = (
    "stars_spread",
    "text_length_longest",
    "repeated_share",
    "few_stars_share",
    "five_stars_share",
)
SHOP = ("shop_products_count", "shop_categories_count")


def load_products(url: str, data: Path) -> tuple[QuantitySpec, pd.DataFrame]:
    """Load the file as the drop of one day; return the spec and the rows of its products."""
    os.environ["NIGHTSHIFT_SOURCE"] = "tokopedia"
    os.environ["NIGHTSHIFT_WAREHOUSE_URL"] = url
    os.environ["NIGHTSHIFT_FIRST_NIGHT"] = DAY.isoformat()
    load_settings.cache_clear()
    migrate_warehouse(url)
    deliver_drops("tokopedia", data, load_settings().landing, DAY, DAY)
    ingest_day(DAY, "bench", "manual")
    build_silver(DAY)
    spec = cast("QuantitySpec", find_spec("product_sales"))
    with open_snapshot() as connection:
        return spec, spec.read(connection, spec, DAY)


def judge(name: str, spec: QuantitySpec, rows: pd.DataFrame) -> None:
    """Fit by folds of shops and report the figures of what each fold has not seen."""
    trees = fit_trees(spec, rows)
    told = rows.assign(expected=trees.predict(rows), fold=trees.find_folds(rows))
    tested = add_cross(spec, told)[told["actual"].notna()]
    report_figures(name, spec, tested)


def report_figures(name: str, spec: QuantitySpec, tested: pd.DataFrame) -> None:
    """Report the figures of settled rows with `expected`."""
    actual, expected = (tested[column].to_numpy(np.float64) for column in ("actual", "expected"))
    samples = draw_entities(tested["entity"], spec.terms)
    errors = measure_errors(spec.terms, actual, expected)
    squared = bound(spec.terms, errors.value, errors.draw(samples), lambda share: 1 - share)
    gap = np.abs(actual - expected)
    figures = {key: round(value, 3) for key, value in describe(spec, tested).items()}
    report(
        name,
        {
            "products": len(tested),
            "shops": int(tested["entity"].nunique()),
            "r2_log": str(squared),
            "mean_absolute_error": str(bound(spec.terms, gap.mean(), samples.average(gap))),
            **figures,
        },
    )


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    root = Path(os.environ.get("NIGHTSHIFT_DATA") or PROJECT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=root / "tokopedia")
    options = parser.parse_args()
    with (
        run_temporary_cluster() as url,
        tempfile.TemporaryDirectory(prefix="ns-bench-") as state,
    ):
        os.environ["NIGHTSHIFT_STATE"] = state
        spec, rows = load_products(url("postgres"), options.data)
    judge("all", spec, rows)
    for name, features in (
        ("no_review_count", [one for one in spec.features if one.name not in COUNTS]),
        (
            "no_trace_of_count",
            [one for one in spec.features if one.name not in (*COUNTS, *TRACES)],
        ),
        ("no_review", [one for one in spec.features if one.name in SHOP]),
    ):
        params = {**spec.params, "beside": ""}
        judge(name, replace(spec, features=tuple(features), params=params), rows)
    for name in spec.baselines:
        plain = rows.assign(expected=rows[name], fold=pd.factorize(rows["entity"])[0])
        tested = add_cross(spec, plain)[rows["actual"].notna()]
        report_figures(name, spec, tested)


if __name__ == "__main__":
    main()
