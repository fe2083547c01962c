"""The simulated next day: which orders arrive late, by how much, and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from include.sources.demo.orders import draw_orders
from include.sources.demo.places import STORES
from include.sources.demo.world import (
    Array,
    Columns,
    World,
    choose,
    day_delay,
    midnight,
    open_stream,
)

BASE = -3.0  # log-odds of an order on an ordinary day
SLOT_DELAY = np.array([0.10, -0.20, -0.35, -0.20, 0.10, 0.50, 0.30])
NEW_COURIER_DAYS = 30
DRIFT_STORE = 2
DRIFT_PICKING = 1.7  # log-odds: the store that loses half of its pickers
CANCELLED_SHARE = 0.015
SECOND_ATTEMPT_SHARE = 0.006
REASONS = (
    "store picking", "courier overloaded", "long distance", "heavy basket",
    "new courier", "traffic", "weather",
)  # fmt: skip
REASON_SHARE = 0.93  # of the late deliveries; nobody noted the rest


@dataclass(frozen=True)
class Outcome:
    """What becomes of a day's orders, row by row like `OrderDay.orders`.

    `known_margin` holds the log-odds of lateness from all that is fixed the evening before;
    a model cannot rank better.
    """

    known_margin: Array
    cancelled_on: Array
    handed_over_at: Array
    first_reason: Array
    delivered_at: Array
    reason: Array
    is_late: Array


def split_causes(world: World, order_day: date, orders: Columns) -> Columns:
    """Return the log-odds that each cause adds to an order, all known the evening before."""
    store_skill = open_stream(world.seed, "stores").normal(0, 0.25, STORES)
    slow = DRIFT_PICKING * (orders["store"] == DRIFT_STORE) * world.is_drifted(order_day)
    known, _ = day_delay(world, order_day + timedelta(days=1))
    is_bike = orders["vehicle"] == 0
    return {
        "store picking": store_skill[orders["store"]] + 0.75 * orders["backlog"] + slow,
        "courier overloaded": 0.15 * (orders["stops"] - 4.0) + orders["skill"],
        "long distance": 0.18 * (orders["km"] - 4.0) * np.where(is_bike, 1.5, 1.0),
        "heavy basket": 0.05 * (orders["kg"] - 6.0) * np.where(is_bike, 1.6, 1.0),
        "new courier": 0.8 * (orders["tenure"] < NEW_COURIER_DAYS),
        "traffic": SLOT_DELAY[orders["slot"]],
        "weather": np.full(len(orders["slot"]), known),
    }


@lru_cache(maxsize=16)
def draw_outcome(world: World, order_day: date) -> Outcome:
    """Return what becomes of the orders of a day."""
    orders = draw_orders(world, order_day).orders
    count = len(orders["slot"])
    rng = open_stream(world.seed, "outcomes", order_day.toordinal())
    causes = split_causes(world, order_day, orders)
    margin = BASE + sum(causes.values())
    _, today = day_delay(world, order_day + timedelta(days=1))
    pull = margin + today + rng.logistic(size=count)
    minutes = np.where(
        pull > 0, np.minimum(1.0 + 17.0 * pull, 110.0), -118.0 * (1.0 - np.exp(pull / 3.0)) - 0.5
    )
    delivered = orders["slot_to"] + (minutes * 60).astype("timedelta64[s]")
    travel = 6.0 + 4.5 * orders["km"] + 5.0 * rng.random(count)
    handed = delivered - (travel * 60).astype("timedelta64[s]")
    handed = np.maximum(handed, midnight(order_day + timedelta(days=1)) + np.timedelta64(6, "h"))
    is_second = rng.random(count) < SECOND_ATTEMPT_SHARE
    again = midnight(order_day + timedelta(days=2)) + (
        9 * 3600 + rng.random(count) * 36_000
    ).astype("timedelta64[s]")
    cancelled_on = np.full(count, np.datetime64("NaT", "D"))
    drawn = rng.random(count)
    cancelled_on[drawn < CANCELLED_SHARE] = np.datetime64(order_day, "D") + 1
    cancelled_on[drawn < CANCELLED_SHARE / 2] = np.datetime64(order_day, "D")
    is_late = (pull > 0) | is_second
    away = choose(is_second, "customer not at home", None)
    return Outcome(
        known_margin=np.asarray(margin),
        cancelled_on=cancelled_on,
        handed_over_at=handed,
        first_reason=away,
        delivered_at=np.where(is_second, again, delivered),
        reason=choose(is_second, away, _name_reasons(causes, today, pull > 0, rng)),
        is_late=is_late & np.isnat(cancelled_on),
    )


def _name_reasons(causes: Columns, today: float, is_late: Array, rng: np.random.Generator) -> Array:
    """Return the reason that the courier notes: mostly the largest cause, sometimes none."""
    pushes = np.column_stack([causes[name] for name in REASONS])
    pushes[:, -1] += today
    named = np.array(REASONS, dtype=object)[(pushes + rng.gumbel(0, 0.35, pushes.shape)).argmax(1)]
    return choose(is_late & (rng.random(len(is_late)) < REASON_SHARE), named, None)
