"""Which surveys will come back with few stars, asked on the night on which they go out."""

from dataclasses import replace

from include.ml.origins import (
    ADDRESSES,
    AREA,
    BASKET,
    DELIVERED,
    HANDED_OVER,
    ORDERED,
    PARCEL,
    PAYMENT,
    PAYMENT_METHOD,
    PRICE,
    PRODUCT,
    PROMISED,
    REVIEWED,
    SELLER_AREA,
)
from include.ml.spec import CURRENCY, Feature
from include.ml.specs import delay_open
from include.ml.specs.delay_steps import list_files
from include.ml.terms import Gate

STEPS = (
    "review_risk/forget",
    "review_risk/questions",
    "review_risk/needed_orders",
    "delay/baskets",
    "delay/settlements",
    "delay/orders",
    "delay/routes",
    "review_risk/deliveries",
    "review_risk/lines",
    "review_risk/answers",
    "review_risk/rating_windows",
    "review_risk/ratings",
)

FEATURES = (
    Feature("is_delivered", "order delivered by the evening", "", "progress", DELIVERED, "flag"),
    Feature("is_handed_over", "handed over to the carrier", "", "progress", HANDED_OVER, "flag"),
    Feature("delay_days", "delivered after the promise", "days", "progress", DELIVERED),
    Feature("door_days", "time from order to door", "days", "progress", DELIVERED),
    Feature("promised_total_days", "time promised in all", "days", "promise", PROMISED),
    Feature("past_promise_days", "time since the promise", "days", "promise", PROMISED),
    Feature("open_past_promise_days", "open beyond the promise", "days", "promise", PROMISED),
    Feature("days_since_delivery", "time since the delivery", "days", "progress", DELIVERED),
    Feature("order_age_days", "time since the order", "days", "progress", ORDERED),
    Feature("transit_days", "time with the carrier", "days", "progress", DELIVERED),
    Feature("handover_days", "time until the handover", "days", "progress", HANDED_OVER),
    Feature("handover_delay_days", "handover after its own deadline", "days", "progress",
            HANDED_OVER),
    Feature("share_of_promise_used", "share of the promised time used until the door", "",
            "promise", DELIVERED, "rate"),
    Feature("items_count", "items in the order", "", "order", BASKET),
    Feature("products_count", "products in the order", "", "order", BASKET),
    Feature("items_per_product", "items of each product", "", "order", BASKET),
    Feature("sellers_count", "sellers in the order", "", "order", BASKET),
    Feature("price_amount", "price of the order", CURRENCY, "order", PRICE),
    Feature("freight_amount", "freight of the order", CURRENCY, "order", BASKET),
    Feature("freight_share", "freight as a share of the price", "", "order", BASKET, "rate"),
    Feature("weight_kg", "weight of the order", "kg", "order", PARCEL),
    Feature("product_category", "product category", "", "order", PRODUCT, "category"),
    Feature("payment_method", "payment method", "", "order", PAYMENT_METHOD, "category"),
    Feature("payment_methods_count", "ways of payment of the order", "", "order", PAYMENT),
    Feature("installments_count", "instalments of the payment", "", "order", PAYMENT),
    Feature("area", "area", "", "route", AREA, "category"),
    Feature("seller_area", "the seller's area", "", "seller", SELLER_AREA, "category"),
    Feature("distance_km", "distance from the seller to the customer", "km", "route", ADDRESSES),
    Feature("seller_bad_share_365d", "the seller's share of few stars, a year", "", "seller",
            REVIEWED, "rate", is_watched=False),
    Feature("seller_bad_share_90d", "the seller's share of few stars, 90 days", "", "seller",
            REVIEWED, "rate", is_watched=False),
    Feature("seller_reviews_count", "the seller's reviews in a year", "", "seller", REVIEWED,
            is_watched=False),
    Feature("product_bad_share_365d", "the product's share of few stars, a year", "", "seller",
            REVIEWED, "rate", is_watched=False),
    Feature("product_reviews_count", "the product's reviews in a year", "", "seller", REVIEWED,
            is_watched=False),
    Feature("category_bad_share_365d", "the category's share of few stars, a year", "", "network",
            REVIEWED, "rate", is_watched=False),
    Feature("area_bad_share_90d", "the area's share of few stars, 90 days", "", "route", REVIEWED,
            "rate", is_watched=False),
    Feature("network_bad_share_90d", "the share of few stars of all, 90 days", "", "network",
            REVIEWED, "rate", is_watched=False),
)  # fmt: skip

SPEC = replace(
    delay_open.SPEC,
    name="review_risk",
    question="Will this survey come back with one or two stars?",
    asked="sent and not answered by that evening",
    feature_table="ml.features_review_risk",
    feature_version=1,
    feature_steps=list_files(*STEPS),
    feature_parts=("delivery_facts", "line_facts", "rating_facts"),
    label_sql="ml/review_labels.sql",
    moment="asked_at",
    label_moments=("answered_at",),
    known_at="answered_at",
    features=FEATURES,
    params=delay_open.SPEC.params
    | {"max_depth": 4, "min_child_weight": 30, "colsample_bytree": 0.4, "eta": 0.05},
    days=None,
    most_explained_others=1_000,  # a night sends some hundred surveys
    gate=Gate(least_auc=0.55, least_entities=30, entities="surveys", positive="with few stars"),
    money=replace(delay_open.SPEC.money, minutes_per_day=0),  # its scores alert nobody
    actions=(),
)
