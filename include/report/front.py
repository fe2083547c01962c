"""The front page: the morning brief, the day's figures and the picture of the last month."""

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.drawing import Chart, say_nothing
from include.report.formats import (
    NOTHING,
    format_change,
    format_count,
    format_money,
    format_percent,
)
from include.report.kpi_charts import draw_band
from include.report.kpi_rows import DailyRow, add_days, find_bands
from include.report.records import load_records
from include.report.summary import Brief

SHOWN_DAYS = 30


@dataclass(frozen=True)
class Tile:
    """A figure of the day with the page that it comes from."""

    name: str
    value: str
    note: str
    page: str


@dataclass(frozen=True)
class FrontPage:
    """What index.html shows."""

    brief: Brief
    tiles: tuple[Tile, ...]
    trend: Chart


def load_front(connection: Connection, brief: Brief) -> FrontPage:
    """Read the front page of the brief's day, in the caller's snapshot."""
    daily = load_records(connection, "daily", DailyRow, brief.day)
    return FrontPage(
        brief=brief,
        tiles=fill_tiles(brief),
        trend=draw_band(find_bands(daily, SHOWN_DAYS), add_days(daily[-SHOWN_DAYS:]))
        if daily
        else say_nothing("On-time rate", "This source has no orders up to this day."),
    )


def fill_tiles(brief: Brief) -> tuple[Tile, ...]:
    """Return the day's figures, each with what is usual or what it is part of."""
    has_scores = brief.scored_orders_count > 0
    saved = brief.rows_quarantined / brief.rows_read if brief.rows_read else None
    return (
        Tile(
            "Orders placed",
            format_count(brief.orders_count),
            _compare(brief.orders_count, brief.orders_count_usual),
            "kpis.html",
        ),
        Tile(
            "Revenue",
            format_money(brief.revenue_amount, brief.currency),
            _compare(float(brief.revenue_amount), brief.revenue_amount_usual),
            "kpis.html",
        ),
        Tile(
            "At high risk",
            format_count(brief.high_risk_count) if has_scores else NOTHING,
            f"of {format_count(brief.scored_orders_count)} open orders"
            if has_scores
            else "no scores tonight",
            "risk.html",
        ),
        Tile(
            "In quarantine",
            format_count(brief.rows_quarantined),
            f"{format_percent(saved, 2)} of {format_count(brief.rows_read)} rows",
            "quality.html",
        ),
    )


def _compare(value: float, usual: float | None) -> str:
    return (
        f"{format_change(value / usual - 1)} on the usual" if usual else "nothing to compare with"
    )
