"""The simulated evening: who orders what on a day, and who is to bring it the next day."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from include.sources.demo.marketing import measure_lift
from include.sources.demo.people import (
    COURIERS_PER_STORE,
    FAVOURITES,
    METHODS,
    SLOT_WEIGHTS,
    draw_crew,
    load_customers,
)
from include.sources.demo.places import AREA_WEIGHTS, CODES_PER_AREA, STORES, measure_roads
from include.sources.demo.products import PRODUCTS, draw_shelf, price_products
from include.sources.demo.world import (
    ORDERS_PER_DAY,
    Array,
    Columns,
    World,
    midnight,
    open_stream,
    season,
    take_rows,
)

OPEN_HOURS = (6.0, 23.45)  # clear of the hours that a change to summer time takes or repeats
SLOT_HOURS = 2
FIRST_SLOT_HOUR = 8
SECOND_STORE_SHARE = 0.12
MAX_LINES = 16
FREE_DELIVERY_FROM = 60.0
DELIVERY_FEE = 3.9
DRIFT_DISTANCE = 1.4  # a closed bridge: every way is longer
DRIFT_EXTRA_PIECES = 0.35  # an offer on large packs: more pieces a line


@dataclass(frozen=True)
class OrderDay:
    """All orders of one day as planned that evening, with what only the simulator knows."""

    orders: Columns
    items: Columns


@lru_cache(maxsize=16)
def draw_orders(world: World, day: date) -> OrderDay:
    """Return the orders placed on a day."""
    rng = open_stream(world.seed, "orders", day.toordinal())
    people = _pick_customers(world, day, rng)
    count = len(people["code"])
    number = np.argsort(np.argsort(rng.random(count)))  # ids don't tell who ordered
    orders: Columns = {
        "order_id": np.array([f"O{day:%y%m%d}-{one + 1:04d}" for one in number]),
        "customer_id": people["customer_id"],
        "code": people["code"],
        "extra_km": people["extra_km"],
        "method": np.array(METHODS)[people["method"]],
    }
    orders |= _draw_times(day, people, rng)
    orders |= _plan_route(world, day, orders, rng)
    items = _fill_baskets(world, day, people, rng)
    items["order_id"] = orders["order_id"][items["order"]]
    shelf = draw_shelf(world.seed)
    goods = np.bincount(items["order"], items["unit_price"] * items["quantity"], count)
    grams = shelf["weight_g"][items["product"]] * items["quantity"]
    fee = np.where(goods >= FREE_DELIVERY_FROM, 0.0, DELIVERY_FEE)
    items["delivery_fee"] = np.where(items["line"] == 1, fee[items["order"]], 0.0)
    orders["order_total"] = np.round(goods + fee, 2)
    orders["kg"] = np.bincount(items["order"], grams, count) / 1000
    quality = np.bincount(items["order"], shelf["quality"][items["product"]], count)
    orders["quality"] = quality / np.bincount(items["order"], minlength=count)
    return OrderDay(orders, items)


def _pick_customers(world: World, day: date, rng: np.random.Generator) -> Columns:
    people = load_customers(world.seed, day.year)
    ordinal = day.toordinal()
    mean = ORDERS_PER_DAY * season(day) * (0.86 + measure_lift(world.seed, day))
    weight = people["rate"] * np.where(people["weekday"] == day.weekday(), 2.5, 1.0)
    weight = weight * np.where(people["registered"] == ordinal, 25.0, 1.0)
    active = (people["registered"] <= ordinal) & (people["leaves"] >= ordinal)
    # the largest of Gumbel noise plus log weight: a weighted draw without replacement
    score = np.where(active, np.log(weight) + rng.gumbel(size=len(weight)), -np.inf)
    count = min(int(rng.poisson(mean)), int(active.sum()))
    return take_rows(people, np.sort(np.argpartition(-score, count)[:count]))


def _draw_times(day: date, people: Columns, rng: np.random.Generator) -> Columns:
    count = len(people["code"])
    first, last = OPEN_HOURS
    seconds = (3600 * (first + (last - first) * rng.beta(2.2, 1.5, count))).astype(np.int64)
    ordered = midnight(day) + seconds.astype("timedelta64[s]")
    wait = (20 + rng.exponential(240, count)).astype(np.int64)
    is_slow = rng.random(count) < 0.03  # paid the next morning only
    morning = 86_400 + 6 * 3600 + (rng.random(count) * 3600).astype(np.int64)
    confirmed = np.where(is_slow, morning, np.minimum(seconds + wait, 86_340))
    usual = rng.random(count) < 0.55
    other = rng.choice(len(SLOT_WEIGHTS), size=count, p=SLOT_WEIGHTS)
    slot = np.where(usual, people["slot"], other)
    opens = midnight(day + timedelta(days=1)) + (
        (FIRST_SLOT_HOUR + SLOT_HOURS * slot) * 3600
    ).astype("timedelta64[s]")
    return {
        "ordered_at": ordered,
        "confirmed_at": midnight(day) + confirmed.astype("timedelta64[s]"),
        "slot": slot,
        "slot_from": opens,
        "slot_to": opens + np.timedelta64(SLOT_HOURS * 3600, "s"),
    }


def _plan_route(world: World, day: date, orders: Columns, rng: np.random.Generator) -> Columns:
    count, slot = len(orders["slot"]), orders["slot"]
    area = orders["code"] // CODES_PER_AREA
    store = (area // 2 + (rng.random(count) < SECOND_STORE_SHARE)) % STORES
    detour = DRIFT_DISTANCE if world.is_drifted(day) else 1.0
    km = (measure_roads(world.seed)[store, orders["code"]] + orders["extra_km"]) * detour
    crew = draw_crew(world.seed, day + timedelta(days=1))
    works = _draw_shifts(rng)
    places = store[:, None] * COURIERS_PER_STORE + np.arange(COURIERS_PER_STORE)
    place = places[
        np.arange(count),
        (rng.random(places.shape) + 2 * works[places, slot[:, None]]).argmax(axis=1),
    ]
    share = AREA_WEIGHTS.reshape(STORES, 2).sum(axis=1)
    waiting = np.bincount(store * len(SLOT_WEIGHTS) + slot, minlength=STORES * len(SLOT_WEIGHTS))
    capacity = ORDERS_PER_DAY * share[store] * 0.18
    stops = np.bincount(place * len(SLOT_WEIGHTS) + slot, minlength=len(works) * len(SLOT_WEIGHTS))
    return {
        "store": store,
        "place": place,
        "courier_id": crew.courier_id[place],
        "skill": crew.skill[place],
        "vehicle": crew.vehicle[place],
        "tenure": (day + timedelta(days=1)).toordinal() - crew.hired[place],
        "km": np.round(km, 2),
        "backlog": waiting[store * len(SLOT_WEIGHTS) + slot] / capacity - 1,
        "stops": stops[place * len(SLOT_WEIGHTS) + slot],
    }


def _draw_shifts(rng: np.random.Generator) -> Array:
    """Return which courier (row) works in which slot (column): off, early, late or all day."""
    early = np.arange(len(SLOT_WEIGHTS)) <= 3
    late = np.arange(len(SLOT_WEIGHTS)) >= 3
    kinds = np.array([early & False, early, late, early | late])
    drawn = rng.choice(4, size=STORES * COURIERS_PER_STORE, p=(0.15, 0.3, 0.4, 0.15))
    return np.asarray(kinds[drawn])


def _fill_baskets(world: World, day: date, people: Columns, rng: np.random.Generator) -> Columns:
    wanted = np.minimum(1 + rng.poisson(people["basket"]), MAX_LINES)
    order = np.repeat(np.arange(len(wanted)), wanted)
    habit = people["favourites"][order, rng.integers(FAVOURITES, size=len(order))]
    whim = rng.choice(PRODUCTS, size=len(order), p=draw_shelf(world.seed)["popularity"])
    product = np.where(rng.random(len(order)) < people["loyalty"][order], habit, whim)
    pairs = np.unique(order * PRODUCTS + product)  # a product stands once in a basket
    order, product = pairs // PRODUCTS, pairs % PRODUCTS
    extra = DRIFT_EXTRA_PIECES if world.is_drifted(day) else 0.0
    starts = np.flatnonzero(np.diff(order, prepend=-1))
    return {
        "order": order,
        "line": np.arange(len(order)) - starts[order] + 1,
        "product": product,
        "product_id": draw_shelf(world.seed)["product_id"][product],
        "quantity": 1 + rng.poisson(0.4 + extra, len(order)),
        "unit_price": price_products(world.seed, day)[product],
    }
