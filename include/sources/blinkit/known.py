"""When a row of the Blinkit dump became known, and how it read on that evening.

Days are texts, `YYYY-MM-DD`: their order is the calendar's.
"""

import calendar
from collections.abc import Iterator

from include.sources.dump_replay import Values, Version

# known with the delivery only: the dump holds what became of the order
ENDING = ("actual_delivery_time", "delivery_status", "delivery_partner_id")
# the state at the dump's end, which the dump does not date
STANDING = ("customer_segment", "total_orders", "avg_order_value")


def list_order_versions(values: Values, ordered: str, delivered: str) -> Iterator[Version]:
    """Yield an order as placed, then as delivered where that was on a later day."""
    if delivered > ordered:
        yield ordered, _blank(values, ENDING)
    yield max(ordered, delivered), values


def list_customer_versions(values: Values, registered: str, last_day: str) -> Iterator[Version]:
    """Yield a customer as registered, then with the standing of the dump's last day."""
    if registered < last_day:
        yield registered, _blank(values, STANDING)
    yield max(registered, last_day), values


def find_month_end(first_day: str) -> str:
    """Return the last day of a month that is named by its first."""
    year, month = int(first_day[:4]), int(first_day[5:7])
    return f"{first_day[:8]}{calendar.monthrange(year, month)[1]:02d}"


def _blank(values: Values, columns: tuple[str, ...]) -> Values:
    """Return a row with some of its columns emptied; a file may lack any of them."""
    return {column: "" if column in columns else value for column, value in values.items()}
