"""Time the scoring of a night, the reasons of its riskiest orders, and a single order's.

`python -m bench.scoring_speed` needs no warehouse: a model of as many trees as training may grow
is fitted on made-up rows of the spec's features. Each figure is the median of rounds; each ratio is
the median over pairs of rounds, ours beside the bare library's on the same rows: a matrix of ready
values and `Booster.predict` for scores, `shap.TreeExplainer` for reasons. Ours includes what they
leave out: reading the frame, bands, savings, sentences.
"""

import argparse
import json
import os
import statistics
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
import shap

from bench.made_orders import LAST_NIGHT, make_orders
from include.ml.counterfactuals import find_counterfactuals
from include.ml.dataset import split_by_time
from include.ml.fitting import fit_judged, fit_served
from include.ml.model import Model, pack, to_values
from include.ml.reasons import explain_rows
from include.ml.scoring import score_rows
from include.ml.single import warm_explainer
from include.ml.spec import ModelSpec, load_spec

OPEN_ORDERS = 5_000
EXPLAINED = 200
SINGLE_ORDERS = 1_000
TRAINED_ROWS = 60_000
ROUNDS = 9


def time_pairs(ours: Callable[[], object], bare: Callable[[], object]) -> dict[str, float]:
    """Return the median milliseconds of both and the median ratio of their pairs."""
    pairs = [(_time(ours), _time(bare)) for _ in range(ROUNDS + 1)][1:]
    return {
        "ms": round(1000 * statistics.median(one for one, _ in pairs), 1),
        "bare_ms": round(1000 * statistics.median(one for _, one in pairs), 1),
        "ratio": round(statistics.median(one / other for one, other in pairs), 2),
    }


def _time(run: Callable[[], object]) -> float:
    started = perf_counter()
    run()
    return perf_counter() - started


def measure(spec: ModelSpec, model: Model) -> dict[str, Any]:
    """Time a night of open orders, its riskiest ones, and single orders one after another."""
    night = make_orders(spec, OPEN_ORDERS, seed=2)
    riskiest = np.argsort(-model.compute_margins(night))[:EXPLAINED]
    top = night.iloc[riskiest].reset_index(drop=True)
    parts = list(model.parts.values())
    ready = [to_values(night, part.feature_names, model.categories) for part in parts]
    oracles = [shap.TreeExplainer(part.booster) for part in parts]
    values = [to_values(top, part.feature_names, model.categories) for part in parts]
    explainer = warm_explainer(spec, 1, model, night)
    rows = night[list(model.feature_names)].head(SINGLE_ORDERS).to_dict("records")
    turn = iter(range(10**9))
    times = [_time(lambda row=row: explainer.explain_order(row)) for row in rows]
    return {
        "features": len(spec.features),
        "trees": sum(part.booster.num_boosted_rounds() for part in parts),
        "score_5000": time_pairs(
            lambda: score_rows(spec, model, night),
            lambda: [
                part.booster.predict(pack(rows, part.feature_names, model.categories))
                for part, rows in zip(parts, ready, strict=True)
            ],
        ),
        "explain_200": time_pairs(
            lambda: explain_rows(spec, model, top, night),
            lambda: [one.shap_values(rows) for one, rows in zip(oracles, values, strict=True)],
        ),
        "single_order": time_pairs(
            lambda: explainer.explain_order(rows[next(turn)]),
            lambda: [one.shap_values(rows[:1]) for one, rows in zip(oracles, values, strict=True)],
        ),
        "single_order_p50_ms": round(1000 * float(np.quantile(times, 0.5)), 2),
        "single_order_p99_ms": round(1000 * float(np.quantile(times, 0.99)), 2),
        "counterfactuals_200_ms": round(
            1000 * statistics.median(_time(lambda: find_counterfactuals(spec, model, top))
                                     for _ in range(3)), 0,
        ),
    }  # fmt: skip


def main() -> None:
    """Fit the model and print the figures as JSON."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    os.environ.setdefault("NIGHTSHIFT_WAREHOUSE_URL", "postgresql:///not-used")
    declared = load_spec("delay_open")
    spec = replace(declared, least_rounds=declared.most_rounds)  # as many trees as it may grow
    slices = split_by_time(make_orders(spec, TRAINED_ROWS, seed=1, nights=450), spec, LAST_NIGHT)
    model = fit_served(spec, fit_judged(spec, slices), slices, LAST_NIGHT)
    print(json.dumps(measure(spec, model), indent=2))


if __name__ == "__main__":
    main()
