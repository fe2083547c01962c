"""The rows of product sales: one a product, with what its reviews and its shop tell."""

from datetime import date

import numpy as np
import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.quantities.spec import QuantitySpec
from include.warehouse.connect import read_sql


def read_products(connection: Connection, spec: QuantitySpec, day: date) -> pd.DataFrame:
    """Return a row per product of a known shop; `actual` is what it sold, where that is stated."""
    with connection.cursor() as cursor:
        cursor.execute(read_sql("features/product_sales/products.sql"), {"day": day})
        names = [column.name for column in cursor.description or ()]
        products = pd.DataFrame(cursor.fetchall(), columns=names)
    return make_rows(products, day)


def make_rows(products: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the rows of products; the plain methods are medians over all products."""
    numbers = [name for name in products if name not in ("product_id", "seller_id", "category")]
    products = products.astype(dict.fromkeys(numbers, np.float64))
    sold = products["sold_count"]
    per_review = (sold / products["reviews_count"].clip(lower=1)).median()
    return products.assign(
        day=day,
        series=products["product_id"],
        grain="product",
        group_key=products["product_id"],
        entity=products["seller_id"],
        horizon_days=0,
        target_from=None,
        target_to=None,
        actual=sold,
        per_review=per_review * products["reviews_count"].clip(lower=1),
        median_of_category=sold.groupby(products["category"]).transform("median"),
    )
