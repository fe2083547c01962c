"""The simulated shelf: products, their prices, and what is delivered to the stores."""

from datetime import date
from functools import cache

import numpy as np

from include.sources.demo.places import STORES, name_store
from include.sources.demo.world import Array, Columns, open_stream

PRODUCTS = 300
PRICE_DAYS = 45  # a product keeps its price that long

# category: (median price, median grams, grams per cm3, shelf life in days, what it is made of)
CATEGORIES: dict[str, tuple[float, int, float, int, tuple[str, ...]]] = {
    "Fruit": (2.6, 900, 0.6, 7, ("Apples", "Pears", "Oranges", "Grapes", "Berries", "Bananas")),
    "Vegetables": (2.1, 700, 0.5, 6, ("Carrots", "Peppers", "Salad", "Leeks", "Potatoes", "Beans")),
    "Dairy": (1.9, 600, 1.0, 14, ("Milk", "Yoghurt", "Butter", "Gouda", "Cream", "Quark")),
    "Bakery": (2.4, 500, 0.3, 3, ("Rye Bread", "Rolls", "Baguette", "Cake", "Toast", "Pretzels")),
    "Meat and Fish": (6.5, 450, 0.9, 5, ("Chicken", "Minced Beef", "Salmon", "Ham", "Sausages")),
    "Drinks": (4.2, 3200, 1.0, 200, ("Water", "Apple Juice", "Lemonade", "Iced Tea", "Cola")),
    "Pantry": (2.8, 650, 0.8, 300, ("Pasta", "Rice", "Flour", "Tomato Sauce", "Honey", "Oats")),
    "Frozen": (4.4, 750, 0.7, 180, ("Pizza", "Peas", "Ice Cream", "Fries", "Fish Fingers")),
    "Household": (5.2, 1500, 0.4, 900, ("Detergent", "Kitchen Roll", "Soap", "Cat Food", "Foil")),
    "Snacks": (2.3, 220, 0.3, 120, ("Crisps", "Chocolate", "Nuts", "Biscuits", "Popcorn")),
}
BRANDS = ("Hofgut", "Morgentau", "Plainly", "Seven Fields", "Nordwind", "Gold Spoon", "Everyday")
STYLES = ("Classic", "Organic", "Family Pack", "Light", "Premium", "Regional", "Spicy", "Mini")


@cache
def draw_shelf(seed: int) -> Columns:
    """Return every product with its base price, weight, popularity and hidden quality."""
    rng = open_stream(seed, "products")
    number = np.arange(PRODUCTS)
    category = number % len(CATEGORIES)
    facts = list(CATEGORIES.values())
    price = np.array([fact[0] for fact in facts])[category]
    grams = np.array([fact[1] for fact in facts])[category]
    weight = np.round(grams * rng.lognormal(0, 0.45, PRODUCTS), -1) + 10
    popularity = 1 / (10 + rng.permutation(PRODUCTS)) ** 0.8
    kinds = [facts[row][4][rng.integers(len(facts[row][4]))] for row in category]
    brands = np.array(BRANDS)[rng.integers(len(BRANDS), size=PRODUCTS)]
    styles = np.array(STYLES)[rng.integers(len(STYLES), size=PRODUCTS)]
    return {
        "product_id": np.array([f"P{row + 1:03d}" for row in number]),
        "name": np.array([" ".join(words) for words in zip(brands, styles, kinds, strict=True)]),
        "category": np.array(list(CATEGORIES))[category],
        "brand": brands,
        "base_price": price * rng.lognormal(0, 0.35, PRODUCTS),
        "weight_g": weight,
        "volume_cm3": np.round(weight / np.array([fact[2] for fact in facts])[category]),
        "shelf_life_days": np.array([fact[3] for fact in facts])[category],
        "popularity": popularity / popularity.sum(),
        "quality": rng.normal(0, 1, PRODUCTS),
    }


def _price_period(day: date) -> Array:
    return np.asarray((day.toordinal() + 7 * np.arange(PRODUCTS)) // PRICE_DAYS)


@cache
def _price_factors(seed: int, period: int) -> Array:
    return open_stream(seed, "prices", period).normal(1.0, 0.06, PRODUCTS)


@cache
def price_products(seed: int, day: date) -> Array:
    """Return the price of every product on a day."""
    period = _price_period(day)
    factor = np.empty(PRODUCTS)
    for value in np.unique(period):
        factor = np.where(period == value, _price_factors(seed, int(value)), factor)
    return np.round(draw_shelf(seed)["base_price"] * factor, 2)


def list_products(seed: int, day: date, *, is_first: bool) -> Columns:
    """Return the file of products: all in the first drop, then those with a new price."""
    shelf = draw_shelf(seed)
    columns = {name: shelf[name] for name in ("product_id", "name", "category", "brand")}
    columns["price"] = price_products(seed, day)
    columns |= {name: shelf[name].astype(np.int64) for name in ("weight_g", "volume_cm3")}
    columns["shelf_life_days"] = shelf["shelf_life_days"]
    before = price_products(seed, date.fromordinal(day.toordinal() - 1))
    rows = np.flatnonzero((columns["price"] != before) | is_first)
    return {name: values[rows] for name, values in columns.items()}


def list_inventory(seed: int, day: date) -> Columns:
    """Return the file of inventory: what the stores received on a day, and what was damaged."""
    rng = open_stream(seed, "inventory", day.toordinal())
    shelf = draw_shelf(seed)
    rows = np.flatnonzero(rng.random(PRODUCTS) < 2 / 7)
    received = rng.poisson(4000 * 3.5 * shelf["popularity"][rows]) + 1
    fragility = np.clip(0.015 - 0.006 * shelf["quality"][rows], 0.002, 0.05)
    return {
        "product_id": shelf["product_id"][rows],
        "movement_date": np.full(len(rows), np.datetime64(day.isoformat(), "D")),
        "store_id": name_store((rows + day.toordinal()) % STORES),
        "received": received,
        "damaged": rng.binomial(received, fragility),
    }
