"""What became of Olist's sellers whose rating was said to be about to fall.

`python -m bench.falling_ratings` looks at each fourth week from September 2017 to April 2018 with
what was answered by then, and at the 56 days after it. Intervals (95 %) are bootstrapped by seller.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd

from include.ml.texts.answers import RATED_DAYS, RATING_WINDOW
from include.ml.texts.falling import UnitStars, expect_ratings
from include.settings import PROJECT

DATA = Path(os.environ.get("NIGHTSHIFT_DATA") or PROJECT.parent / "shared" / "data") / "olist"
EVENINGS = pd.date_range("2017-09-01", "2018-04-20", freq="28D")
LEAST_NEXT = 3  # reviews that must follow
SAMPLES = 300


def read_stars() -> pd.DataFrame:
    """Return the stars of orders of one seller: seller, day of the answer, stars."""
    reviews = pd.read_csv(DATA / "olist_order_reviews_dataset.csv")
    lines = pd.read_csv(DATA / "olist_order_items_dataset.csv")[["order_id", "seller_id"]]
    sellers = lines.drop_duplicates().groupby("order_id")["seller_id"].agg(["first", "nunique"])
    only = sellers.loc[sellers["nunique"] == 1, "first"]
    return pd.DataFrame(
        {
            "seller": reviews["order_id"].map(only),
            "day": pd.to_datetime(reviews["review_answer_timestamp"]).dt.normalize(),
            "stars": reviews["review_score"],
        }
    ).dropna()


def follow(stars: pd.DataFrame, evening: pd.Timestamp) -> pd.DataFrame:
    """Return what was expected of each seller on an evening, and what came in the days after."""
    span = pd.Timedelta(days=RATED_DAYS)
    known = stars[stars["day"] <= evening]
    known = known[known["day"] > evening - pd.Timedelta(days=RATING_WINDOW)]
    is_recent = (known["day"] > evening - span).astype(int)
    sums = pd.DataFrame(
        {
            "usual_count": 1 - is_recent,
            "usual_stars": (1 - is_recent) * known["stars"],
            "recent_count": is_recent,
            "recent_stars": is_recent * known["stars"],
            "squares": known["stars"] ** 2,
        }
    ).groupby(known["seller"])
    units = [UnitStars("seller", str(name), *map(int, row)) for name, *row in
             sums.sum().itertuples()]  # fmt: skip
    told = pd.DataFrame(expect_ratings(units)).set_index("unit_id")
    after = stars[(stars["day"] > evening) & (stars["day"] <= evening + span)]
    came = after.groupby("seller")["stars"].agg(next_stars="mean", next_count="count")
    found = told.join(came[came["next_count"] >= LEAST_NEXT], how="inner")
    return found.reset_index(names="seller")


def main() -> None:
    """Print what followed for falling ratings and for the others, and the errors."""
    stars = read_stars()
    rows = pd.concat([follow(stars, evening) for evening in EVENINGS])
    rng = np.random.default_rng(0)
    print(
        "| sellers | cases | next stars less the usual | share that had fewer |\n|---|---|---|---|"
    )
    for is_falling, part in rows.groupby("is_falling"):
        change = (part["next_stars"] - part["usual_stars"]) * part["next_count"]
        sums = pd.DataFrame({"change": change, "count": part["next_count"]})
        by_seller = sums.groupby(part["seller"]).sum().to_numpy()
        drawn = rng.integers(len(by_seller), size=(SAMPLES, len(by_seller)))
        totals = by_seller[drawn].sum(axis=1)
        low, high = np.quantile(totals[:, 0] / totals[:, 1], [0.025, 0.975])
        print(
            f"| {'about to fall' if is_falling else 'others'} | {len(part):,} |"
            f" {change.sum() / part['next_count'].sum():+.2f} ({low:+.2f} to {high:+.2f}) |"
            f" {(part['next_stars'] < part['usual_stars']).mean():.0%} |"
        )
    for name in ("expected_stars", "usual_stars", "recent_stars_average"):
        error = np.average((rows["next_stars"] - rows[name]).abs(), weights=rows["next_count"])
        print(f"Mean absolute error of {name}: {error:.3f} stars")


if __name__ == "__main__":
    main()
