"""A spec whose rows are made in memory, and rows of series and of products to judge it by."""

from dataclasses import replace
from datetime import date, timedelta
from typing import cast

import numpy as np
import pandas as pd

from include.ml.base_spec import find_spec
from include.ml.quantities.spec import QuantitySpec

DAY = date(2026, 3, 10)


def find_quantity(name: str) -> QuantitySpec:
    """Return a declared spec with few bootstraps."""
    spec = cast("QuantitySpec", find_spec(name))
    return replace(spec, terms=replace(spec.terms, bootstraps=60))


def make_series(
    nights: int = 120, groups: int = 12, seed: int = 1, skill: float = 1.0, shift: float = 1.0
) -> pd.DataFrame:
    """Return rows of a week ahead whose truth is Poisson about a level of its own by night.

    `backlog_late` knows the level with `skill`, the plain methods only its mean; from the last 40
    nights on all that comes is `shift` times as much.
    """
    rng = np.random.default_rng(seed)
    parts = []
    for night in range(nights):
        day = DAY - timedelta(days=nights - 1 - night)
        mean = 3.0 * 1.5 ** np.arange(groups)
        level = mean * np.exp(rng.normal(0, 0.4, groups))
        truth = rng.poisson(level * (shift if night >= nights - 40 else 1.0)).astype(float)
        told = np.exp(skill * np.log(level) + (1 - skill) * np.log(mean))
        if skill < 0:
            told = mean * np.exp(rng.normal(0, 0.8, groups))
        parts.append(
            pd.DataFrame(
                {
                    "day": day,
                    "grain": "area",
                    "group_key": [f"area {group:02d}" for group in range(groups)],
                    "horizon_days": 7,
                    "target_from": day + timedelta(days=1),
                    "target_to": day + timedelta(days=7),
                    "actual": truth if night + 7 < nights else np.nan,
                    "late_last": mean,
                    "late_mean": mean * 1.02,
                    "backlog_late": told,
                    "backlog_orders": level * 5,
                    "still_to_come": 0.0,
                    "orders_count": level * 10,
                    "agreed_share": 0.1,
                    "limit": level,
                }
            )
        )
    rows: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return rows.assign(entity=rows["group_key"], series=rows["group_key"] + "/7")


def make_products(shops: int = 40, each: int = 20, seed: int = 1) -> pd.DataFrame:
    """Return products whose sales follow their reviews and the length of their texts."""
    rng = np.random.default_rng(seed)
    count = shops * each
    reviews = np.exp(rng.normal(1.5, 1.0, count)).round() + 1
    length = rng.uniform(5, 80, count)
    sold = np.exp(np.log(reviews) + 0.03 * length + rng.normal(0, 0.4, count)).round()
    rows = pd.DataFrame({"reviews_count": reviews, "text_length_average": length, "actual": sold})
    for feature in find_quantity("product_sales").features:
        if feature.name not in rows:
            rows[feature.name] = rng.normal(size=count)
    return rows.assign(
        day=DAY,
        series=[f"P{number}" for number in range(count)],
        group_key=[f"P{number}" for number in range(count)],
        entity=[f"S{number // each}" for number in range(count)],
        grain="product",
        horizon_days=0,
        target_from=None,
        target_to=None,
        sold_count=sold,
        per_review=np.median(sold / reviews) * reviews,
        median_of_category=np.median(sold),
    )
