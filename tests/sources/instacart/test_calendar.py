"""The derived calendar: counted back from the last order, true to gaps and weekdays."""

from datetime import date
from itertools import pairwise

import numpy as np

from include.sources.instacart.calendar import (
    ANCHOR_WEEKS,
    LAST_DAY,
    UNKNOWN,
    count_days,
    date_orders,
)


def _integers(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def _days(users: list[str], *columns: np.ndarray) -> list[date]:
    return [date.fromordinal(day) for day in date_orders(users, *columns).tolist()]


def test_the_last_day_is_the_weekday_that_is_counted_as_0() -> None:
    assert LAST_DAY.strftime("%A") == "Sunday"


def test_gaps_below_the_cap_are_taken_as_stated() -> None:
    days = _days(["u"] * 3, _integers(1, 2, 3), _integers(1, 3, 3), _integers(UNKNOWN, 2, 7))
    assert [(later - earlier).days for earlier, later in pairwise(days)] == [
        2,
        7,
    ]
    assert [(day.weekday() + 1) % 7 for day in days] == [1, 3, 3]


def test_a_capped_gap_is_the_fewest_days_that_agree_with_both_weekdays() -> None:
    counted = count_days(_integers(3, 3, 5, 4), _integers(UNKNOWN, 30, 30, 30))
    assert counted.tolist()[1:] == [35, 30, 34]


def test_a_gap_that_is_not_stated_keeps_the_weekdays() -> None:
    assert count_days(_integers(6, 0), _integers(UNKNOWN, UNKNOWN)).tolist()[1] == 1


def test_a_gap_that_contradicts_the_weekdays_is_taken_as_stated() -> None:
    assert count_days(_integers(1, 3), _integers(UNKNOWN, 5)).tolist()[1] == 5


def test_last_orders_lie_in_the_last_four_weeks_on_their_weekday() -> None:
    users = [str(user) for user in range(400)]
    weekdays = np.arange(400, dtype=np.int64) % 7
    days = date_orders(users, np.ones(400, dtype=np.int64), weekdays, np.full(400, UNKNOWN))
    back = LAST_DAY.toordinal() - days
    assert ((-weekdays) % 7 == back % 7).all()
    weeks = np.bincount(back // 7)
    assert len(weeks) == max(ANCHOR_WEEKS) + 1
    assert weeks[0] > weeks[1] > max(weeks[2], weeks[3])


def test_orders_come_in_any_order_and_users_do_not_touch_each_other() -> None:
    users = ["a", "b", "a", "b", "a"]
    numbers, weekdays = _integers(1, 1, 2, 2, 3), _integers(1, 2, 2, 4, 6)
    gaps = _integers(UNKNOWN, UNKNOWN, 1, 9, 4)
    days = dict(
        zip(
            zip(users, numbers.tolist(), strict=True),
            _days(users, numbers, weekdays, gaps),
            strict=True,
        )
    )
    turned = _days(users[::-1], numbers[::-1], weekdays[::-1], gaps[::-1])
    assert turned == list(days.values())[::-1]
    alone = _days(["b", "b"], _integers(1, 2), _integers(2, 4), _integers(UNKNOWN, 9))
    assert alone == [days["b", 1], days["b", 2]]


def test_an_order_without_a_number_has_no_day_and_disturbs_none() -> None:
    days = date_orders(
        ["a", "a"], _integers(UNKNOWN, 1), _integers(0, 0), _integers(UNKNOWN, UNKNOWN)
    )
    assert days[0] == UNKNOWN
    assert days[1] > 0
    assert date_orders([], _integers(), _integers(), _integers()).tolist() == []
