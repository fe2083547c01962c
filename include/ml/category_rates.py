"""How well a column of text tells the outcome by itself, measured without looking at the answers.

The late rates of one half of the entities rank the rows of the other half, and the other way round:
a rate that held the row's own answer would tell it back.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from include.ml.evaluation import Ranking
from include.ml.resampling import Labels

LEANED_ROWS = 20  # rows of the mean that each rate leans on: a category of few rows says little


def measure_category(
    values: "pd.Series[str]", entities: npt.NDArray[np.int64], labels: Labels
) -> float:
    """Return the AUC of a column of text; missing is a category like the others.

    The mean of both halves: 0.5 where one of them knows one outcome only.
    """
    codes = pd.factorize(values, use_na_sentinel=True)[0] + 1
    halves = [entities % 2 == half for half in (0, 1)]
    if any(len(np.unique(labels[half])) < 2 for half in halves):
        return 0.5
    found = []
    for shown, asked in (halves, halves[::-1]):
        rates = compute_rates(codes[shown], labels[shown], int(codes.max()) + 1)
        found.append(Ranking(rates[codes[asked]], labels[asked]).compute_auc())
    return float(np.mean(found))


def compute_rates(
    codes: npt.NDArray[np.int64], labels: Labels, count: int
) -> npt.NDArray[np.float64]:
    """Return the share of positive labels of each code, leaning on that of all."""
    positive, rows = (np.bincount(codes, weights, count) for weights in (labels, None))
    return np.asarray((positive + LEANED_ROWS * labels.mean()) / (rows + LEANED_ROWS))
