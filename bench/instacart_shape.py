"""Write files of the full Instacart shape: 3.4 M orders, 32.4 M lines, 650 MB, of no real person.

`python -m bench.instacart_shape <folder> [--scale 0.1]` writes the five files under their public
names and columns: users with 4 to 100 orders, baskets of 1 to 80 lines, products bought by a power
law, six lines in ten bought before. The same scale gives the same bytes.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20_261_121
USERS = 206_209
PRODUCTS = 49_688
AISLES = 134
DEPARTMENTS = 21
USERS_A_BLOCK = 10_000
POOL = 120  # different products that one user ever buys


def write_files(folder: Path, scale: float = 1.0) -> dict[str, int]:
    """Write all files below `folder`; return the rows of each, the header apart.

    `scale` 1 is 206,209 users. Memory stays below 500 MB: users are made in blocks.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = _write_catalogue(folder)
    users = max(1, round(USERS * scale))
    weights = 1.0 / np.arange(3, PRODUCTS + 3) ** 0.75
    cumulated = np.cumsum(weights / weights.sum())
    rows |= {"orders.csv": 0, "order_products__prior.csv": 0}
    for number, first in enumerate(range(0, users, USERS_A_BLOCK)):
        generator = np.random.default_rng([SEED, number])
        block = np.arange(first, min(first + USERS_A_BLOCK, users))
        orders = _make_orders(generator, block, first_order=rows["orders.csv"])
        lines = _make_lines(generator, orders, cumulated)
        for name, frame in (("orders.csv", orders), ("order_products__prior.csv", lines)):
            frame.to_csv(folder / name, mode="a" if number else "w", header=not number, index=False)
            rows[name] += len(frame)
    return rows


def _write_catalogue(folder: Path) -> dict[str, int]:
    generator = np.random.default_rng(SEED)
    products = np.arange(1, PRODUCTS + 1)
    frames = {
        "aisles.csv": pd.DataFrame({"aisle_id": np.arange(1, AISLES + 1)}).assign(
            aisle=lambda frame: "aisle " + frame["aisle_id"].astype(str)
        ),
        "departments.csv": pd.DataFrame({"department_id": np.arange(1, DEPARTMENTS + 1)}).assign(
            department=lambda frame: "department " + frame["department_id"].astype(str)
        ),
        "products.csv": pd.DataFrame(
            {
                "product_id": products,
                "product_name": [f'Product {number}, "large"' for number in products],
                "aisle_id": generator.integers(1, AISLES + 1, PRODUCTS),
                "department_id": generator.integers(1, DEPARTMENTS + 1, PRODUCTS),
            }
        ),
    }
    for name, frame in frames.items():
        frame.to_csv(folder / name, index=False)
    return {name: len(frame) for name, frame in frames.items()}


def _make_orders(
    generator: np.random.Generator, users: np.ndarray, first_order: int
) -> pd.DataFrame:
    counts = np.clip(4 + generator.geometric(1 / 13.6, len(users)) - 1, 4, 100)
    size = int(counts.sum())
    number = np.arange(size) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    is_last = number == np.repeat(counts, counts)
    gap = np.minimum(generator.geometric(1 / 11, size), 30).astype(float)
    gap[number == 1] = np.nan
    return pd.DataFrame(
        {
            "order_id": first_order + 1 + np.arange(size),
            "user_id": np.repeat(users + 1, counts),
            "eval_set": np.where(is_last, "test", "prior"),
            "order_number": number,
            "order_dow": generator.integers(0, 7, size),
            "order_hour_of_day": [f"{hour:02d}" for hour in generator.integers(6, 24, size)],
            "days_since_prior_order": gap,
        }
    )


def _make_lines(
    generator: np.random.Generator, orders: pd.DataFrame, cumulated: np.ndarray
) -> pd.DataFrame:
    """Fill the baskets: each user draws from a pool, its first products more often."""
    prior = orders[orders["eval_set"] == "prior"]
    users, user = np.unique(prior["user_id"].to_numpy(), return_inverse=True)
    pools = np.searchsorted(cumulated, generator.random((len(users), POOL)))
    wanted = np.clip(generator.geometric(1 / 11.2, len(prior)), 1, 80)
    order = np.repeat(np.arange(len(prior)), wanted)
    place = (POOL * generator.random(len(order)) ** 1.6).astype(np.int64)
    product = pools[user[order], place] + 1
    _, first = np.unique(order * (PRODUCTS + 1) + product, return_index=True)
    first.sort()
    order, product = order[first], product[first]
    starts = np.r_[0, np.flatnonzero(np.diff(order)) + 1]
    position = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)])) + 1
    _, first_time = np.unique(user[order] * (PRODUCTS + 1) + product, return_index=True)
    reordered = np.ones(len(order), dtype=np.int64)
    reordered[first_time] = 0
    return pd.DataFrame(
        {
            "order_id": prior["order_id"].to_numpy()[order],
            "product_id": product,
            "add_to_cart_order": position,
            "reordered": reordered,
        }
    )


def main() -> None:
    """Write the files and print their rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    arguments = parser.parse_args()
    for name, rows in write_files(arguments.folder, arguments.scale).items():
        print(f"{name}: {rows:,} rows, {(arguments.folder / name).stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
