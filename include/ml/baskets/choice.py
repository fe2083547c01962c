"""Which products to suggest: the basket of the highest expected F1, and how good baskets were.

Source: Ye, Chai, Lee and Chieu, "Optimizing F-measure: A Tale of Two Approaches" (ICML 2012),
algorithm 1: for independent products the best basket of each size holds the likeliest ones.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from include.ml.baskets.rows import TARGET
from include.ml.dataset import LABEL
from include.ml.model import Floats

MOST_PRODUCTS = 100  # of a customer; one that is less likely than so many others is not suggested


def expect_f1(probabilities: Floats) -> Floats:
    """Return the expected F1 of suggesting the likeliest 0, 1, 2, ... products.

    `probabilities` are those of one order, descending, of independent products; [products + 1].
    Nothing suggested has an F1 of 1 where nothing is bought, and of 0 otherwise.
    """
    count = len(probabilities)
    hits = np.zeros((count + 1, count + 1))  # [k, h]: chance of h hits among the likeliest k
    hits[0, 0] = 1.0
    for k, chance in enumerate(probabilities, start=1):
        hits[k] = hits[k - 1] * (1 - chance)
        hits[k, 1:] += hits[k - 1, :-1] * chance
    expected = np.zeros(count + 1)
    expected[0] = np.prod(1 - probabilities)
    # inverse[a - 1]: mean of 1 / (a + products bought among those after the likeliest k)
    inverse = 1.0 / np.arange(1, 2 * count + 2)
    for k in range(count, 0, -1):
        expected[k] = 2 * np.arange(k + 1) @ (hits[k, : k + 1] * inverse[k - 1 : 2 * k])
        chance = probabilities[k - 1]
        inverse = chance * inverse[1:] + (1 - chance) * inverse[:-1]
    return expected


def choose_baskets(rows: pd.DataFrame, probabilities: Floats, key: str) -> npt.NDArray[np.bool_]:
    """Say of each row whether its product is in the basket of the highest expected F1.

    An order is a `key` and a target number; its rows need not stand together.
    """
    orders, _ = pd.factorize(pd.MultiIndex.from_frame(rows[[key, TARGET]]))
    ranked = np.lexsort((-probabilities, orders))
    starts = np.flatnonzero(np.diff(orders[ranked], prepend=-1))
    is_chosen = np.zeros(len(rows), dtype=bool)
    for places in np.split(ranked, starts[1:]):
        likeliest = places[:MOST_PRODUCTS]
        size = int(np.argmax(expect_f1(probabilities[likeliest])))
        is_chosen[likeliest[:size]] = True
    return is_chosen


def measure_f1(
    rows: pd.DataFrame, is_chosen: npt.NDArray[np.bool_], key: str
) -> "pd.Series[float]":
    """Return F1 of each order, by `key` and target number; 1 where nothing is right and said.

    Only products bought before count: what an order has for the first time nobody can suggest.
    """
    labels = rows[LABEL].to_numpy(np.float64)
    counts = pd.DataFrame(
        {"hits": labels * is_chosen, "chosen": is_chosen * 1.0, "bought": labels},
        index=pd.MultiIndex.from_frame(rows[[key, TARGET]]),
    )
    sums = counts.groupby(level=[0, 1]).sum()
    size = sums["chosen"] + sums["bought"]
    return (2 * sums["hits"] / size).where(size > 0, 1.0)
