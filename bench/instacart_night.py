"""Write one night of the Instacart shape: 10,000 new orders of users who are in the history."""

from pathlib import Path

import numpy as np
import pandas as pd

ORDERS = 10_000
LINES_A_BASKET = 10


def write_night(history: Path, folder: Path, number: int) -> None:
    """Write the orders and lines of one night below `folder`; `number` tells nights apart."""
    folder.mkdir(parents=True)
    generator = np.random.default_rng(number)
    first = 900_000_000 + number * ORDERS
    orders = first + np.arange(ORDERS)
    users = generator.choice(
        pd.read_csv(history / "orders.csv", usecols=["user_id"], nrows=300_000)["user_id"].unique(),
        ORDERS,
    )
    pd.DataFrame(
        {
            "order_id": orders,
            "user_id": users,
            "eval_set": "prior",
            "order_number": 101,
            "order_dow": generator.integers(0, 7, ORDERS),
            "order_hour_of_day": generator.integers(6, 24, ORDERS),
            "days_since_prior_order": 7.0,
        }
    ).to_csv(folder / "orders.csv", index=False)
    lines = pd.DataFrame(
        {
            "order_id": np.repeat(orders, LINES_A_BASKET),
            "product_id": generator.integers(1, 49_689, ORDERS * LINES_A_BASKET),
        }
    ).drop_duplicates()
    lines["add_to_cart_order"] = lines.groupby("order_id").cumcount() + 1
    lines["reordered"] = 0
    lines.to_csv(folder / "order_products__prior.csv", index=False)
