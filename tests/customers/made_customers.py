"""Made-up customers with and without clusters, as rfm.sql would tell of them."""

import numpy as np
import pandas as pd


def make_rfm(
    recency: "np.ndarray", orders: "np.ndarray", revenue: "np.ndarray | None"
) -> pd.DataFrame:
    """Return one row per customer with the columns that rules read."""
    count = len(recency)
    amounts = np.full(count, np.nan) if revenue is None else revenue
    return pd.DataFrame(
        {
            "customer_id": [f"C{number:06d}" for number in range(count)],
            "recency_days": np.asarray(recency, dtype=float),
            "tenure_days": np.asarray(recency, dtype=float),
            "orders_count": np.asarray(orders, dtype=int),
            "cancelled_orders_count": 0,
            "revenue_amount": amounts.astype(float),
            "average_order_amount": amounts / np.maximum(orders, 1),
            "settled_orders_count": np.asarray(orders, dtype=int),
            "late_orders_count": 0,
            "late_share": 0.0,
        }
    )


def make_clustered(count: int = 3000, seed: int = 1) -> pd.DataFrame:
    """Return three kinds of customers, far from one another."""
    chance = np.random.default_rng(seed)
    kind = chance.integers(3, size=count)
    centres = np.array([[3.0, 3.0, 7.0], [60.0, 6.0, 60.0], [400.0, 30.0, 900.0]])[kind]
    values = centres * np.exp(chance.normal(0, 0.12, size=(count, 3)))
    return make_rfm(values[:, 0].round(), np.maximum(values[:, 1].round(), 2), values[:, 2])


def make_smooth(count: int = 6000, seed: int = 1, returning: float = 0.03) -> pd.DataFrame:
    """Return customers without kinds: most buy once, and amount and recency are unrelated."""
    chance = np.random.default_rng(seed)
    orders = np.where(chance.random(count) < returning, chance.integers(2, 5, size=count), 1)
    revenue = np.exp(chance.normal(4.5, 0.9, size=count)) * orders
    return make_rfm(chance.integers(0, 600, size=count), orders, revenue.round(2))
