"""Boosted trees by folds of entities: an entity's own rows never taught who forecasts it.

Trees and a plain method beside them are averaged on the log scale: they err in different ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.model_selection import GroupKFold

from include.ml.errors import TrainingError
from include.ml.manifest import read_file, save_file
from include.ml.model import Floats
from include.ml.quantities.spec import QuantitySpec

FOLDS = 5


@dataclass(frozen=True)
class FoldTrees:
    """One booster a fold, taught by the other folds; unknown entities get the mean of all.

    `beside` is the plain method's column; empty for trees alone.
    """

    name: str
    boosters: tuple[xgb.Booster, ...]
    columns: tuple[str, ...]
    fold_of: Mapping[str, int]
    beside: str = ""

    def find_folds(self, rows: pd.DataFrame) -> "np.ndarray":
        """Return the fold of each row's entity; -1 where it was not there to learn from."""
        return np.array([self.fold_of.get(entity, -1) for entity in rows["entity"]], np.intp)

    def predict(self, rows: pd.DataFrame) -> Floats:
        """Return the quantity expected of each row, from its logarithm."""
        logs = self._ask(rows, pred_contribs=False)
        if self.beside:
            logs = (logs + np.log1p(rows[self.beside].to_numpy(np.float64))) / 2
        return np.asarray(np.maximum(np.expm1(logs), 0), np.float64)

    def explain(self, rows: pd.DataFrame) -> Floats:
        """Return exact TreeSHAP on the log scale, [rows, columns + 1] with the base value last.

        A row's parts add up to the logarithm of what is expected and one; the plain method beside
        belongs to the base.
        """
        parts = self._ask(rows, pred_contribs=True)
        if self.beside:
            parts /= 2
            parts[:, -1] += np.log1p(rows[self.beside].to_numpy(np.float64)) / 2
        return parts

    def weigh(self, rows: pd.DataFrame) -> dict[str, float]:
        """Return the mean size of each column's part, the largest first."""
        sizes = np.abs(self.explain(rows))[:, :-1].mean(axis=0)
        ranked = sorted(zip(self.columns, sizes.tolist(), strict=True), key=lambda one: -one[1])
        return dict(ranked)

    def _ask(self, rows: pd.DataFrame, *, pred_contribs: bool) -> Floats:
        """Return what the booster of each row's fold says; of an unknown entity, all on average."""
        matrix = xgb.DMatrix(rows[list(self.columns)].to_numpy(np.float32))
        told = np.array(
            [booster.predict(matrix, pred_contribs=pred_contribs) for booster in self.boosters],
            np.float64,
        )
        folds = self.find_folds(rows)
        said = told[folds, np.arange(len(rows))]
        said[folds < 0] = told.mean(axis=0)[folds < 0]
        return np.asarray(said)

    def save(self, folder: Path) -> dict[str, Any]:
        """Write a file of trees a fold."""
        files = [
            save_file(folder, f"fold{number}.ubj", bytes(booster.save_raw("ubj")))
            for number, booster in enumerate(self.boosters)
        ]
        return {
            "name": self.name,
            "columns": list(self.columns),
            "beside": self.beside,
            "folds": files,
            "fold_of": dict(self.fold_of),
        }


def fit_trees(spec: QuantitySpec, rows: pd.DataFrame) -> FoldTrees:
    """Fit one booster a fold of entities on the logarithm of what is known."""
    known = rows[rows["actual"].notna()]
    if known["entity"].nunique() < FOLDS:
        raise TrainingError(
            f"So far {known['entity'].nunique()} groups are known: folds need {FOLDS}."
        )
    columns = tuple(feature.name for feature in spec.features)
    values = known[list(columns)].to_numpy(np.float32)
    target = np.log1p(known["actual"].to_numpy(np.float64))
    entities = known["entity"].astype(str).to_numpy()
    params = dict(spec.params)
    rounds, beside = int(params.pop("rounds")), str(params.pop("beside"))
    params["monotone_constraints"] = str(tuple(feature.monotone for feature in spec.features))
    boosters: list[xgb.Booster] = []
    fold_of: dict[str, int] = {}
    cut = GroupKFold(FOLDS, shuffle=True, random_state=int(params["seed"]))
    for fold, (others, own) in enumerate(cut.split(values, groups=entities)):
        boosters.append(xgb.train(params, xgb.DMatrix(values[others], target[others]), rounds))
        fold_of |= dict.fromkeys(entities[own], fold)
    name = f"boosted trees and {spec.baselines[beside]}" if beside else "boosted trees"
    return FoldTrees(name, tuple(boosters), columns, fold_of, beside)


def load_trees(spec: QuantitySpec, said: Mapping[str, Any], folder: Path) -> FoldTrees:
    """Read the files that a manifest lists."""
    boosters = []
    for listed in said["folds"]:
        booster = xgb.Booster()
        booster.load_model(bytearray(read_file(folder, listed)))
        booster.set_param({"nthread": spec.params.get("nthread", 2)})
        boosters.append(booster)
    return FoldTrees(
        said["name"],
        tuple(boosters),
        tuple(said["columns"]),
        dict(said["fold_of"]),
        said["beside"],
    )
