"""Fit and calibrate: trees stopped early, then Platt's line on rows they have not seen."""

import zlib

import numpy as np
import pandas as pd
import xgboost as xgb
from scipy.optimize import minimize

from include.ml.dataset import LABEL
from include.ml.model import Floats, Model, to_matrix
from include.ml.spec import ModelSpec


class TrainingError(RuntimeError):
    """The labelled rows cannot carry a model; the message says what is missing."""


def fit_model(spec: ModelSpec, fitting: pd.DataFrame, validation: pd.DataFrame) -> Model:
    """Return the calibrated model of both slices; equal rows give an equal model.

    The validation entities are halved by their key: one half stops the trees, the other
    calibrates them. Then the trees are grown once more, as many, on all rows.
    """
    for name, rows in (("fitting", fitting), ("validation", validation)):
        if rows[LABEL].nunique() < 2:
            raise TrainingError(f"The {name} slice has {len(rows)} rows, not of both outcomes.")
    is_stopping = _is_stopping_half(validation, spec.entity_key)
    stopping, calibrating = validation[is_stopping], validation[~is_stopping]
    if min(stopping[LABEL].nunique(), calibrating[LABEL].nunique()) < 2:
        stopping = calibrating = validation
    first = _grow_trees(spec, fitting, stopping)
    raw = first.predict(to_matrix(calibrating, spec.feature_names), output_margin=True)
    slope, intercept = fit_line(raw.astype(np.float64), calibrating[LABEL].to_numpy(np.float64))
    every = pd.concat([fitting, validation], ignore_index=True)
    booster = xgb.train(
        dict(spec.params),
        to_matrix(every, spec.feature_names, LABEL),
        num_boost_round=first.best_iteration + 1,
    )
    return Model(booster, spec.feature_names, slope, intercept)


def fit_line(margins: Floats, labels: Floats) -> tuple[float, float]:
    """Return Platt's slope and intercept: the least log-loss of labels given margins.

    The slope stays positive: calibration must not turn the ranking around.
    """

    def loss(line: Floats) -> float:
        logits = np.exp(line[0]) * margins + line[1]
        return float(np.mean(np.logaddexp(0.0, logits) - labels * logits))

    found = minimize(loss, np.zeros(2), method="BFGS")
    return float(np.exp(np.clip(found.x[0], -3.0, 3.0))), float(found.x[1])


def _grow_trees(spec: ModelSpec, fitting: pd.DataFrame, stopping: pd.DataFrame) -> xgb.Booster:
    return xgb.train(
        dict(spec.params),
        to_matrix(fitting, spec.feature_names, LABEL),
        num_boost_round=spec.most_rounds,
        evals=[(to_matrix(stopping, spec.feature_names, LABEL), "stopping")],
        early_stopping_rounds=spec.patience_rounds,
        verbose_eval=False,
    )


def _is_stopping_half(
    frame: pd.DataFrame, key: str
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    return np.array([zlib.crc32(entity.encode()) % 2 == 0 for entity in frame[key]], dtype=bool)
