"""The trees of the days to deliver: is an order still open after so many days, promised or not?

They learn from every order, also from those whose promise is still ahead: of each it is known
for how long it has been open. So they see a crisis weeks before late rates do, and what they say
of the promise is one point of the curve that they know (a discrete-time survival model, its
horizon a feature; see Suresh, Severn and Ghosh, BMC Medical Research Methodology 22:207, 2022).
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import xgboost as xgb

from include.ml.features import source_timezone
from include.ml.model import Categories, Floats, to_matrix
from include.ml.spec import ModelSpec
from include.ml.terms import DaysTrees

DAY = pd.Timedelta(days=1)


def grow_days_trees(
    spec: ModelSpec, days: DaysTrees, rows: pd.DataFrame, until: date, categories: Categories
) -> xgb.Booster:
    """Return trees for the log-odds that an order is open at its promise, as known by an evening.

    `rows` are nights with `promised_at` and `delivered_at`, labelled or not; those of `until` and
    later are left out, and what was delivered after that evening counts as open.
    """
    asked, is_open = ask_horizons(spec, days, rows, until)
    names = days.choose_columns(spec.feature_names)
    return xgb.train(
        {**spec.params, **days.params, "monotone_constraints": constrain(spec, names, days)},
        to_matrix(asked, names, categories, is_open),
        num_boost_round=days.rounds,
    )


def ask_horizons(
    spec: ModelSpec, days: DaysTrees, rows: pd.DataFrame, until: date
) -> tuple[pd.DataFrame, Floats]:
    """Return rows that ask about drawn horizons, and whether the order was still open at each.

    A horizon is at most `most_promises` times the promise, and no longer than the order was
    watched. Half of the promises that had passed are asked about themselves. Equal rows, equal
    draws.
    """
    end = pd.Timestamp(datetime.combine(until, datetime.min.time(), ZoneInfo(source_timezone())))
    seen = rows[rows["day"] < until]
    left = seen[days.left].to_numpy(np.float64)
    asked_at = seen["promised_at"] - pd.to_timedelta(left, unit="D")
    watched = ((end - asked_at) / DAY).to_numpy(np.float64)
    open_days = ((seen["delivered_at"] - asked_at) / DAY).to_numpy(np.float64)
    rng = np.random.default_rng(int(spec.params["seed"]))
    horizons = rng.random(len(seen)) * np.minimum(watched, days.most_promises * left)
    is_passed = (left <= watched) & (rng.random(len(seen)) < 0.5)
    horizons = np.where(is_passed, left, horizons)
    shifts = horizons - left
    moved = {name: seen[name] + shifts.astype(np.float32) for name in (days.left, *days.shifted)}
    return seen.assign(**moved), (~(open_days <= horizons)).astype(np.float64)


def constrain(spec: ModelSpec, names: tuple[str, ...], days: DaysTrees | None = None) -> str:
    """Return XGBoost's monotone constraints; an order does not open again as days pass."""
    signs = {feature.name: feature.monotone for feature in spec.features}
    if days is not None:
        signs |= dict.fromkeys((days.left, *days.shifted), -1)
    return "(" + ",".join(str(signs[name]) for name in names) + ")"
