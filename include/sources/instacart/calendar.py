"""A calendar for orders that have none: each user's days counted back from the last order.

Instacart tells the order's number, its weekday and the days since the order before (empty first,
capped at 30). The anchor is ours: see docs/sources.md.
"""

import zlib
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

LAST_DAY = date(2017, 4, 30)  # a Sunday, which is weekday 0
# Weeks before the last one that a user's last order lies in, picked by the id: half of the users
# in the last week, a quarter before it, so that as many orders come each week up to the end.
ANCHOR_WEEKS = (*[0] * 8, *[1] * 4, *[2] * 2, *[3] * 2)
CAP_DAYS = 30  # the source writes 30 for 30 days and more
UNKNOWN = -1

Integers = NDArray[np.int64]


def date_orders(
    users: Sequence[str], numbers: Integers, weekdays: Integers, gaps: Integers
) -> Integers:
    """Return each order's day as an ordinal, `UNKNOWN` where it has no number.

    `numbers` count a user's orders, `weekdays` are 0 to 6 with Sunday as 0, `gaps` are the days
    since the user's order before; all may be `UNKNOWN`. The last order lies on its weekday in one
    of the last four weeks up to `LAST_DAY`.
    """
    days = np.full(len(users), UNKNOWN, dtype=np.int64)
    known = np.flatnonzero(numbers != UNKNOWN)
    if not len(known):
        return days
    names, codes = np.unique(
        np.asarray(users, dtype=object)[known].astype(str), return_inverse=True
    )
    order = np.lexsort((known, numbers[known], codes))
    codes, places = codes[order], known[order]
    is_first = np.r_[True, codes[1:] != codes[:-1]]
    steps = np.cumsum(np.where(is_first, 0, count_days(weekdays[places], gaps[places])))
    last = (
        np.r_[np.flatnonzero(is_first)[1:], len(codes)] - 1
    )  # of each user, in the order of names
    anchors = _anchor(names, weekdays[places][last])
    days[places] = (anchors - steps[last])[codes] + steps
    return days


def count_days(weekdays: Integers, gaps: Integers) -> Integers:
    """Return the days from the order one place before to each order.

    A gap below the cap is taken as stated. A capped one, or one that is not stated, is the fewest
    days from there on that agree with both weekdays.
    """
    stated = np.where(gaps == UNKNOWN, 0, gaps)
    before = np.r_[UNKNOWN, weekdays[:-1]]
    is_open = ((gaps == UNKNOWN) | (gaps >= CAP_DAYS)) & (weekdays != UNKNOWN) & (before != UNKNOWN)
    return np.where(is_open, stated + (weekdays - before - stated) % 7, stated)


def _anchor(names: NDArray[np.str_], weekdays: Integers) -> Integers:
    """Return the day of each user's last order."""
    picks = np.array([zlib.crc32(name.encode()) % len(ANCHOR_WEEKS) for name in names])
    back = np.where(weekdays == UNKNOWN, 0, -weekdays % 7)
    weeks = np.take(ANCHOR_WEEKS, picks).astype(np.int64)
    last_day: Integers = LAST_DAY.toordinal() - 7 * weeks - back
    return last_day
