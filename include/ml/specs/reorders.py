"""Which products a customer orders again, asked of everybody who ordered on a night."""

from include.ml.baskets.spec import BasketSpec
from include.ml.spec import Feature, Origin
from include.ml.terms import Drift, Gate

FOLDER = "features/reorders"
FIGURES = ("pair_orders", "pair_figures", "customer_figures", "pair_contexts", "rows")

BOUGHT = Origin(
    "the customer's earlier orders", "when those are placed", ("orders", "order_items", "customers")
)
OTHERS = Origin(
    "orders of other customers", "when those are placed", ("orders", "order_items", "customers")
)

PAIR = (
    Feature("bought_count", "orders with the product", "orders", "habit", BOUGHT),
    Feature("bought_share", "share of all orders with it", "", "habit", BOUGHT, "rate"),
    Feature("bought_rate", "share of the orders since its first with it", "", "habit", BOUGHT,
            "rate"),
    Feature("life_orders", "orders since it was first bought", "orders", "habit", BOUGHT,
            is_watched=False),
    Feature("momentum", "share of the last five orders with it, above its usual", "", "recent",
            BOUGHT, "rate"),
    Feature("recent_3_count", "times in the last three orders", "", "recent", BOUGHT),
    Feature("recent_5_count", "times in the last five orders", "", "recent", BOUGHT),
    Feature("recent_10_count", "times in the last ten orders", "", "recent", BOUGHT),
    Feature("short_weight", "weight of its orders, 0.7 less each order back", "", "recent", BOUGHT),
    Feature("long_weight", "weight of its orders, 0.9 less each order back", "", "recent", BOUGHT),
    Feature("weight_share", "its part of the weight of all products", "", "recent", BOUGHT, "rate"),
    Feature("expected_pieces", "that part of a recent basket", "products", "recent", BOUGHT),
    Feature("weight_rank", "place among the customer's products by weight", "", "recent", BOUGHT),
    Feature("count_rank", "place among the customer's products by orders", "", "habit", BOUGHT),
    Feature("orders_since", "orders since the last with it", "orders", "gap", BOUGHT),
    Feature("days_since", "days from the last order with it to the last order", "days", "gap",
            BOUGHT),
    Feature("mean_gap", "mean distance between its orders", "orders", "gap", BOUGHT),
    Feature("gap_spread", "spread of that distance", "orders", "gap", BOUGHT),
    Feature("shortest_gap", "shortest distance", "orders", "gap", BOUGHT),
    Feature("longest_gap", "longest distance", "orders", "gap", BOUGHT),
    Feature("last_gap", "last distance", "orders", "gap", BOUGHT),
    Feature("mean_gap_days", "mean days between its orders", "days", "gap", BOUGHT),
    Feature("longest_gap_days", "most days between its orders", "days", "gap", BOUGHT),
    Feature("last_gap_days", "days between its last two orders", "days", "gap", BOUGHT),
    Feature("gap_used", "orders since, as part of the mean distance", "", "gap", BOUGHT),
    Feature("gap_deviation", "orders since beyond the mean distance, in spreads", "", "gap",
            BOUGHT),
    Feature("gap_days_used", "days since, as part of the mean days", "", "gap", BOUGHT),
)  # fmt: skip
CUSTOMER = (
    Feature("products_count", "different products bought so far", "products", "customer", BOUGHT,
            is_watched=False),
    Feature("orders_count", "orders so far", "orders", "customer", BOUGHT, is_watched=False),
    Feature("bought_products_count", "products in all orders", "products", "customer", BOUGHT,
            is_watched=False),
    Feature("mean_basket", "mean basket", "products", "customer", BOUGHT),
    Feature("basket_spread", "spread of the baskets", "products", "customer", BOUGHT),
    Feature("recent_basket", "mean of the last three baskets", "products", "customer", BOUGHT),
    Feature("last_basket", "last basket", "products", "customer", BOUGHT),
    Feature("mean_repeated", "products bought again in an order", "products", "customer", BOUGHT),
    Feature("recent_repeated", "the same in the last three orders", "products", "customer", BOUGHT),
    Feature("repeated_share", "share of a basket bought before", "", "customer", BOUGHT, "rate"),
    Feature("recent_repeated_share", "the same in the last three orders", "", "customer", BOUGHT,
            "rate"),
    Feature("last_repeated_share", "the same in the last order", "", "customer", BOUGHT, "rate"),
    Feature("all_new_share", "share of orders with new products only", "", "customer", BOUGHT,
            "rate"),
    Feature("mean_days", "mean days between orders", "days", "customer", BOUGHT),
    Feature("recent_days", "the same over the last three orders", "days", "customer", BOUGHT),
    Feature("last_days", "days between the last two orders", "days", "customer", BOUGHT),
)  # fmt: skip
PRODUCT = (
    Feature("product_repeat_share", "share of other buyers who bought it again", "", "product",
            OTHERS, "rate"),
    Feature("product_orders_a_buyer", "orders of another buyer with it", "orders", "product",
            OTHERS),
    Feature("product_popularity", "log of its buyers beside the most bought product's", "",
            "product", OTHERS),
)  # fmt: skip

SPEC = BasketSpec(
    name="reorders",
    question="Which products bought before are in a customer's next order?",
    feature_version=1,
    feature_steps=tuple(
        f"{FOLDER}/{step}.sql" for step in ("asked_training", "product_figures_training", *FIGURES)
    ),
    night_steps=tuple(
        f"{FOLDER}/{step}.sql" for step in ("asked_night", "product_figures_night", *FIGURES)
    ),
    label_sql=f"{FOLDER}/pair_contexts.sql",
    features=(*PAIR, *CUSTOMER, *PRODUCT),
    params={
        "objective": "binary:logistic",
        "tree_method": "hist",
        "max_bin": 128,
        "max_depth": 5,
        "eta": 0.06,
        "subsample": 0.7,
        "colsample_bytree": 0.3,
        "min_child_weight": 20,
        "lambda": 5,
        "nthread": 2,
        "seed": 20_260_101,
    },
    least_rounds=60,
    most_rounds=300,
    most_customers=4_000,
    most_targets=4,
    least_buyers=30,
    most_night_customers=50_000,
    most_products=20,
    most_explained=50,
    most_watched_customers=500,
    gate=Gate(least_auc=0.6, least_entities=0, entities="customers", positive="who bought again"),
    drift=Drift(current_nights=1, calm_spans=1, order_method="psi"),
)
