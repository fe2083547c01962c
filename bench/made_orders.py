"""Made-up feature rows of a spec, with outcomes that depend on some of the columns."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from include.ml.dataset import LABEL
from include.ml.spec import ModelSpec

LAST_NIGHT = date(2026, 3, 10)
MOST_LEFT_DAYS = 25


def make_orders(spec: ModelSpec, count: int, seed: int, nights: int = 1) -> pd.DataFrame:
    """Return `count` rows of the nights before LAST_NIGHT, each of an order of its own.

    A fifth of the values is missing. An answer is known where the promise has passed by then.
    """
    rng = np.random.default_rng(seed)
    values = rng.normal(2.0, 2.0, (count, len(spec.feature_names))).astype(np.float32)
    values[rng.random(values.shape) < 0.2] = np.nan
    frame = pd.DataFrame(values, columns=list(spec.feature_names))
    flags = {one.name: rng.integers(0, 2, count) for one in spec.features if one.kind == "flag"}
    days = {one.name: rng.integers(1, 8, count) for one in spec.features if one.kind == "weekday"}
    names = np.array([f"value {number}" for number in range(30)], dtype=object)
    texts = {name: names[rng.integers(0, 30, count)] for name in spec.category_names}
    left = rng.integers(1, MOST_LEFT_DAYS + 1, count).astype(np.float32)
    pull = frame[list(spec.feature_names[:12])].fillna(2.0).to_numpy() @ rng.normal(size=12)
    chance = 1 / (1 + np.exp(-(pull - np.quantile(pull, 0.85)) / 2))
    frame = frame.assign(**flags, **days, **texts, **{spec.days.left: left})
    is_late = rng.random(count) < chance
    ages = np.sort(rng.integers(1, nights + 1, count))[::-1]
    night = pd.Timestamp(LAST_NIGHT, tz="UTC") - pd.to_timedelta(ages - 1, unit="D")
    promised_at = pd.Series(night + pd.to_timedelta(left, unit="D"))
    end = pd.Timestamp(LAST_NIGHT + timedelta(days=1), tz="UTC")
    taken = np.where(is_late, left + 2, left * rng.random(count))
    delivered_at = pd.Series(night + pd.to_timedelta(taken, unit="D"))
    return frame.assign(
        order_id=[f"O{number:06d}" for number in range(count)],
        day=[LAST_NIGHT - timedelta(days=int(age)) for age in ages],
        promised_at=promised_at,
        delivered_at=delivered_at.where(delivered_at < end),
        **{LABEL: np.where(promised_at <= end, is_late.astype(np.float64), np.nan)},
    )
