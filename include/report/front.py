"""The front page: the morning brief, the day's figures and the picture of the last month."""

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import links
from include.report.drawing import FULL, Chart, say_nothing
from include.report.formats import (
    NOTHING,
    format_change,
    format_count,
    format_money,
    format_number,
    format_percent,
)
from include.report.kpi_charts import draw_band
from include.report.kpi_rows import DailyRow, add_days, find_bands
from include.report.records import load_records
from include.report.sections import build_part
from include.report.subject_charts import draw_orders, draw_stars
from include.report.subjects import FEW_STARS, NO_ORDERS
from include.report.summary import Brief

SHOWN_DAYS = 30


@dataclass(frozen=True)
class Tile:
    """A figure of the day with the address of the place that it comes from."""

    name: str
    value: str
    note: str
    address: str


@dataclass(frozen=True)
class FrontPage:
    """What index.html shows."""

    brief: Brief
    tiles: tuple[Tile, ...]
    trend: Chart


def load_front(connection: Connection, brief: Brief) -> FrontPage:
    """Read the front page of the brief's day, in the caller's snapshot."""
    return FrontPage(
        brief=brief,
        tiles=build_part("The day in figures", lambda: fill_tiles(brief)),
        trend=build_part(
            "The last 30 days",
            lambda: draw_month(load_records(connection, "daily", DailyRow, brief.day), brief),
        ),
    )


def draw_month(daily: tuple[DailyRow, ...], brief: Brief, wide: int = FULL) -> Chart:
    """Draw what the source tells of: orders on time, orders placed, or the stars of reviews."""
    subjects = brief.subjects
    if not subjects.has_promises and brief.reviews.count:
        return draw_stars(brief.reviews, wide)
    if not daily or not subjects.has_order_times:
        return say_nothing("Orders", subjects.missing or NO_ORDERS)
    days = daily[-SHOWN_DAYS:]
    if subjects.has_promises:
        return draw_band(find_bands(daily, SHOWN_DAYS), add_days(days), wide)
    return draw_orders(days, brief.orders_count_usual, wide)


def fill_tiles(brief: Brief) -> tuple[Tile, ...]:
    """Return the day's figures, each with what is usual or what it is part of."""
    return (
        *(_fill_order_tiles(brief) if brief.subjects.has_orders else _fill_review_tiles(brief)),
        _fill_risk_tile(brief),
        Tile(
            "In quarantine",
            format_count(brief.rows_quarantined),
            f"{format_percent(brief.rows_quarantined / brief.rows_read, 2)} of"
            f" {format_count(brief.rows_read)} rows"
            if brief.rows_read
            else "no rows came",
            links.QUARANTINE,
        ),
    )


def _fill_order_tiles(brief: Brief) -> tuple[Tile, Tile]:
    placed = Tile(
        "Orders placed",
        format_count(brief.orders_count),
        _compare(brief.orders_count, brief.orders_count_usual),
        links.ORDERS,
    )
    if not brief.subjects.has_order_times:
        count = format_count(brief.subjects.orders_count)
        placed = Tile("Orders so far", count, "this source has no order times", "kpis.html")
    if not brief.subjects.has_prices:
        return placed, Tile("Revenue", NOTHING, "this source has no prices", "kpis.html")
    return placed, Tile(
        "Revenue",
        format_money(brief.revenue_amount, brief.currency),
        _compare(float(brief.revenue_amount), brief.revenue_amount_usual),
        links.REVENUE,
    )


def _fill_review_tiles(brief: Brief) -> tuple[Tile, Tile]:
    """Return the figures of a source that has no orders."""
    reviews = brief.reviews
    if not reviews.count:
        return (
            Tile("Orders placed", NOTHING, "this source has no orders", "kpis.html"),
            Tile("Reviews", NOTHING, "none has come", "kpis.html"),
        )
    return (
        Tile(
            "Reviews",
            format_count(reviews.count),
            f"{format_count(reviews.new_count)} came with this night",
            links.STARS,
        ),
        Tile(
            "Average stars",
            format_number(reviews.average, 1),
            f"{format_percent(reviews.bad_share)} have {FEW_STARS} or fewer",
            links.STARS,
        ),
    )


def _fill_risk_tile(brief: Brief) -> Tile:
    if brief.scored_orders_count:
        note = f"of {format_count(brief.scored_orders_count)} open orders"
        return Tile("At high risk", format_count(brief.high_risk_count), note, links.SCORES)
    is_told = brief.subjects.has_promises
    note = "no scores tonight" if is_told else "this source has no deliveries"
    return Tile("At high risk", NOTHING, note, "risk.html")


def _compare(value: float, usual: float | None) -> str:
    return (
        f"{format_change(value / usual - 1)} on the usual" if usual else "nothing to compare with"
    )
