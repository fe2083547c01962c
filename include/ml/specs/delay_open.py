"""Which open orders will miss their promise, asked every night of each one."""

from include.ml.actions import ACTIONS
from include.ml.origins import APPROVED, EXPECTED, HANDED_OVER, HANDOVER_DUE, ORDERED, PROMISED
from include.ml.spec import Drift, Feature, Gate, ModelSpec, Money, Split
from include.ml.specs.delay_features import FACTS, FIGURES, GROUPS, ORDER, list_files
from include.ml.usual import ROUTES_TRANSIT, SELLERS_HANDOVER

STEPS = (
    "delay_open/forget",
    "delay_open/nights",
    "delay/open_orders",
    "delay_open/questions",
    *FACTS,
    "delay_open/progress",
    *FIGURES,
    "delay_open/pace",
)

PROGRESS = (
    Feature("days_to_promise", "time left to the promise", "days", "promise", PROMISED),
    Feature("working_days_to_promise", "working days left to the promise", "days",
            "promise", PROMISED),
    Feature("order_age_days", "time since the order", "days", "progress", ORDERED,
            compared_with=SELLERS_HANDOVER),
    Feature("share_of_promise_used", "share of the promised time used up", "",
            "promise", PROMISED, "rate"),
    Feature("is_approved", "payment approved", "", "progress", APPROVED, "flag"),
    Feature("approval_hours", "time until the payment was approved", "hours", "progress", APPROVED),
    Feature("is_handed_over", "handed over to the carrier", "", "progress", HANDED_OVER, "flag"),
    Feature("days_since_handover", "time since the handover", "days", "progress", HANDED_OVER,
            compared_with=ROUTES_TRANSIT),
    Feature("days_to_handover_due", "time left to hand over", "days", "progress", HANDOVER_DUE),
    Feature("handover_delay_days", "handover after its own deadline", "days",
            "progress", HANDED_OVER),
    Feature("expected_slack_days", "time to spare at this seller's and route's pace", "days",
            "promise", EXPECTED),
)  # fmt: skip

SPEC = ModelSpec(
    name="delay_open",
    question="Will this open order miss its promise?",
    feature_table="ml.features_delay_open",
    feature_version=2,
    entity_key="order_id",
    feature_steps=list_files(*STEPS),
    feature_parts=("facts", "progress", "seller_figures", "route_figures", "pace"),
    label_sql="ml/delay_open_labels.sql",
    history_nights=600,
    most_training_rows=250_000,
    most_explained_others=200,
    features=(*PROGRESS, *ORDER, *GROUPS),
    params={
        "objective": "binary:logistic",
        "eval_metric": "logloss",
        "tree_method": "hist",
        "max_depth": 5,
        "eta": 0.05,
        "subsample": 0.7,
        "colsample_bytree": 0.3,
        "min_child_weight": 50,
        "lambda": 5,
        "nthread": 2,
        "seed": 20_260_101,
    },
    most_rounds=400,
    patience_rounds=25,
    split=Split(test_nights=28, validation_nights=21),
    gate=Gate(least_auc=0.55, least_entities=30),
    money=Money(
        late_amount=40.0,
        expedite_amount=5.0,
        expedite_success=0.5,
        notice_amount=0.4,
        notice_success=0.1,
        minutes_per_intervention=12,
        minutes_per_day=480,
    ),
    drift=Drift(
        current_nights=7,
        calm_spans=8,
        most_rows=100_000,
        least_known_rows=200,
        order_method="ks",
        group_method="psi",
        kind_method="chisquare",
        score_method="psi",
        test_rows=20_000,
        least_psi=0.2,
        most_p_value=0.001,
        margin=1.5,
        share_limit=0.3,
    ),
    actions=ACTIONS,
)
