"""The suggested basket: expected F1 against every outcome counted, and what F1 says."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from include.ml.baskets import choice
from include.ml.baskets.choice import choose_baskets, expect_f1, measure_f1


def count_all_outcomes(probabilities: list[float]) -> list[float]:
    """Return the expected F1 of each size by going through all 2^n orders."""
    chances = np.array(probabilities)
    expected = np.zeros(len(chances) + 1)
    for bought in product((0, 1), repeat=len(chances)):
        outcome = np.array(bought)
        chance = np.prod(np.where(outcome, chances, 1 - chances))
        for size in range(len(chances) + 1):
            both = size + outcome.sum()
            expected[size] += chance * (2 * outcome[:size].sum() / both if both else 1.0)
    return [float(value) for value in expected]


@pytest.mark.parametrize(
    "probabilities",
    [[0.9, 0.6, 0.5, 0.2, 0.1], [0.3], [], [0.05, 0.04, 0.01], [1.0, 1.0, 0.0], [0.5] * 7],
)
def test_expected_f1_equals_a_count_of_all_outcomes(probabilities: list[float]) -> None:
    found = expect_f1(np.array(probabilities))
    assert found == pytest.approx(count_all_outcomes(probabilities))


def make_rows(customers: dict[str, list[float]]) -> tuple[pd.DataFrame, np.ndarray]:
    rows = pd.DataFrame(
        [
            (name, 3, f"p{place}")
            for name, values in customers.items()
            for place in range(len(values))
        ],
        columns=["customer_id", "target_number", "product_id"],
    )
    return rows, np.concatenate(list(customers.values()))


def test_each_order_gets_the_best_basket_of_its_own() -> None:
    rows, chances = make_rows({"ann": [0.1, 0.9, 0.5, 0.6, 0.2], "bob": [0.05, 0.04], "cy": [0.3]})
    shuffled = np.random.default_rng(3).permutation(len(rows))
    chosen = choose_baskets(
        rows.iloc[shuffled].reset_index(drop=True), chances[shuffled], "customer_id"
    )
    found = rows.iloc[shuffled][chosen].sort_values(["customer_id", "product_id"])
    assert list(zip(found["customer_id"], found["product_id"], strict=True)) == [
        ("ann", "p1"), ("ann", "p2"), ("ann", "p3"),
    ]  # fmt: skip


def test_of_very_many_products_the_likeliest_ones_are_weighed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choice, "MOST_PRODUCTS", 2)
    rows, chances = make_rows({"ann": [0.7, 0.9, 0.8]})
    assert choose_baskets(rows, chances, "customer_id").tolist() == [False, True, True]


def test_f1_counts_a_rightly_empty_suggestion_as_right() -> None:
    rows, _ = make_rows({"ann": [0, 0], "bob": [0, 0], "cy": [0, 0, 0]})
    rows["is_positive"] = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0]
    chosen = np.array([False, False, False, False, True, False, True])
    found = measure_f1(rows, chosen, "customer_id").droplevel(1)
    assert found.to_dict() == {"ann": 1.0, "bob": 0.0, "cy": 0.5}
