"""Banded rules: they split what can be split, and say where each customer belongs."""

from collections import Counter

import numpy as np

from include.customers.bands import Bands, fit_bands, label_by_bands
from tests.customers.made_customers import make_rfm, make_smooth


def test_where_nearly_all_buy_once_those_who_came_back_are_one_segment() -> None:
    rfm = make_smooth()
    bands = fit_bands(rfm)
    assert bands.divided == ("once",)
    assert set(label_by_bands(bands, rfm)) == {
        "returning",
        *(f"once_{when}{worth}" for when in ("recent", "quiet", "gone") for worth in ("", "_high")),
    }


def test_where_nearly_all_come_back_those_who_bought_once_are_one_segment() -> None:
    rfm = make_smooth(returning=0.95)
    bands = fit_bands(rfm)
    assert bands.divided == ("returning",)
    assert {label for label in label_by_bands(bands, rfm) if "once" in label} == {"once"}


def test_recency_makes_thirds_and_money_a_quarter() -> None:
    rfm = make_smooth()
    shares = Counter(
        word
        for label in label_by_bands(fit_bands(rfm), rfm)
        if label != "returning"
        for word in label.split("_")
    )
    for word in ("recent", "quiet", "gone"):
        assert abs(shares[word] / shares["once"] - 1 / 3) < 0.02
    assert abs(shares["high"] / shares["once"] - 1 / 4) < 0.02


def test_an_edge_belongs_to_the_better_side() -> None:
    bands = Bands(("once", "returning"), (30.0, 90.0), "revenue_amount", 100.0)
    days, orders = np.array([30, 31, 90, 91, 91]), np.array([1, 1, 2, 1, 0])
    labels = label_by_bands(bands, make_rfm(days, orders, np.array([100, 99.99, 100, 0, 0])))
    assert list(labels) == [
        "once_recent_high", "once_quiet", "returning_quiet_high", "once_gone", "only_cancelled",
    ]  # fmt: skip


def test_without_prices_the_number_of_orders_says_who_is_worth_most() -> None:
    chance = np.random.default_rng(2)
    rfm = make_rfm(chance.integers(0, 99, 500), chance.integers(4, 99, 500), None)
    bands = fit_bands(rfm)
    assert bands.value_by == "orders_count"
    assert "returning_recent_high" in label_by_bands(bands, rfm)


def test_customers_who_do_not_differ_are_one_segment() -> None:
    same = make_rfm(np.full(40, 7), np.full(40, 2), np.full(40, 10.0))
    bands = fit_bands(same)
    assert (bands.recency_edges, bands.value_by) == (None, None)
    assert set(label_by_bands(bands, same)) == {"returning"}


def test_nobody_at_all_is_no_error() -> None:
    nobody = make_smooth().head(0)
    assert len(label_by_bands(fit_bands(nobody), nobody)) == 0
