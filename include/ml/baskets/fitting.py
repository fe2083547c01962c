"""Fit and calibrate the trees of a basket model, and what they are judged beside."""

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from include.ml.baskets.rows import Groups
from include.ml.baskets.spec import BasketSpec
from include.ml.dataset import LABEL
from include.ml.errors import TrainingError
from include.ml.fitting import OUTCOME, fit_line
from include.ml.model import Floats, Model, Trees, to_matrix

SIMPLE = ("bought_count", "bought_rate", "orders_since", "mean_basket")


def fit_judged(spec: BasketSpec, groups: Groups) -> Model:
    """Return the model that the gate judges: it has seen no test customer.

    The validation customers choose how many trees, by log-loss, and calibrate by Platt's line.
    """
    for name, rows in (("fitting", groups.fitting), ("validation", groups.validation)):
        if rows[LABEL].nunique() < 2:
            raise TrainingError(f"The {name} customers have {len(rows)} rows, not of both kinds.")
    history: dict[str, dict[str, list[float]]] = {}
    grown = xgb.train(
        spec.params | {"eval_metric": "logloss"},
        _to_labelled(spec, groups.fitting),
        num_boost_round=spec.most_rounds,
        evals=[(_to_labelled(spec, groups.validation), "validation")],
        evals_result=history,
        verbose_eval=False,
    )
    after = history["validation"]["logloss"][spec.least_rounds - 1 :]
    model = _wrap(spec, grown[: spec.least_rounds + int(np.argmin(after))], 1.0, 0.0)
    labels = groups.validation[LABEL].to_numpy(np.float64)
    return _wrap(
        spec,
        model.parts[OUTCOME].booster,
        *fit_line(model.blend_margins(groups.validation), labels),
    )


def fit_served(spec: BasketSpec, judged: Model, rows: pd.DataFrame) -> Model:
    """Return the model that serves: as many trees, grown on all customers, and the same line."""
    rounds = judged.parts[OUTCOME].booster.num_boosted_rounds()
    grown = xgb.train(spec.params, _to_labelled(spec, rows), num_boost_round=rounds)
    return _wrap(spec, grown, judged.slope, judged.intercept)


def predict_simply(seen: pd.DataFrame, unseen: pd.DataFrame) -> Floats:
    """Return the probabilities of a logistic regression on four plain figures."""
    plain = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    plain.fit(seen[list(SIMPLE)].to_numpy(np.float64), seen[LABEL])
    found = plain.predict_proba(unseen[list(SIMPLE)].to_numpy(np.float64))[:, 1]
    return np.asarray(found, dtype=np.float64)


def _to_labelled(spec: BasketSpec, rows: pd.DataFrame) -> xgb.DMatrix:
    return to_matrix(rows, spec.feature_names, {}, rows[LABEL].to_numpy(np.float64))


def _wrap(spec: BasketSpec, booster: xgb.Booster, slope: float, intercept: float) -> Model:
    parts = {OUTCOME: Trees(booster, spec.feature_names, 1.0)}
    return Model(parts, spec.feature_names, {}, slope, intercept)
