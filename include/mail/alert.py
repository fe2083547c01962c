"""The alert: one mail per recipient and night with the high-risk orders that are news to them."""

import logging
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.mail.message import HTML_LIMIT_BYTES, Body
from include.mail.muting import load_muted
from include.mail.outbox import Letter, compose_message_id, queue_message
from include.mail.recipients import load_recipients
from include.mail.render import render_body
from include.mail.risky_orders import (
    RiskyOrder,
    load_cases,
    load_risky_orders,
    save_cases,
    select_news,
    suggest_action,
)
from include.mail.routing import log_unrouted, route_orders
from include.report.formats import (
    clean_text,
    format_day,
    format_moment,
    format_money,
    format_percent,
    format_plural,
    is_positive,
)
from include.report.links import ALERTED
from include.report.masking import mask_text
from include.settings import load_settings, masks_personal_data
from include.sources.contract import load_contract
from include.warehouse.connect import open_transaction
from include.warehouse.nights import load_kind

logger = logging.getLogger(__name__)

LISTED_ORDERS = 25
NAME_LIMIT = 60


def queue_alerts(day: date) -> dict[str, int]:
    """Queue the alerts of a night; return how many orders are at risk and how many mails tell it.

    A backfill tells nobody. An order is told to each recipient whose lists it fits, once, and again
    only in a worse band; what is muted or does not fit into the mail is not told and stays news.
    A night has one alert a recipient.
    """
    with open_transaction(is_writer=False) as connection:
        if load_kind(connection, day) == "backfill":
            logger.info("alert of %s: a backfill mails nobody", day)
            return {"orders": 0, "muted": 0, "unrouted": 0, "mails": 0}
        with connection.cursor() as cursor:
            cursor.execute("lock table ops.cases in share row exclusive mode")
        counts = _queue_routed(connection, day)
    logger.info(
        "alert of %s: %s orders at risk, %s of them muted, %s mails queued",
        *(day, counts["orders"], counts["muted"], counts["mails"]),
    )
    return counts


def compose_subject(day: date, orders: Sequence[RiskyOrder], timezone: str) -> str:
    """Return the subject: the figure, the day, and when the first promise ends."""
    first = format_moment(orders[0].promised_at.astimezone(ZoneInfo(timezone)))
    return (
        f"{format_plural(len(orders), 'order')} to act on after {day.day} {day:%b}:"
        f" the first is promised by {first}"
    )


def fit_alert(
    day: date, recipient: str, orders: Sequence[RiskyOrder], muted_count: int
) -> tuple[Body, int]:
    """Write the mail with as many orders in full as mail programs show; return how many those are.

    That is `LISTED_ORDERS`, unless names full of signs that HTML writes longer make it too big.
    """
    listed_count = LISTED_ORDERS
    body = compose_alert(day, recipient, orders, muted_count)
    while len(body.html.encode()) > HTML_LIMIT_BYTES and listed_count > 1:
        listed_count //= 2
        body = compose_alert(day, recipient, orders, muted_count, listed_count)
    return body, listed_count


def compose_alert(
    day: date,
    recipient: str,
    orders: Sequence[RiskyOrder],
    muted_count: int = 0,
    listed_count: int = LISTED_ORDERS,
) -> Body:
    """Write the mail about these orders, most urgent first; `listed_count` of them in full."""
    settings = load_settings()
    contract = load_contract(settings.source)
    listed = orders[:listed_count]
    saving = sum(order.expected_saving_amount for order in orders)
    base_url = settings.reports_base_url
    values = {
        "title": compose_subject(day, orders, contract.timezone),
        "count": format_plural(len(orders), "order"),
        "day": format_day(day),
        "saving": format_money(saving, contract.currency) if is_positive(saving) else "",
        "rows": [_describe(order, ZoneInfo(contract.timezone)) for order in listed],
        "more_count": len(orders) - len(listed),
        "muted_count": muted_count,
        "muted": format_plural(muted_count, "more order"),
        "risk_url": f"{base_url}/{day}/{ALERTED}" if base_url else "",
        "version": orders[0].version,
        "source": settings.source,
    }
    message = compose_message_id("alert", day, recipient)
    return render_body("alert.html.j2", values, message=message)


def _queue_routed(connection: Connection, day: date) -> dict[str, int]:
    orders = load_risky_orders(connection, day, load_contract(load_settings().source).timezone)
    muted = load_muted(connection, day)
    cases = load_cases(connection, orders)
    recipients = load_recipients(connection, "alert")
    routes, rest = route_orders(orders, recipients)
    log_unrouted(rest, recipients)
    mails = 0
    for recipient, theirs in routes.items():
        news = select_news(theirs, cases, recipient)
        told = [order for order in news if order.order_id not in muted]
        if told:
            mails += _queue_alert(connection, day, recipient, told, len(news) - len(told))
    return {
        "orders": len(orders),
        "muted": sum(order.order_id in muted for order in orders),
        "unrouted": len(rest),
        "mails": mails,
    }


def _queue_alert(
    connection: Connection,
    day: date,
    recipient: str,
    news: Sequence[RiskyOrder],
    muted_count: int,
) -> int:
    timezone = load_contract(load_settings().source).timezone
    body, listed_count = fit_alert(day, recipient, news, muted_count)
    letter = Letter("alert", day, recipient, compose_subject(day, news, timezone), body)
    message = queue_message(connection, letter)
    if message is None:
        return 0
    told = news[:listed_count]
    save_cases(connection, told, recipient=recipient, day=day, message=message)
    return 1


def _describe(order: RiskyOrder, timezone: ZoneInfo) -> dict[str, object]:
    places = (order.area,) if masks_personal_data() else (order.city, order.area)
    return {
        "order_id": clean_text(order.order_id, NAME_LIMIT),
        "probability": format_percent(order.probability, 0),
        "promised": format_moment(order.promised_at.astimezone(timezone)),
        "place": ", ".join(mask_text(place, NAME_LIMIT) for place in places if place),
        "seller": mask_text(order.seller, NAME_LIMIT),
        "reasons": [mask_text(reason) for reason in order.reasons],
        "action": mask_text(suggest_action(order)),
        "way_out": mask_text(order.way_out),
    }
