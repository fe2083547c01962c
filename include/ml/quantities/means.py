"""A forecast that is the mean of some columns of a row: of week means, or one plain method."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from include.ml.model import Floats
from include.ml.quantities.spec import QuantitySpec


@dataclass(frozen=True)
class Means:
    """The mean of columns, all of them known; nothing is learned."""

    name: str
    columns: tuple[str, ...]

    def predict(self, rows: pd.DataFrame) -> Floats:
        """Return the mean of each row's columns; missing where one of them is."""
        return np.asarray(rows[list(self.columns)].mean(axis=1, skipna=False), np.float64)

    def weigh(self, rows: pd.DataFrame) -> dict[str, float]:
        """Return nothing: no column was learned to matter."""
        return {}

    def save(self, folder: Path) -> dict[str, Any]:
        """Return name and columns; there are no files."""
        return {"name": self.name, "columns": list(self.columns)}


def load_means(spec: QuantitySpec, said: Mapping[str, Any], folder: Path) -> Means:
    """Return what a manifest says."""
    return Means(said["name"], tuple(said["columns"]))
