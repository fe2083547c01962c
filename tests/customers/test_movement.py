"""Sizes, values and moves of segments, recounted by hand."""

import numpy as np
import pandas as pd

from include.customers.movement import Move, count_moves, sum_segments
from tests.customers.made_customers import make_rfm


def test_a_segment_is_the_sum_of_its_customers() -> None:
    rfm = make_rfm(np.array([1, 3, 99]), np.array([1, 3, 1]), np.array([10.0, 50.0, np.nan]))
    rfm["late_orders_count"] = [0, 2, 1]
    labels = np.array(["returning", "returning", "once"], dtype=object)
    once, returning = sum_segments(rfm, labels)
    assert (returning.customers_count, returning.orders_count) == (2, 4)
    assert (returning.revenue_amount, returning.average_order_amount) == (60.0, 15.0)
    assert (returning.late_orders_count, returning.settled_orders_count) == (2, 4)
    assert returning.median_recency_days == 2.0
    assert (once.revenue_amount, once.average_order_amount) == (None, None)
    assert once.suggested_action


def test_every_customer_of_either_evening_is_in_one_move() -> None:
    before = pd.Series(["a", "a", "b", "b"], index=["1", "2", "3", "gone"])
    now = pd.Series(["a", "b", "b", "c"], index=["1", "2", "3", "new"])
    moves = count_moves(before, now)
    assert set(moves) == {
        Move("a", "a", 1), Move("a", "b", 1), Move("b", "b", 1), Move("", "c", 1), Move("b", "", 1),
    }  # fmt: skip


def test_the_first_evening_has_newcomers_alone() -> None:
    nobody, now = pd.Series([], dtype=object), pd.Series(["a", "a"], index=["1", "2"])
    assert count_moves(nobody, now) == (Move("", "a", 2),)
    assert count_moves(nobody, nobody) == ()
