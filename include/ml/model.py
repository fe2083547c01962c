"""A fitted model: trees that are blended, and a line from their margin to calibrated log-odds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import xgboost as xgb

Floats = npt.NDArray[np.float64]
FEW_ROWS = 1_000  # starting threads takes longer than copying so many
Categories = Mapping[str, tuple[str, ...]]  # of each column of kind category, in code order


@dataclass(frozen=True)
class Trees:
    """Boosted trees, the columns they read, what centres their margins, their part in the blend."""

    booster: xgb.Booster
    feature_names: tuple[str, ...]
    weight: float
    offset: float = 0.0


@dataclass(frozen=True)
class Model:
    """Blended trees with Platt's line: calibrated margin = slope * blended margin + intercept.

    A blend of margins and a line keep what TreeSHAP promises: contributions add up exactly.
    """

    parts: Mapping[str, Trees]
    feature_names: tuple[str, ...]
    categories: Categories
    slope: float
    intercept: float

    def isolate(self, part: str) -> "Model":
        """Return the model of one of its parts alone."""
        return replace(self, parts={part: replace(self.parts[part], weight=1.0)})

    def blend_margins(self, frame: pd.DataFrame) -> Floats:
        """Return the log-odds of each row before calibration."""
        values = to_values(frame, self.feature_names, self.categories)
        blended = np.zeros(len(values))
        for places, trees in self._place_parts():
            matrix = pack(values[:, places], trees.feature_names, self.categories)
            margins = trees.booster.predict(matrix, output_margin=True)
            blended += trees.weight * (margins + trees.offset)
        return blended

    def compute_margins(self, frame: pd.DataFrame) -> Floats:
        """Return the calibrated log-odds of each row."""
        return np.asarray(self.slope * self.blend_margins(frame) + self.intercept)

    def compute_probabilities(self, frame: pd.DataFrame) -> Floats:
        """Return the calibrated probability of each row."""
        return to_probability(self.compute_margins(frame))

    def explain(self, frame: pd.DataFrame) -> Floats:
        """Return exact TreeSHAP by row: one column per feature, the base value last.

        Blended and scaled like the margins, so that a row adds up to its calibrated margin.
        """
        return self.explain_values(to_values(frame, self.feature_names, self.categories))

    def explain_values(self, values: npt.NDArray[np.float32]) -> Floats:
        """Return the same for rows whose categories are codes already: [rows, features]."""
        contributions = np.zeros((len(values), len(self.feature_names) + 1))
        for places, trees in self._place_parts():
            matrix = pack(values[:, places], trees.feature_names, self.categories)
            parts = trees.booster.predict(matrix, pred_contribs=True)
            contributions[:, [*places, -1]] += trees.weight * parts
            contributions[:, -1] += trees.weight * trees.offset
        contributions *= self.slope
        contributions[:, -1] += self.intercept
        return contributions

    def _place_parts(self) -> list[tuple[list[int], Trees]]:
        """Return each part beside the places of its columns among the model's."""
        found = {name: place for place, name in enumerate(self.feature_names)}
        return [
            ([found[name] for name in trees.feature_names], trees) for trees in self.parts.values()
        ]


def to_matrix(
    frame: pd.DataFrame,
    names: tuple[str, ...],
    categories: Categories,
    labels: Floats | None = None,
) -> xgb.DMatrix:
    """Return the named columns as XGBoost's matrix, in that order; categories as their codes."""
    return pack(to_values(frame, names, categories), names, categories, labels)


def pack(
    values: npt.NDArray[np.float32],
    names: tuple[str, ...],
    categories: Categories,
    labels: Floats | None = None,
) -> xgb.DMatrix:
    """Return values [rows, names], categories as their codes, as XGBoost's matrix."""
    return xgb.DMatrix(
        values,
        label=labels,
        feature_names=list(names),
        feature_types=["c" if name in categories else "float" for name in names],
        enable_categorical=True,
        nthread=1 if len(values) < FEW_ROWS else 2,
    )


def to_values(
    frame: pd.DataFrame, names: tuple[str, ...], categories: Categories
) -> npt.NDArray[np.float32]:
    """Return the named columns as 32-bit floats [rows, names]; an unknown category is missing."""
    numbers = [name for name in names if name not in categories]
    values = np.empty((len(frame), len(names)), dtype=np.float32)
    values[:, [names.index(name) for name in numbers]] = frame[numbers].to_numpy(np.float32)
    for place, name in enumerate(names):
        if name in categories:
            known = pd.Index(categories[name], dtype=object)
            codes = known.get_indexer(pd.Index(frame[name], dtype=object))
            values[:, place] = np.where(codes < 0, np.nan, codes)
    return values


def to_probability(margins: Floats) -> Floats:
    """Return the logistic function of log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-margins)))
