"""When a row of the Olist dump became known, and how it read on that evening.

Days are texts, `YYYY-MM-DD`: their order is the calendar's, and a time stamp starts with its own.
"""

import re
from collections.abc import Iterator
from datetime import date

from include.sources.dump_replay import Values, Version

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
STEPS = (
    ("order_delivered_customer_date", "delivered"),
    ("order_delivered_carrier_date", "shipped"),
    ("order_approved_at", "approved"),
)
CANCELLED = frozenset({"canceled", "unavailable"})


def find_day(value: str, otherwise: str) -> str:
    """Return the local day of a time stamp as stamped; `otherwise` when there is none such."""
    if not DAY.match(value):
        return otherwise
    try:
        date.fromisoformat(value[:10])
    except ValueError:  # the calendar lacks it, such as 31 February
        return otherwise
    return value[:10]


def list_order_versions(values: Values, last_day: str) -> Iterator[Version]:
    """Yield what an order's row was on each evening that changed it, oldest first.

    A step is known from its own day on, the status follows the steps. The dump has no time for
    a cancellation, nor for a delivery without a date: such a final status is taken to be known
    on the promised day, or on the day of the last step when that is later, so that nothing of
    it shows while the order is open.
    """
    bought = find_day(values["order_purchase_timestamp"], last_day)
    known = {
        column: max(find_day(values[column], last_day), bought)
        for column, _ in STEPS
        if values[column]
    }
    status = values["order_status"]
    days = {bought, *known.values()}
    closed = "9999-12-31"
    if status in CANCELLED or (status == "delivered" and not values[STEPS[0][0]]):
        promised = find_day(values["order_estimated_delivery_date"], last_day)
        closed = max(promised, *days)
        days.add(closed)
    for day in sorted(days):
        shown = {column for column, since in known.items() if since <= day}
        version = {
            column: "" if column in known and column not in shown else value
            for column, value in values.items()
        }
        reached = next((name for column, name in STEPS if column in shown), "created")
        version["order_status"] = status if day >= closed else reached
        yield day, version


ANSWER = (
    "review_answer_timestamp", "review_score", "review_comment_title", "review_comment_message",
)  # fmt: skip


def list_review_versions(values: Values, last_day: str) -> Iterator[Version]:
    """Yield the survey on the day it is sent, without what is answered later, then the review.

    A review without a creation date is known with its answer, or on the last day.
    """
    answered = find_day(values["review_answer_timestamp"], "")
    written = find_day(values["review_creation_date"], answered or last_day)
    if values["review_answer_timestamp"] and (answered or last_day) > written:
        yield written, {**values, **{name: "" for name in ANSWER if name in values}}
        yield answered or last_day, values
    else:
        yield written, values
