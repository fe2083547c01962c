"""A fitted model: boosted trees, and a line from their margin to calibrated log-odds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import xgboost as xgb

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """Trees with Platt's line: calibrated margin = slope * tree margin + intercept."""

    booster: xgb.Booster
    feature_names: tuple[str, ...]
    slope: float
    intercept: float

    def compute_margins(self, frame: pd.DataFrame) -> Floats:
        """Return the calibrated log-odds of each row."""
        raw = self.booster.predict(self._matrix(frame), output_margin=True)
        return np.asarray(self.slope * raw.astype(np.float64) + self.intercept)

    def compute_probabilities(self, frame: pd.DataFrame) -> Floats:
        """Return the calibrated probability of each row."""
        return to_probability(self.compute_margins(frame))

    def explain(self, frame: pd.DataFrame) -> Floats:
        """Return exact TreeSHAP by row: one column per feature, the base value last.

        Scaled by the calibration, so that a row adds up to its calibrated margin.
        """
        raw = self.booster.predict(self._matrix(frame), pred_contribs=True).astype(np.float64)
        contributions = self.slope * raw
        contributions[:, -1] += self.intercept
        return np.asarray(contributions)

    def _matrix(self, frame: pd.DataFrame) -> xgb.DMatrix:
        return to_matrix(frame, self.feature_names)


def to_matrix(frame: pd.DataFrame, names: tuple[str, ...], label: str | None = None) -> xgb.DMatrix:
    """Return the named columns as XGBoost's matrix, in that order."""
    values = frame[list(names)].to_numpy(np.float32)
    target = None if label is None else frame[label].to_numpy(np.float32)
    return xgb.DMatrix(values, label=target, feature_names=list(names), nthread=2)


def to_probability(margins: Floats) -> Floats:
    """Return the logistic function of log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-margins)))
