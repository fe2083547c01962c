"""What a source without deliveries shows: orders by day, or reviews by their stars."""

from collections.abc import Sequence

from include.report import chart_forms as forms
from include.report.drawing import CARD, Chart, Table, draw_chart
from include.report.formats import (
    format_count,
    format_number,
    format_percent,
    format_plural,
    format_short_day,
)
from include.report.kpi_rows import DailyRow
from include.report.subjects import FEW_STARS, Reviews
from include.report.theme import colour


def draw_orders(days: Sequence[DailyRow], usual: float | None, wide: int) -> Chart:
    """Draw how many orders were placed on each of some days; there must be one at least."""
    highest = max(days, key=lambda row: row.orders_count)
    lowest = min(days, key=lambda row: row.orders_count)
    rows = [{"date": str(row.date), "value": row.orders_count} for row in days]
    return draw_chart(
        Chart(
            f"{format_plural(days[-1].orders_count, 'order')} on {format_short_day(days[-1].date)}",
            f"Most: {format_count(highest.orders_count)} ({format_short_day(highest.date)}),"
            f" fewest: {format_count(lowest.orders_count)} ({format_short_day(lowest.date)})."
            + (" The dashed line is the mean of the 28 days before." if usual else ""),
            Table(
                ("Day", "Orders"),
                tuple((str(row.date), format_count(row.orders_count)) for row in reversed(days)),
            ),
        ),
        rows,
        lambda width: forms.plot_trend(rows, width, "orders", "~s", usual),
        wide=wide,
    )


def draw_stars(reviews: Reviews, wide: int = CARD) -> Chart:
    """Draw how many reviews have how many stars; there must be one at least."""
    rows = [
        {
            "label": str(row.stars),
            "value": row.reviews_count,
            "shade": colour("bad" if row.stars <= FEW_STARS else "bar"),
        }
        for row in reviews.rows
    ]
    return draw_chart(
        Chart(
            f"{format_number(reviews.average, 1)} stars on average,"
            f" {format_percent(reviews.bad_share)} with {FEW_STARS} or fewer",
            f"{format_plural(reviews.count, 'review')} known by the end of the day,"
            f" {format_count(reviews.new_count)} of them from this night's files.",
            Table(
                ("Stars", "Reviews", "Share", "From this night"),
                tuple(
                    (
                        str(row.stars),
                        format_count(row.reviews_count),
                        format_percent(row.reviews_count / reviews.count),
                        format_count(row.new_reviews_count),
                    )
                    for row in reversed(reviews.rows)
                ),
            ),
        ),
        rows,
        lambda width: forms.plot_columns(rows, width, "reviews", "~s"),
        wide=wide,
    )
