"""The digest: the morning brief as a mail, with the picture in it and the evidence beside it."""

import logging
import re
from datetime import date
from pathlib import Path

from include.mail.message import Attachment, Body, Picture
from include.mail.outbox import Letter, compose_message_id, queue_message
from include.mail.recipients import load_recipients
from include.mail.render import render_body
from include.report.breakage import Breakage, load_breakage
from include.report.charts import draw_month_png
from include.report.formats import (
    format_count,
    format_day,
    format_money,
    format_number,
    format_percent,
    format_plural,
)
from include.report.masking import mask_text
from include.report.summary import Brief, load_brief
from include.settings import load_settings
from include.warehouse.connect import open_snapshot, open_transaction
from include.warehouse.nights import load_kind

logger = logging.getLogger(__name__)

_DEAD_LINK = re.compile(rb'(<a\b[^>]*?)\shref="(?!#|https?://|mailto:)[^"]*"')


def queue_digest(day: date) -> dict[str, int]:
    """Queue the digest of a day, once per recipient; a backfill mails nobody."""
    settings = load_settings()
    with open_snapshot() as snapshot:
        if load_kind(snapshot, day) == "backfill":
            logger.info("digest of %s: a backfill mails nobody", day)
            return {"mails": 0}
        brief = load_brief(snapshot, day)
        breakage = load_breakage(snapshot, day, settings.source)
        trend = Picture("trend", draw_month_png(snapshot, brief))
    attachment = None if settings.reports_base_url else load_page(settings.site, day)
    mails = 0
    with open_transaction(is_writer=False) as connection:
        for recipient in load_recipients(connection, "digest"):
            body = compose_digest(brief, recipient.address, trend, attachment, breakage)
            letter = Letter("digest", day, recipient.address, compose_subject(brief), body)
            mails += queue_message(connection, letter) is not None
    logger.info("digest of %s: %s mails queued", day, mails)
    return {"mails": mails}


def compose_subject(brief: Brief) -> str:
    """Return the subject: the figure, the day, what is usual, and what is at stake tonight."""
    day = f"{brief.day.day} {brief.day:%b}"
    if not brief.subjects.has_promises:
        return _name_other_subject(brief, day)
    at_risk = f"{format_count(brief.high_risk_count)} at high risk" if brief.has_skill else ""
    if brief.on_time_rate is None:
        start = f"Nothing was promised for {day}"
        return f"{start}: {at_risk}" if at_risk else start
    usual = brief.on_time_rate_usual
    beside = f" (usual {format_percent(usual)})" if usual is not None else ""
    late = f"{format_count(brief.late_orders_count)} late"
    figures = ", ".join(part for part in (late, at_risk) if part)
    return f"On time {format_percent(brief.on_time_rate)} on {day}{beside}: {figures}"


def _name_other_subject(brief: Brief, day: str) -> str:
    """Return the subject for a source without deliveries: its orders, or its reviews."""
    if brief.subjects.has_order_times:
        usual = brief.orders_count_usual
        beside = f" (usual {format_count(usual)})" if usual else ""
        return f"{format_plural(brief.orders_count, 'order')} on {day}{beside}"
    if brief.reviews.count:
        count = format_plural(brief.reviews.new_count, "review")
        return f"{count} on {day}: {format_number(brief.reviews.average, 1)} stars on average"
    return f"{format_plural(brief.subjects.orders_count, 'order')} up to {day}, without a time"


def compose_digest(
    brief: Brief,
    recipient: str,
    trend: Picture,
    attachment: Attachment | None,
    breakage: Breakage | None = None,
) -> Body:
    """Write the mail of the day's brief: what went wrong, why, what to do; what broke in it."""
    base_url = load_settings().reports_base_url
    values = {
        "title": compose_subject(brief),
        "brief": brief,
        "day": format_day(brief.day),
        "facts": list_facts(brief),
        "trade": say_trade(brief),
        "caption": say_caption(brief),
        "breakage": breakage,
        "report_url": f"{base_url}/{brief.day}/index.html" if base_url else "",
        "is_attached": attachment is not None,
    }
    message = compose_message_id("digest", brief.day, recipient)
    body = render_body("digest.html.j2", values, message=message, pictures=(trend,))
    return Body(body.text, body.html, body.pictures, attachment)


def list_facts(brief: Brief) -> list[str]:
    """Return what went wrong as figures: late, still open, and the places that count most."""
    facts = []
    if brief.promised_orders_count:
        promised = format_plural(brief.promised_orders_count, "order")
        facts.append(
            f"{format_count(brief.late_orders_count)} of {promised} promised for the day came late"
            " or are still open."
        )
    if brief.overdue_orders_count:
        overdue = format_plural(brief.overdue_orders_count, "order")
        are = "is" if brief.overdue_orders_count == 1 else "are"
        facts.append(f"{overdue} of the last 30 days {are} still open after the promise.")
    facts += [
        f"{mask_text(area, 40)}: {format_count(late)} late,"
        f" {format_percent(share, 0)} of all late orders."
        for area, late, share in brief.worst_areas
    ]
    facts += [f"{product.name}: {product.sentence}." for product in brief.reviews.worst]
    return facts


def say_caption(brief: Brief) -> str:
    """Say what the picture shows."""
    if brief.subjects.has_promises:
        return "Orders on time, by the day they were promised for; the band is what is normal."
    if brief.subjects.has_order_times:
        return "Orders placed, by day."
    return "Reviews, by their stars." if brief.reviews.count else ""


def say_trade(brief: Brief) -> str:
    """Say how much was ordered, beside what is usual; what the source lacks where it does."""
    if not brief.subjects.has_promises:
        return brief.subjects.missing.removesuffix(".")
    orders = format_plural(brief.orders_count, "order")
    revenue = format_money(brief.revenue_amount, brief.currency)
    if brief.orders_count_usual is not None:
        orders += f" (usual {format_count(brief.orders_count_usual)})"
    if brief.revenue_amount_usual is not None:
        revenue += f" (usual {format_money(brief.revenue_amount_usual, brief.currency)})"
    return f"{orders}, {revenue} revenue"


def load_page(site: Path, day: date) -> Attachment | None:
    """Read the day's brief as a page that stands alone; None when it was not rendered.

    Its links to the other pages lead nowhere in a mail and become plain words.
    """
    page = site / str(day) / "index.html"
    if not page.is_file():
        logger.warning("digest of %s goes without the brief: there is no %s", day, page)
        return None
    return Attachment(f"brief-{day}.html", _DEAD_LINK.sub(rb"\1", page.read_bytes()))
