"""Time the scoring of a night, the reasons of its riskiest orders, and a single order's.

`python -m bench.scoring_speed` needs no warehouse: a model of as many trees as training may grow
is fitted on made-up rows of the spec's features. Each figure is the median of rounds; each ratio is
the median over pairs of rounds, ours beside the bare library's on the same rows: `Booster.predict`
on a ready matrix for scores, `shap.TreeExplainer` for reasons. Ours includes what they leave out:
reading the frame, bands, savings, sentences.
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
import pandas as pd
import shap
import xgboost as xgb

from include.ml.counterfactuals import find_counterfactuals
from include.ml.dataset import LABEL
from include.ml.fitting import fit_model
from include.ml.model import Model, to_matrix
from include.ml.reasons import explain_rows
from include.ml.scoring import score_rows
from include.ml.single import warm_explainer
from include.ml.spec import ModelSpec, load_spec

OPEN_ORDERS = 5_000
EXPLAINED = 200
SINGLE_ORDERS = 1_000
TRAINED_ROWS = 60_000
ROUNDS = 9


def make_rows(spec: ModelSpec, count: int, seed: int) -> pd.DataFrame:
    """Return made-up rows: a fifth of the values missing, and an outcome that depends on some."""
    rng = np.random.default_rng(seed)
    values = rng.normal(2.0, 2.0, (count, len(spec.feature_names))).astype(np.float32)
    values[rng.random(values.shape) < 0.2] = np.nan
    frame = pd.DataFrame(values, columns=list(spec.feature_names))
    flags = {one.name: rng.integers(0, 2, count) for one in spec.features if one.kind == "flag"}
    days = {one.name: rng.integers(1, 8, count) for one in spec.features if one.kind == "weekday"}
    frame = frame.assign(**flags, **days)
    pull = frame[list(spec.feature_names[:12])].fillna(2.0).to_numpy() @ rng.normal(size=12)
    chance = 1 / (1 + np.exp(-(pull - np.quantile(pull, 0.85)) / 2))
    return frame.assign(
        order_id=[f"O{number:06d}" for number in range(count)],
        day=pd.Timestamp("2026-03-10").date(),
        promised_at=pd.Timestamp("2026-03-14", tz="UTC"),
        **{LABEL: (rng.random(count) < chance).astype(int)},
    )


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
    night = make_rows(spec, OPEN_ORDERS, seed=2)
    riskiest = np.argsort(-model.compute_margins(night))[:EXPLAINED]
    top = night.iloc[riskiest].reset_index(drop=True)
    boosters = [one for one in vars(model).values() if isinstance(one, xgb.Booster)]
    matrix = to_matrix(night, model.feature_names)
    oracles = [shap.TreeExplainer(booster) for booster in boosters]
    values = top[list(model.feature_names)].to_numpy(np.float32)
    explainer = warm_explainer(spec, 1, model, night)
    rows = night[list(model.feature_names)].head(SINGLE_ORDERS).to_dict("records")
    turn = iter(range(10**9))
    times = [_time(lambda row=row: explainer.explain_order(row)) for row in rows]
    return {
        "features": len(spec.features),
        "trees": sum(booster.num_boosted_rounds() for booster in boosters),
        "score_5000": time_pairs(
            lambda: score_rows(spec, model, night),
            lambda: [booster.predict(matrix) for booster in boosters],
        ),
        "explain_200": time_pairs(
            lambda: explain_rows(spec, model, top, night),
            lambda: [oracle.shap_values(values) for oracle in oracles],
        ),
        "single_order": time_pairs(
            lambda: explainer.explain_order(rows[next(turn)]),
            lambda: [oracle.shap_values(values[:1]) for oracle in oracles],
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
    spec = replace(declared, patience_rounds=declared.most_rounds)  # as many trees as it may grow
    rows = make_rows(spec, TRAINED_ROWS, seed=1)
    model = fit_model(spec, rows[: TRAINED_ROWS * 4 // 5], rows[TRAINED_ROWS * 4 // 5 :])
    print(json.dumps(measure(spec, model), indent=2))


if __name__ == "__main__":
    main()
