"""How many pieces of each category, and in each area, will be ordered in each of four weeks."""

from typing import TYPE_CHECKING

from include.ml.quantities.demand import WEEKS, read_demand
from include.ml.quantities.means import Means, load_means
from include.ml.quantities.spec import QuantitySpec, Terms
from include.ml.spec import Feature, Origin
from include.ml.terms import Drift

if TYPE_CHECKING:
    import pandas as pd

ORDERED = Origin("pieces ordered", "on the evening of the order", ("orders", "order_items"))
COLUMNS = tuple(f"mean_{count}" for count in WEEKS)
METHOD = f"mean of the means of the last {', '.join(map(str, WEEKS[:-1]))} and {WEEKS[-1]} weeks"


def fit_blend(spec: QuantitySpec, rows: "pd.DataFrame") -> Means:
    """Return the blend; nothing is learned, and trees on top of it did no better."""
    return Means(METHOD, COLUMNS)


SPEC = QuantitySpec(
    name="weekly_demand",
    question="How many pieces will be ordered in each of the next four weeks?",
    feature_version=1,
    feature_steps=("features/weekly_demand/daily.sql",),
    label_sql="features/weekly_demand/daily.sql",
    read=read_demand,
    fit=fit_blend,
    load_method=load_means,
    baselines={
        "mean_1": "as many as last week",
        "mean_4": "the mean of the last 4 weeks",
        "mean_8": "the mean of the last 8 weeks",
        "same_week": "as many as in the same week of last year",
    },
    usual="mean_8",
    judged="category",
    noun="weeks of orders",
    terms=Terms(scale="sqrt", test_days=84, calibration_days=91),
    features=tuple(
        Feature(name, f"pieces a week, mean of {count}", "pieces", "network", ORDERED)
        for name, count in zip(COLUMNS, WEEKS, strict=True)
    ),
    drift=Drift(
        current_nights=28, calm_spans=6, least_known_rows=40, share_limit=0.6, score_name="expected"
    ),
)
