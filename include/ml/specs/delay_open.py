"""Which open orders will miss their promise, asked every night of each one."""

from include.ml.actions import ACTIONS
from include.ml.origins import (
    APPROVED,
    EXPECTED,
    HANDED_OVER,
    HANDOVER_DUE,
    HANDOVER_PACE,
    ORDERED,
    PROMISED,
    TRANSIT_PACE,
    WORKING_DAYS,
)
from include.ml.spec import Feature, ModelSpec
from include.ml.specs.delay_features import GROUPS, ORDER
from include.ml.specs.delay_steps import FACTS, FIGURES, list_files
from include.ml.terms import DaysTrees, Drift, Gate, Money, Split
from include.ml.usual import (
    BEYOND_ROUTES_TRANSIT,
    BEYOND_SELLERS_HANDOVER,
    ROUTES_TRANSIT,
    SELLERS_HANDOVER,
)

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
    Feature("days_to_promise", "time left to the promise", "days", "promise", PROMISED,
            monotone=-1),
    Feature("working_days_to_promise", "working days left to the promise", "days",
            "promise", WORKING_DAYS, monotone=-1),
    Feature("holidays_to_promise", "holidays before the promise", "days",
            "promise", WORKING_DAYS),
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
            "promise", EXPECTED, monotone=-1),
    Feature("handover_overrun_days", "waiting beyond this seller's usual handover", "days",
            "progress", HANDOVER_PACE, compared_with=BEYOND_SELLERS_HANDOVER),
    Feature("transit_overrun_days", "on its way beyond the route's usual transit", "days",
            "progress", TRANSIT_PACE, compared_with=BEYOND_ROUTES_TRANSIT),
    Feature("transit_share_used", "share of the route's usual transit used up", "",
            "progress", TRANSIT_PACE, "rate"),
)  # fmt: skip

DAYS = DaysTrees(
    left="days_to_promise",
    shifted=("expected_slack_days",),
    hidden=(
        "working_days_to_promise",
        "holidays_to_promise",
        "share_of_promise_used",
        "promised_working_days",
        "promised_holidays",
        "promised_weekday",
        "promised_hour",
        "slot_hours",
    ),
    weight=0.5,
    rounds=200,
    params={"max_depth": 6, "eta": 0.08, "colsample_bytree": 0.4},
)

SPEC = ModelSpec(
    name="delay_open",
    question="Will this open order miss its promise?",
    asked="open on an evening",
    feature_table="ml.features_delay_open",
    feature_version=4,
    entity_key="order_id",
    feature_steps=list_files(*STEPS),
    feature_parts=("facts", "progress", "seller_figures", "route_figures", "pace"),
    label_sql="ml/delay_labels.sql",
    history_nights=600,
    most_training_rows=250_000,
    most_explained_others=200,
    features=(*PROGRESS, *ORDER, *GROUPS),
    params={
        "objective": "binary:logistic",
        "tree_method": "hist",
        "max_bin": 128,
        "max_depth": 5,
        "eta": 0.06,
        "subsample": 0.7,
        "colsample_bytree": 0.3,
        "min_child_weight": 50,
        "lambda": 5,
        "nthread": 2,
        "seed": 20_260_101,
    },
    least_rounds=80,
    most_rounds=250,
    days=DAYS,
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
    drift=Drift(),
    actions=ACTIONS,
)
