"""The customers page's charts: segments by what they are worth, and who orders again."""

from collections.abc import Mapping, Sequence

from include.report import chart_forms as forms
from include.report.customer_rows import CohortRow, SegmentRow
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.formats import format_count, format_money, format_percent, format_plural
from include.report.theme import colour

MONTHS_TO_RETURN = 3  # a cohort is judged by the end of so many months after its own


def draw_segments(rows: Sequence[SegmentRow], currency: str) -> Chart:
    """Draw each segment's share of the revenue, or of the customers where no price is known."""
    if not rows:
        return say_nothing("Customer segments", "No customer has been put into a segment yet.")
    customers = sum(row.customers_count for row in rows)
    revenue = sum(float(row.revenue_amount or 0) for row in rows)
    shares = {
        row.segment: float(row.revenue_amount or 0) / revenue
        if revenue
        else row.customers_count / customers
        for row in rows
    }
    top = max(rows, key=lambda row: shares[row.segment])
    what = "of all revenue so far" if revenue else "of all customers"
    points = [
        {
            "label": row.title,
            "value": shares[row.segment],
            "note": f"{format_percent(shares[row.segment], 0)} · "
            + format_plural(row.customers_count, "customer"),
            "is_marked": False,
        }
        for row in sorted(rows, key=lambda row: (-shares[row.segment], row.segment))
    ]
    share_of_customers = format_percent(top.customers_count / customers, 0)
    return draw_chart(
        Chart(
            f"“{top.title}” holds {format_percent(shares[top.segment], 0)} {what}",
            f"It has {share_of_customers} of the customers.",
            _list_segments(rows, shares, currency),
        ),
        points,
        lambda width: forms.plot_ranked(points, width, ".0%", None),
        wide=FULL,
    )


def draw_returns(rows: Sequence[CohortRow]) -> Chart:
    """Draw for each month of first orders the share that ordered again within three months."""
    ripe = [row for row in rows if row.months_since == MONTHS_TO_RETURN]
    title = "Who orders again"
    if not ripe:
        return say_nothing(
            title, f"No month of first orders has {MONTHS_TO_RETURN} whole months behind it."
        )
    points = [
        {
            "label": f"{row.cohort:%b %y}",
            "value": row.returned_customers_count / row.customers_count,
            "shade": colour("bar"),
        }
        for row in ripe
    ]
    newest = ripe[-1]
    overall = sum(row.returned_customers_count for row in ripe) / sum(
        row.customers_count for row in ripe
    )
    share = format_percent(newest.returned_customers_count / newest.customers_count)
    return draw_chart(
        Chart(
            f"{share} of the new customers of {newest.cohort:%B} ordered again within"
            f" {MONTHS_TO_RETURN} months",
            f"Over all months shown it was {format_percent(overall)}. By month of the first order.",
            _list_returns(ripe),
        ),
        points,
        lambda width: forms.plot_columns(points, width, "ordered again", ".1~%"),
        wide=FULL,
    )


def _list_segments(rows: Sequence[SegmentRow], shares: Mapping[str, float], currency: str) -> Table:
    return Table(
        ("Segment", "Customers", "Revenue", "Share"),
        tuple(
            (
                row.title,
                format_count(row.customers_count),
                format_money(row.revenue_amount, currency),
                format_percent(shares[row.segment]),
            )
            for row in rows
        ),
    )


def _list_returns(ripe: Sequence[CohortRow]) -> Table:
    return Table(
        ("First order in", "Customers", "Ordered again"),
        tuple(
            (
                f"{row.cohort:%B %Y}",
                format_count(row.customers_count),
                format_count(row.returned_customers_count),
            )
            for row in reversed(ripe)
        ),
    )
