"""The rows of a question about baskets: customers' orders and the products bought before them."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.baskets.spec import BasketSpec
from include.ml.dataset import LABEL
from include.warehouse.connect import read_sql

TEST_GROUP, VALIDATION_GROUP = 0, 1  # of five, by a hash of the customer
GROUP, TARGET, PRODUCT, IS_LAST = "customer_group", "target_number", "product_id", "is_last"
TEMPORARY = (
    "asked",
    "product_figures",
    "pair_orders",
    "pair_figures",
    "customer_figures",
    "pair_contexts",
)


@dataclass(frozen=True)
class Groups:
    """Labelled rows by groups of customers: no customer is in two.

    `test` rows are those of each customer's last order; what other customers do with a product was
    counted without the test's.
    """

    fitting: pd.DataFrame
    validation: pd.DataFrame
    test: pd.DataFrame

    def join(self) -> pd.DataFrame:
        """Return all rows."""
        return pd.concat([self.fitting, self.validation, self.test], ignore_index=True)


def load_training_rows(
    connection: Connection, spec: BasketSpec, day: date, held_out: int = TEST_GROUP
) -> pd.DataFrame:
    """Return the labelled rows of drawn customers, as known on the evening of the tables' day.

    Columns: day, customer_id, target_number, customer_group, is_last, product_id, is_positive and
    the features; sorted by customer, order and product.
    """
    parameters = {
        "held_out": held_out,
        "most_customers": spec.most_customers,
        "most_targets": spec.most_targets,
    }
    return _load(connection, spec, spec.feature_steps, parameters).assign(day=day)


def load_night_rows(
    connection: Connection, spec: BasketSpec, day: date, most_customers: int
) -> pd.DataFrame:
    """Return the rows of the customers who ordered on a night, asked about their next order.

    Columns as of a training; nothing is positive. Of more than `most_customers` a fixed draw.
    """
    parameters = {"day": day, "most_customers": most_customers}
    return _load(connection, spec, spec.night_steps, parameters).assign(day=day)


def split_by_customer(rows: pd.DataFrame) -> Groups:
    """Cut labelled rows by the customers' groups."""
    is_test = rows[GROUP] == TEST_GROUP
    is_validation = rows[GROUP] == VALIDATION_GROUP
    return Groups(
        rows[~is_test & ~is_validation], rows[is_validation], rows[is_test & rows[IS_LAST]]
    )


def _load(
    connection: Connection, spec: BasketSpec, steps: Iterable[str], parameters: dict[str, Any]
) -> pd.DataFrame:
    *before, last = steps
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '128MB'; set local jit = off")
        for step in before:
            cursor.execute(read_sql(step), parameters)
        buffer = io.StringIO()
        query = cursor.mogrify(read_sql(last), parameters).decode()
        cursor.copy_expert(f"copy ({query}) to stdout with (format csv, header true)", buffer)
        cursor.execute(f"drop table {', '.join(TEMPORARY)}")
    buffer.seek(0)
    frame = pd.read_csv(
        buffer, dtype={spec.entity_key: str, PRODUCT: str, LABEL: str, IS_LAST: str},
        keep_default_na=False, na_values={name: [""] for name in (GROUP, *spec.feature_names)},
    )  # fmt: skip
    for name in (LABEL, IS_LAST):
        frame[name] = frame[name] == "t"
    return frame.astype(dict.fromkeys(spec.feature_names, np.float32) | {LABEL: np.float64})
