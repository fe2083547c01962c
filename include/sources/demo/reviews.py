"""The simulated reviews: who writes after a delivery, when, how many stars, and what about."""

from datetime import date
from functools import lru_cache

import numpy as np

from include.sources.demo.feedback import Experience, write_feedback
from include.sources.demo.lateness import draw_outcome
from include.sources.demo.orders import draw_orders
from include.sources.demo.products import draw_shelf
from include.sources.demo.world import Array, Columns, World, choose, open_stream, take_rows

REVIEW_SHARE = 0.22
TEXT_SHARE = 0.65
WAIT_DAYS = (0.40, 0.35, 0.15, 0.10)  # on the day of the delivery, the day after, ...
LAST_REVIEW_AGE = 2 + len(WAIT_DAYS) - 1  # days after the order: second attempt, longest wait


@lru_cache(maxsize=16)
def draw_reviews(world: World, order_day: date) -> Columns:
    """Return every review of a day's orders that will ever be written."""
    rng = open_stream(world.seed, "reviews", order_day.toordinal())
    drawn, outcome = draw_orders(world, order_day), draw_outcome(world, order_day)
    orders, items, shelf = drawn.orders, drawn.items, draw_shelf(world.seed)
    is_done = np.isnat(outcome.cancelled_on)
    rows = np.flatnonzero(is_done & (rng.random(len(is_done)) < REVIEW_SHARE))
    first_line = np.searchsorted(items["order"], rows)
    lines = np.bincount(items["order"], minlength=len(is_done))[rows]
    product = items["product"][first_line + (rng.random(len(rows)) * lines).astype(np.int64)]
    late = (outcome.delivered_at - orders["slot_to"])[rows] / np.timedelta64(60, "s")
    late = np.where(outcome.is_late[rows], np.clip(late, 1, 999), 0.0)
    quality = shelf["quality"][product] + rng.normal(0, 0.6, len(rows))
    mood = 4.45 + 0.55 * np.minimum(quality, 1.0) - 0.4 * (late > 0) - np.minimum(late, 90) / 32
    stars = np.clip(np.round(mood + rng.normal(0, 0.7, len(rows))), 1, 5).astype(np.int64)
    written = [
        write_feedback(
            rng,
            Experience(
                stars=int(stars[one]),
                late_minutes=float(late[one]),
                reason=outcome.reason[row],
                product=str(shelf["name"][product[one]]),
                is_good_product=bool(quality[one] > -0.4),
            ),
        )
        for one, row in enumerate(rows)
    ]
    is_silent = rng.random(len(rows)) > TEXT_SHARE
    return {
        "review_id": np.array([f"R{one[1:]}" for one in orders["order_id"][rows]]),
        "order_id": orders["order_id"][rows],
        "product_id": shelf["product_id"][product],
        "customer_id": orders["customer_id"][rows],
        "stars": stars,
        "topic": np.array([topic for topic, _, _ in written], dtype=object),
        "title": choose(is_silent, None, np.array([one[1] for one in written], dtype=object)),
        "text": choose(is_silent, None, np.array([one[2] for one in written], dtype=object)),
        "written_at": _draw_times(outcome.delivered_at[rows], rng),
    }


def _draw_times(delivered: Array, rng: np.random.Generator) -> Array:
    """Return when the reviews are written: after the delivery, and never in the small hours."""
    count = len(delivered)
    wait = rng.choice(len(WAIT_DAYS), size=count, p=WAIT_DAYS)
    soon = delivered + (1200 + rng.random(count) * 7200).astype("timedelta64[s]")
    is_soon = (wait == 0) & (soon.astype("datetime64[D]") == delivered.astype("datetime64[D]"))
    day = delivered.astype("datetime64[D]") + np.maximum(wait, 1).astype("timedelta64[D]")
    later = day.astype("datetime64[s]") + (8 * 3600 + rng.random(count) * 50_400).astype(
        "timedelta64[s]"
    )
    return choose(is_soon, soon, later)


def show_reviews(world: World, order_day: date, first: date, last: date) -> Columns:
    """Return the reviews of a day's orders that are written from `first` to `last`."""
    reviews = draw_reviews(world, order_day)
    written = reviews["written_at"].astype("datetime64[D]")
    is_written = (written >= np.datetime64(first)) & (written <= np.datetime64(last))
    return take_rows(reviews, is_written)
