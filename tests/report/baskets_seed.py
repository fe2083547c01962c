"""Suggestions of a made-up night, and what became of those of the night before."""

from datetime import date, timedelta

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json

from tests.report.seed import insert

METRICS = {
    "basket_f1": 0.39, "basket_f1_lower": 0.37, "basket_f1_upper": 0.41, "auc": 0.823,
    "basket_f1_of_simple": 0.36, "simple_auc": 0.8, "basket_f1_of_last_basket": 0.332,
}  # fmt: skip
TEA, MILK, JAM = "P001", "P002", "P003"
OUTCOMES = {  # product: is suggested, numbers of the customer's orders with it; asked was number 4
    "ann": {TEA: (True, [1, 4]), MILK: (True, [2, 3]), JAM: (False, [1, 4])},
    "bob": {TEA: (True, [3, 4]), MILK: (False, [4])},
    "cy": {TEA: (True, [1, 2, 3])},  # has not ordered since
}


def insert_baskets(connection: Connection, day: date) -> None:
    """Write a version, the night's suggestions and reasons, and earlier ones with their orders."""
    version = {"model": "reorders", "version": 1}
    insert(
        connection,
        "ml.model_versions",
        [version | {"trained_for_day": day, "decision": "first", "reason": "Promoted: it can.",
                    "metrics": Json(METRICS), "alias": "champion"}],
    )  # fmt: skip
    tonight = [
        {"day": day, "customer_id": f"K{number}", "target_number": 5, "product_id": product,
         "place": place, "probability": chance, "margin": 0.0, "is_suggested": chance > 0.2}
        | version
        for number in range(4)
        for place, (product, chance) in enumerate(((TEA, 0.6), (MILK, 0.4), (JAM, 0.1)), start=1)
    ]  # fmt: skip
    before = [
        {"day": day - timedelta(days=9), "customer_id": customer, "target_number": 4,
         "product_id": product, "place": 1, "probability": 0.5, "margin": 0.0,
         "is_suggested": is_suggested} | version
        for customer, products in OUTCOMES.items()
        for product, (is_suggested, numbers) in products.items()
        if numbers[0] < 4
    ]  # fmt: skip
    insert(connection, "ml.suggested_baskets", tonight + before)
    insert(
        connection,
        "ml.suggestion_reasons",
        [version | {"day": day, "customer_id": "K1", "product_id": TEA, "feature": name,
                    "feature_group": "recent", "contribution": part, "rank": 1, "sentence": "-"}
         for name, part in (("recent_5_count", 0.8), ("mean_basket", -0.2), ("(base)", -2.0))],
    )  # fmt: skip
    insert_pairs(connection, day)


def insert_pairs(connection: Connection, day: date) -> None:
    """Write the tables of baskets as they stand on the evening of the day."""
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "create table ml.customer_products_0 partition of ml.customer_products"
            " for values with (modulus 1, remainder 0)"
        )
    insert(
        connection,
        "ml.customer_products",
        [{"customer_id": customer, "product_id": product, "lines_count": len(numbers),
          "first_order_number": numbers[0], "last_order_number": numbers[-1],
          "mean_line_number": 1, "order_numbers": numbers}
         for customer, products in OUTCOMES.items()
         for product, (_, numbers) in products.items()],
    )  # fmt: skip
    insert(
        connection,
        "ml.basket_state",
        [{"day": day, "first_drop": day, "waiting_customers": []}],
    )
