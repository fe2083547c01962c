"""How many orders will be late in the next 7 and 14 days, by area and by group of sellers."""

from typing import TYPE_CHECKING

from include.ml.quantities.late_orders import read_late_orders
from include.ml.quantities.means import Means, load_means
from include.ml.quantities.spec import QuantitySpec, Terms
from include.ml.spec import Feature, Origin
from include.ml.terms import Drift

if TYPE_CHECKING:
    import pandas as pd

DUE = Origin(
    "promises that fall due and passed, and the night's scores",
    "on the evening, from what passed by then",
    ("orders", "deliveries"),
)
METHOD = "sum of the backlog's probabilities, and orders still to come"


def fit_backlog(spec: QuantitySpec, rows: "pd.DataFrame") -> Means:
    """Return the sum; nothing is learned, and a level corrected by past errors did worse."""
    return Means(METHOD, ("backlog_late",))


SPEC = QuantitySpec(
    name="late_orders",
    question="How many orders that fall due in the next days will be late?",
    feature_version=1,
    feature_steps=(
        "features/late_orders/placed_orders.sql",
        "features/late_orders/due_orders.sql",
        "features/late_orders/backlog.sql",
    ),
    label_sql="features/late_orders/outcomes.sql",
    read=read_late_orders,
    fit=fit_backlog,
    load_method=load_means,
    baselines={
        "late_last": "as many as in as many days before",
        "late_mean": "the mean of the last four weeks",
    },
    usual="late_last",
    judged="area",
    noun="promises",
    terms=Terms(scale="sqrt", least_groups=2, least_rows=28),
    features=(
        Feature("backlog_late", "late orders expected", "orders", "network", DUE),
        Feature("backlog_orders", "scored orders due", "orders", "network", DUE),
        Feature("still_to_come", "late ones among orders still to be placed", "orders",
                "network", DUE),
        Feature("late_last", "late orders of as many days before", "orders", "network", DUE),
        Feature("late_mean", "late orders, mean of four weeks", "orders", "network", DUE),
    ),
    drift=Drift(least_known_rows=40, share_limit=0.6, score_name="expected"),
)  # fmt: skip
