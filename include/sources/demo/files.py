"""The simulator's files of one evening: every row as the business knows it then."""

from datetime import date, timedelta

import numpy as np

from include.sources.demo.lateness import Outcome, draw_outcome
from include.sources.demo.marketing import list_marketing
from include.sources.demo.orders import draw_orders
from include.sources.demo.people import list_couriers, list_customers
from include.sources.demo.places import CITY, list_places, list_stores, name_area, name_code
from include.sources.demo.places import name_store as name_stores
from include.sources.demo.products import list_inventory, list_products
from include.sources.demo.reviews import LAST_REVIEW_AGE, show_reviews
from include.sources.demo.world import (
    Array,
    Columns,
    World,
    choose,
    join_columns,
    midnight,
    open_stream,
    take_rows,
)

VOUCHER_SHARE = 0.03
VOUCHER = 5.0
LAST_CHANGE_AGE = 2  # days after the order: the second attempt


def _hide_future(times: Array, evening: date) -> Array:
    """Return the times with what happens after the evening's midnight emptied."""
    return np.where(times < midnight(evening) + np.timedelta64(1, "D"), times, np.datetime64("NaT"))


def _cancelled_by(outcome: Outcome, evening: date) -> Array:
    return np.asarray(outcome.cancelled_on <= np.datetime64(evening, "D"))  # NaT: False


def show_orders(world: World, order_day: date, evening: date) -> Columns:
    """Return the orders of a day as known on an evening."""
    orders, outcome = draw_orders(world, order_day).orders, draw_outcome(world, order_day)
    delivered = ~np.isnat(_hide_future(outcome.delivered_at, evening))
    confirmed = _hide_future(orders["confirmed_at"], evening)
    status = np.where(np.isnat(confirmed), "placed", "confirmed").astype(object)
    status[delivered] = "delivered"
    status[_cancelled_by(outcome, evening)] = "cancelled"
    return {
        "order_id": orders["order_id"],
        "customer_id": orders["customer_id"],
        "store_id": name_stores(orders["store"]),
        "courier_id": orders["courier_id"],
        "status": status,
        "ordered_at": orders["ordered_at"],
        "confirmed_at": confirmed,
        "slot_from": orders["slot_from"],
        "slot_to": orders["slot_to"],
        "postal_code": name_code(orders["code"]),
        "city": np.full(len(status), CITY),
        "area": name_area(orders["code"]),
        "payment_method": orders["method"],
        "order_total": orders["order_total"],
    }


def show_deliveries(world: World, order_day: date, evening: date) -> Columns:
    """Return the deliveries of a day's orders as known on an evening: planned, then done."""
    orders, outcome = draw_orders(world, order_day).orders, draw_outcome(world, order_day)
    is_cancelled = _cancelled_by(outcome, evening)
    delivered = _hide_future(outcome.delivered_at, evening)
    handed = _hide_future(outcome.handed_over_at, evening)
    reason = choose(np.isnat(handed), None, outcome.first_reason)
    reason = np.where(np.isnat(delivered), reason, outcome.reason)
    return {
        "order_id": orders["order_id"],
        "courier_id": orders["courier_id"],
        "distance_km": orders["km"],
        "handed_over_at": np.where(is_cancelled, np.datetime64("NaT", "s"), handed),
        "delivered_at": np.where(is_cancelled, np.datetime64("NaT", "s"), delivered),
        "delay_reason": choose(is_cancelled, None, reason),
    }


def show_items(world: World, order_day: date) -> Columns:
    """Return the lines of a day's orders; they never change."""
    items = draw_orders(world, order_day).items
    names = ("order_id", "line", "product_id", "quantity", "unit_price", "delivery_fee")
    return {name: items[name] for name in names}


def show_payments(world: World, order_day: date) -> Columns:
    """Return the payments of a day's orders: one each, two where a voucher pays a part."""
    orders = draw_orders(world, order_day).orders
    count, total = len(orders["order_total"]), orders["order_total"]
    rng = open_stream(world.seed, "payments", order_day.toordinal())
    has_voucher = (rng.random(count) < VOUCHER_SHARE) & (total > 2 * VOUCHER)
    rows = np.flatnonzero(has_voucher)
    main = {
        "order_id": orders["order_id"],
        "payment": np.ones(count, dtype=np.int64),
        "method": orders["method"],
        "amount": np.round(total - VOUCHER * has_voucher, 2),
    }
    second = {
        "order_id": orders["order_id"][rows],
        "payment": np.full(len(rows), 2),
        "method": np.full(len(rows), "voucher"),
        "amount": np.full(len(rows), VOUCHER),
    }
    return join_columns([main, second])


def _has_changed(before: Columns, after: Columns) -> Array:
    changed = np.zeros(len(after["order_id"]), dtype=bool)
    for name, values in after.items():
        old = before[name]
        if values.dtype.kind == "M":
            differs = (values != old) & ~(np.isnat(values) & np.isnat(old))
        else:
            differs = values != old
        changed |= differs.astype(bool)
    return changed


def list_history(world: World, first: date, last: date) -> dict[str, Columns]:
    """Return the files of all days from `first` to `last`, each row as known on `last`."""
    daily: dict[str, list[Columns]] = {}
    for age in range((last - first).days + 1):
        day = first + timedelta(days=age)
        for table, columns in {
            "orders": show_orders(world, day, last),
            "order_items": show_items(world, day),
            "deliveries": show_deliveries(world, day, last),
            "payments": show_payments(world, day),
            "reviews": show_reviews(world, day, first, last),
            "marketing": list_marketing(world.seed, day),
            "inventory": list_inventory(world.seed, day),
        }.items():
            daily.setdefault(table, []).append(columns)
    return {
        **{table: join_columns(parts) for table, parts in daily.items()},
        "customers": list_customers(world.seed, first, last),
        "products": list_products(world.seed, last, is_first=True),
        "stores": list_stores(),
        "couriers": list_couriers(world.seed, first, last + timedelta(days=1)),
        "places": list_places(world.seed),
    }


def list_night(world: World, day: date, *, history_from: date) -> dict[str, Columns]:
    """Return the files of one evening: its new rows, and rows of earlier days that changed."""
    orders, deliveries = [show_orders(world, day, day)], [show_deliveries(world, day, day)]
    yesterday = day - timedelta(days=1)
    for age in range(1, LAST_CHANGE_AGE + 1):
        earlier = day - timedelta(days=age)
        if earlier < history_from:
            break
        for shown, show in ((orders, show_orders), (deliveries, show_deliveries)):
            now = show(world, earlier, day)
            shown.append(take_rows(now, _has_changed(show(world, earlier, yesterday), now)))
    ages = min(LAST_REVIEW_AGE, (day - history_from).days)
    reviews = [show_reviews(world, day - timedelta(days=age), day, day) for age in range(ages + 1)]
    tomorrow = day + timedelta(days=1)
    return {
        "orders": join_columns(orders),
        "order_items": show_items(world, day),
        "deliveries": join_columns(deliveries),
        "payments": show_payments(world, day),
        "reviews": join_columns(reviews),
        "customers": list_customers(world.seed, day, day),
        "products": list_products(world.seed, day, is_first=False),
        "couriers": list_couriers(world.seed, tomorrow, tomorrow),
        "marketing": list_marketing(world.seed, day),
        "inventory": list_inventory(world.seed, day),
    }
