"""Which orders will miss their promise, asked of each one when it is placed."""

from dataclasses import replace

from include.ml.origins import ADDRESSES, COURIER, EXPECTED, NAMED_COURIER, PLACES
from include.ml.spec import Feature
from include.ml.specs import delay_open
from include.ml.specs.delay_features import GROUPS, ORDER
from include.ml.specs.delay_steps import FACTS, FIGURES, list_files

STEPS = (
    "delay_at_order/forget",
    "delay_at_order/nights",
    "delay/open_orders",
    "delay_at_order/questions",
    *FACTS,
    *FIGURES,
    "delay_at_order/pace",
)


# what delay_open learns later from the handed-over delivery
BEFORE_HANDOVER = {PLACES: ADDRESSES, COURIER: NAMED_COURIER}


def take_at_placing(feature: Feature) -> Feature:
    """Return a feature of the order itself as its placing tells it."""
    return replace(feature, origin=BEFORE_HANDOVER.get(feature.origin, feature.origin))


def look_from_the_eve(feature: Feature) -> Feature:
    """Return a feature of a group as the order's eve knew it: the night before its day."""
    origin = feature.origin
    known = f"{origin.known}; the last night that counts is the one before the order's day"
    return replace(feature, origin=replace(origin, known=known))


PACE = Feature("expected_slack_days", "time to spare at this seller's and route's pace", "days",
               "promise", EXPECTED, monotone=-1)  # fmt: skip

SPEC = replace(
    delay_open.SPEC,
    name="delay_at_order",
    question="Will this order miss its promise, as far as its placing tells?",
    asked="placed with a promise",
    feature_table="ml.features_delay_at_order",
    feature_version=3,
    feature_steps=list_files(*STEPS),
    feature_parts=("facts", "seller_figures", "route_figures", "pace"),
    features=(
        *(take_at_placing(feature) for feature in ORDER),
        *(look_from_the_eve(feature) for feature in (PACE, *GROUPS)),
    ),
    params=delay_open.SPEC.params | {"max_depth": 4, "min_child_weight": 20},
    days=replace(delay_open.DAYS, left="promised_total_days"),
    money=replace(delay_open.SPEC.money, minutes_per_day=0),  # its scores alert nobody
    actions=(),
)
