"""The customers page: segments with what to do, who moved, who orders again, and after delays."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.customers.segment_names import name_segment
from include.report.customer_charts import draw_returns, draw_segments
from include.report.customer_rows import CohortRow, MoveRow, RulesRow, SegmentRow
from include.report.customer_sentences import say_evidence
from include.report.drawing import Chart, Table
from include.report.formats import (
    MINUS,
    format_count,
    format_money,
    format_percent,
    format_plural,
)
from include.report.lateness import Lateness, load_lateness
from include.report.records import load_records
from include.report.sections import build_part
from include.report.summary import Brief

COHORT_MONTHS = 12
SHOWN_MONTHS = (1, 2, 3, 6, 12)
SHOWN_MOVES = 8


@dataclass(frozen=True)
class ShownSegment:
    """A segment as shown; `change` is against 28 days before."""

    title: str
    customers: str
    share: str
    change: str
    revenue: str
    late: str
    action: str


@dataclass(frozen=True)
class ShownMove:
    """Customers who moved from one segment to another."""

    before: str
    now: str
    customers: str


@dataclass(frozen=True)
class CustomersPage:
    """What customers.html shows; `missing` says why there are no segments."""

    brief: Brief
    missing: str
    finding: str
    segments: tuple[ShownSegment, ...]
    chart: Chart
    moves: tuple[ShownMove, ...]
    moves_finding: str
    evidence: tuple[str, ...]
    returns: Chart
    cohorts: Table
    lateness: Lateness | None


def load_customers(connection: Connection, brief: Brief) -> CustomersPage:
    """Read the segments and cohorts of the brief's day, in the caller's snapshot."""
    day, currency = brief.day, brief.currency
    rows = load_records(connection, "segments", SegmentRow, day)
    moves = load_records(connection, "segment_moves", MoveRow, day)
    rules = load_records(connection, "segment_rules", RulesRow, day)
    cohorts = load_records(connection, "cohorts", CohortRow, day, months=COHORT_MONTHS)
    return CustomersPage(
        brief=brief,
        missing="" if rows else _say_missing(brief),
        finding=_say_sizes(rows, moves) if rows else "",
        segments=build_part("Segments", lambda: show_segments(rows, currency)),
        chart=build_part("Segments", lambda: draw_segments(rows, currency)),
        moves=build_part("Moves", lambda: show_moves(moves)),
        moves_finding=_say_moves(moves),
        evidence=build_part("Evidence", lambda: say_evidence(rules[0], currency) if rules else ()),
        returns=build_part("Cohorts", lambda: draw_returns(cohorts)),
        cohorts=build_part("Cohorts", lambda: show_cohorts(cohorts)),
        lateness=build_part("Lateness", lambda: load_lateness(connection, day, currency))
        if brief.subjects.has_promises
        else None,
    )


def _say_missing(brief: Brief) -> str:
    if not brief.subjects.has_orders:
        return brief.subjects.missing
    return "Customers were not segmented this night: the step `segment` has not run, or failed."


def _say_sizes(rows: Sequence[SegmentRow], moves: Sequence[MoveRow]) -> str:
    total = sum(row.customers_count for row in rows)
    new = sum(move.customers_count for move in moves if not move.segment_before)
    return (
        f"{format_plural(total, 'customer')} in {format_plural(len(rows), 'segment')};"
        f" {format_count(new)} ordered for the first time within the last 28 days."
    )


def show_segments(rows: Sequence[SegmentRow], currency: str) -> tuple[ShownSegment, ...]:
    """Write each segment; its share is that of all customers."""
    total = sum(row.customers_count for row in rows)
    return tuple(
        ShownSegment(
            title=row.title,
            customers=format_count(row.customers_count),
            share=format_percent(row.customers_count / total),
            change=_write_change(row.customers_count - row.customers_before_count),
            revenue=format_money(row.revenue_amount, currency),
            late=format_percent(row.late_orders_count / row.settled_orders_count)
            if row.settled_orders_count
            else format_percent(None),
            action=row.suggested_action,
        )
        for row in rows
    )


def _write_change(change: int) -> str:
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    return f"{sign}{format_count(abs(change))}"


def show_moves(moves: Sequence[MoveRow]) -> tuple[ShownMove, ...]:
    """Write the largest moves between segments."""
    return tuple(
        ShownMove(
            name_segment(move.segment_before).title if move.segment_before else "First order",
            name_segment(move.segment).title if move.segment else "Orders withdrawn",
            format_count(move.customers_count),
        )
        for move in moves[:SHOWN_MOVES]
    )


def _say_moves(moves: Sequence[MoveRow]) -> str:
    moved = sum(move.customers_count for move in moves if move.segment_before)
    if not moved:
        return "No customer of 28 days ago is in another segment now."
    back = sum(
        move.customers_count for move in moves if move.segment_before and "recent" in move.segment
    )
    return (
        f"{format_plural(moved, 'customer')} of 28 days ago "
        f"{'is' if moved == 1 else 'are'} in another segment now;"
        f" {format_count(back)} of them ordered and are recent again."
    )


def show_cohorts(rows: Sequence[CohortRow]) -> Table:
    """Write for each month of first orders, the newest first, the share that ordered again."""
    by_cohort: dict[str, dict[int, CohortRow]] = {}
    for row in rows:
        by_cohort.setdefault(f"{row.cohort:%B %Y}", {})[row.months_since] = row
    names = ("First order in", "Customers", *(f"Month {month}" for month in SHOWN_MONTHS))
    lines = []
    for name, months in reversed(by_cohort.items()):
        newest = months[max(months)]
        shares = [
            format_percent(months[month].active_customers_count / newest.customers_count)
            if month in months
            else ""
            for month in SHOWN_MONTHS
        ]
        again = format_percent(newest.returned_customers_count / newest.customers_count)
        lines.append((name, format_count(newest.customers_count), *shares, again))
    return Table((*names, "So far"), tuple(lines))
