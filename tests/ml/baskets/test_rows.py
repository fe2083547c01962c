"""The rows of reorders: a night asks what a training asks later, and nothing of the answer."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pandas as pd
import psycopg2
from psycopg2.extras import execute_values

from include.ml.baskets.rows import GROUP, IS_LAST, load_night_rows, load_training_rows
from include.ml.baskets.spec import BasketSpec
from include.ml.baskets.state import move_state
from include.ml.dataset import LABEL
from include.ml.specs.reorders import PRODUCT
from include.warehouse.connect import open_transaction
from tests.ml.baskets.conftest import FIRST_NIGHT

SECOND_NIGHT = FIRST_NIGHT + timedelta(days=1)
KEYS = ["customer_id", "target_number", "product_id"]
NEW = "p77"  # never bought before


def order_again(url: str, customers: list[str]) -> None:
    """Let each customer order one old product and a new one on the second night."""
    orders = [(f"next-{one}", one, SECOND_NIGHT, SECOND_NIGHT, "x.csv", 1) for one in customers]
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        execute_values(
            cursor,
            "insert into silver.orders_versions (order_id, customer_id, ordered_at, known_from,"
            " _file, _row) values %s",
            orders,
        )
        cursor.execute(
            "insert into silver.order_items_versions (order_id, line_number, product_id,"
            " known_from, _file, _row) select 'next-' || customer_id, 1, min(product_id), %s,"
            " 'x.csv', 1 from ml.customer_products where customer_id = any(%s) group by customer_id"
            " union all select 'next-' || one, 2, %s, %s, 'x.csv', 2 from unnest(%s) as one",
            (SECOND_NIGHT, customers, NEW, SECOND_NIGHT, customers),
        )
    connection.close()


def load(spec: BasketSpec, *, is_night: bool) -> pd.DataFrame:
    with open_transaction(is_writer=False) as connection:
        rows = (
            load_night_rows(connection, spec, FIRST_NIGHT, 1000)
            if is_night
            else load_training_rows(connection, spec, SECOND_NIGHT)
        )
    return rows.set_index(KEYS).sort_index()


def test_a_training_sees_of_an_order_what_the_night_before_it_saw(
    warehouse: str, write_shop: Callable[..., None], quick_spec: BasketSpec
) -> None:
    write_shop(customers=60)
    move_state(FIRST_NIGHT)
    asked = load(quick_spec, is_night=True)
    customers = sorted(set(asked.index.get_level_values("customer_id")))
    assert len(customers) > 3
    order_again(warehouse, customers)
    move_state(SECOND_NIGHT)
    later = load(quick_spec, is_night=False).loc[lambda rows: rows.index.isin(asked.index)]
    assert list(later.index) == list(asked.index)  # the new product is no candidate
    told_by_others = {feature.name for feature in PRODUCT}
    names = [name for name in quick_spec.feature_names if name not in told_by_others]
    pd.testing.assert_frame_equal(asked[names], later[names])
    assert later.groupby("customer_id")[LABEL].sum().eq(1).all()
    assert later[IS_LAST].all()


def test_what_others_do_leaves_out_the_customer_and_those_held_out(
    write_shop: Callable[..., None], quick_spec: BasketSpec
) -> None:
    write_shop(customers=60)
    move_state(SECOND_NIGHT)
    with open_transaction(is_writer=False) as connection, connection.cursor() as cursor:
        rows = load_training_rows(connection, quick_spec, SECOND_NIGHT)
        cursor.execute("select customer_id, product_id, order_numbers from ml.customer_products")
        pairs = pd.DataFrame(cursor.fetchall(), columns=["customer_id", "product_id", "numbers"])
    groups = rows.drop_duplicates("customer_id").set_index("customer_id")[GROUP]
    pairs["group"] = pairs["customer_id"].map(groups)
    counted = pairs[pairs["group"] != 0]
    is_repeated = counted["numbers"].map(len) > 1
    usual = is_repeated.mean()
    for row in rows.iloc[::97].itertuples():
        others = (counted["product_id"] == row.product_id) & (
            counted["customer_id"] != row.customer_id
        )
        expected = (is_repeated[others].sum() + 5 * usual) / (others.sum() + 5)
        assert np.isclose(row.product_repeat_share, expected, rtol=1e-5)
    assert set(groups) == set(range(5))
