"""The orders an alert is about: which are news to whom, and what can be done about each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.mail.state import run_mail_sql
from include.report.masking import name_person

BANDS = ("low", "medium", "high")  # from best to worst


@dataclass(frozen=True)
class RiskyOrder:
    """An open order that the night's model expects to be late."""

    order_id: str
    version: int
    probability: float
    band: str
    expected_saving_amount: Decimal
    promised_at: datetime
    area: str | None
    city: str | None
    is_handed_over: bool
    seller: str | None
    partner: str | None
    reasons: Sequence[str]
    way_out: str | None
    seller_id: str | None = None
    partner_id: str | None = None


@dataclass(frozen=True)
class Case:
    """A recipient was told of an order when it was in this band."""

    order_id: str
    recipient: str
    band: str


def load_risky_orders(connection: Connection, day: date, timezone: str) -> list[RiskyOrder]:
    """Read the alerted orders of the night that can still be saved, most urgent first."""
    rows = run_mail_sql(connection, "risky_orders", {"day": day, "timezone": timezone})
    return [RiskyOrder(**row) for row in rows]


def load_cases(connection: Connection, orders: Iterable[RiskyOrder]) -> list[Case]:
    """Read what was told of these orders before."""
    order_ids = [order.order_id for order in orders]
    return [Case(**row) for row in run_mail_sql(connection, "load_cases", {"order_ids": order_ids})]


def save_cases(
    connection: Connection, orders: Iterable[RiskyOrder], *, recipient: str, day: date, message: str
) -> None:
    """Note that the mail tells the recipient of these orders."""
    for order in orders:
        values = {
            "order_id": order.order_id,
            "recipient": recipient,
            "band": order.band,
            "day": day,
            "message_id": message,
            "probability": order.probability,
        }
        run_mail_sql(connection, "save_case", values)


def select_news(
    orders: Iterable[RiskyOrder], cases: Iterable[Case], recipient: str
) -> list[RiskyOrder]:
    """Return the orders that the recipient was not told of yet, in this band or a worse one."""
    told: dict[str, int] = {}
    for case in cases:
        if case.recipient == recipient:
            told[case.order_id] = max(told.get(case.order_id, -1), BANDS.index(case.band))
    return [order for order in orders if BANDS.index(order.band) > told.get(order.order_id, -1)]


def suggest_action(order: RiskyOrder) -> str:
    """Say what can still be done, from where the order is now."""
    if order.is_handed_over and order.partner:
        courier = f"courier {name_person(order.partner, order.partner_id)}".rstrip()
        return f"Call {courier}, who has it, and tell the customer if the promise won't hold."
    if order.is_handed_over:
        return "Ask the carrier where it is, and tell the customer if the promise won't hold."
    if order.partner:
        return "Ask the seller to hand it over first, or give it to another courier."
    return "Ask the seller to hand it over today."
