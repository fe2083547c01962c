"""The KPI page: the business in figures over 7, 30 and 365 days, beside the range before."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.drawing import Chart
from include.report.formats import format_short_day
from include.report.kpi_charts import draw_band, draw_spend, draw_trend
from include.report.kpi_findings import KpiFindings, load_kpi_findings
from include.report.kpi_rows import RANGES, PartRow, Totals, add_days, cut_buckets, find_bands
from include.report.marketing import Marketing, load_marketing
from include.report.metrics import MARKETING, METRICS, ON_TIME, TRENDS
from include.report.part_charts import draw_parts, draw_reasons, draw_times
from include.report.sections import BrokenPart, build_part
from include.report.subject_charts import draw_stars
from include.report.subjects import Subjects
from include.report.summary import Brief

DAYS_DRAWN_SINGLY = 60  # longer ranges are drawn by week


@dataclass(frozen=True)
class Card:
    """One key figure with its change on the range before; `tone` is good, bad or same."""

    name: str
    value: str
    change: str
    tone: str


@dataclass(frozen=True)
class KpiRange:
    """The figures of one range of days; a chart's key is the id of its section."""

    days: int
    caption: str
    cards: tuple[Card, ...]
    charts: dict[str, Chart]


@dataclass(frozen=True)
class KpiPage:
    """What kpis.html shows; no range when the source has no orders, then its reviews."""

    brief: Brief
    ranges: tuple[KpiRange, ...]
    stars: Chart | None = None
    marketing: Marketing | None = None


def load_kpis(connection: Connection, brief: Brief, timezone: str) -> KpiPage:
    """Read the KPI page of the brief's day, in the caller's snapshot."""
    subjects = brief.subjects
    if not (subjects.has_orders and subjects.has_order_times):
        return KpiPage(brief, (), draw_stars(brief.reviews) if brief.reviews.count else None)
    found = load_kpi_findings(connection, brief.day, brief.currency, timezone)
    found = replace(found, subjects=subjects)
    if not found.daily:
        return KpiPage(brief, ())
    return KpiPage(
        brief,
        tuple(build_range(days, found) for days in RANGES),
        marketing=build_part(
            "Marketing", lambda: load_marketing(connection, brief.day, brief.currency)
        ),
    )


def build_range(days: int, found: KpiFindings) -> KpiRange:
    """Build the figures of one range of days."""
    daily, currency = found.daily, found.currency
    totals = add_days(daily[-days:])
    before = add_days(daily[-2 * days : -days]) if len(daily) >= 2 * days else None
    buckets = cut_buckets(daily[-days:], 1 if days <= DAYS_DRAWN_SINGLY else 7)
    trends = {
        metric.anchor: build_part(
            metric.name, partial(draw_trend, metric, buckets, totals, before, currency)
        )
        for metric in TRENDS
        if metric.is_told(found.subjects)
    }
    return KpiRange(
        days=days,
        caption=_caption(days, totals, before),
        cards=_fill_cards(totals, before, currency, found.subjects),
        charts={
            ON_TIME.anchor: build_part(
                "On-time rate", lambda: draw_band(find_bands(daily, days), totals)
            ),
            **trends,
            **_draw_all_parts(days, found, totals),
            "reasons": build_part("Delay reasons", lambda: draw_reasons(found.stated[days])),
            "spend": build_part("Marketing spend", lambda: draw_spend(buckets, totals, currency)),
        }
        if found.subjects.has_promises
        else {
            name: one for name, one in trends.items() if isinstance(one, BrokenPart) or one.is_drawn
        },
    )


def _draw_all_parts(days: int, found: KpiFindings, totals: Totals) -> dict[str, Chart]:
    """Draw the late orders of a range by part of the business and by time."""

    def pick(dimension: str) -> list[PartRow]:
        return [
            part for part in found.parts if part.range_days == days and part.dimension == dimension
        ]

    return {
        "areas": build_part("By area", lambda: draw_parts("area", pick("area"), totals)),
        "sellers": build_part(
            "By seller", lambda: draw_parts("seller", pick("seller"), totals, found.sellers)
        ),
        "partners": build_part(
            "By partner", lambda: draw_parts("partner", pick("partner"), totals)
        ),
        "weekdays": build_part("By weekday", lambda: draw_times("weekday", pick("weekday"))),
        "hours": build_part("By hour", lambda: draw_times("hour", pick("hour"))),
    }


def _caption(days: int, totals: Totals, before: Totals | None) -> str:
    span = _write_span(totals.first_day, totals.last_day)
    held = (totals.last_day - totals.first_day).days + 1
    if held < days:
        return f"{span}: the source has only {held} of {days} days, so nothing is compared."
    if before is None:
        return f"{span}. The range before is not complete, so nothing is compared."
    return f"{span}, compared with {_write_span(before.first_day, before.last_day)}."


def _write_span(first: date, last: date) -> str:
    return f"{format_short_day(first)} {first.year} to {format_short_day(last)} {last.year}"


def _fill_cards(
    totals: Totals, before: Totals | None, currency: str, subjects: Subjects
) -> tuple[Card, ...]:
    cards = []
    for metric in METRICS:
        is_unspent = metric.needs == MARKETING and not totals.spend_amount
        if is_unspent or not metric.is_told(subjects):
            continue
        value, earlier = metric.read(totals), metric.read(before) if before else None
        cards.append(
            Card(
                name=metric.name,
                value=metric.write(value, currency),
                change=metric.write_change(value, earlier),
                tone=metric.judge_change(value, earlier),
            )
        )
    return tuple(cards)
