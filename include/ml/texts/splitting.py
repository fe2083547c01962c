"""Cut texts into fitting, validation and test: by time, or by group where no time is told."""

import zlib
from datetime import date, timedelta

import pandas as pd

from include.ml.dataset import Slices
from include.ml.texts.spec import TextSpec

TENTHS = {"test": (0, 1), "validation": (2, 3)}  # of the groups


def is_dated(rows: pd.DataFrame) -> bool:
    """Say whether the rows tell of more than one day."""
    return bool(rows["day"].nunique() > 1)


def split_texts(spec: TextSpec, rows: pd.DataFrame, day: date) -> Slices:
    """Cut rows by the day on which they were known; by group where all came on one day.

    Rows without a label (those between many and few stars) stay in their slice. `group_id` is what
    texts have in common: a product, a shop.
    """
    if is_dated(rows):
        return _split_by_time(spec, rows, day)
    tenth = rows["group_id"].map(lambda group: zlib.crc32(str(group).encode()) % 10)
    is_test, is_validation = (tenth.isin(TENTHS[name]) for name in ("test", "validation"))
    nothing = rows.iloc[:0]
    return Slices(
        rows[~is_test & ~is_validation], rows[is_validation], rows[is_test], nothing, day, day
    )


def _split_by_time(spec: TextSpec, rows: pd.DataFrame, day: date) -> Slices:
    nights = (day - rows["day"].min()).days
    test_from = day - timedelta(days=min(spec.split.test_nights, nights // 4) - 1)
    validation_from = test_from - timedelta(days=min(spec.split.validation_nights, nights // 5))
    known = rows["day"]
    return Slices(
        fitting=rows[known < validation_from],
        validation=rows[(known >= validation_from) & (known < test_from)],
        test=rows[known >= test_from],
        waiting=rows.iloc[:0],
        validation_from=validation_from,
        test_from=test_from,
    )
