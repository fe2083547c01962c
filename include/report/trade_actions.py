"""What marketing spend and the customers' segments ask somebody to decide, if anything."""

from collections.abc import Sequence
from math import sqrt

from include.report.customer_rows import MoveRow, SegmentRow
from include.report.formats import format_count, format_percent, format_plural
from include.report.spend_finding import SpendFinding

TOLD_GROWTH = 0.10  # of a segment within 28 days: less asks for nothing new
FEWEST_CUSTOMERS = 20  # 28 days ago: of fewer, a share says nothing
CHANCE = 2  # standard deviations of customers who come and leave by chance
AT_RISK = "quiet"  # customers of such a segment can still be kept; of "gone" hardly

DECISIONS = {
    "flat": "Take back the extra marketing spend, or say what it was for.",
    "missed": "Reconsider the cut of marketing spend.",
    "not_missed": "Leave marketing spend where it was cut to.",
}


def list_spend_actions(finding: SpendFinding | None) -> tuple[str, ...]:
    """Say what to do about marketing spend, where its change and revenue's do not go together."""
    if finding is None or finding.verdict not in DECISIONS:
        return ()
    return (f"{DECISIONS[finding.verdict]} {' '.join(finding.sentences[:-1])}",)


def list_segment_actions(
    segments: Sequence[SegmentRow], moves: Sequence[MoveRow]
) -> tuple[str, ...]:
    """Name the segment at risk with most revenue that grew by more than chance, with its action.

    Customers who come and leave are counted as two Poisson numbers: the difference of them has
    the variance of their sum.
    """
    grown = [row for row in segments if AT_RISK in row.segment and _has_grown(row, moves)]
    if not grown:
        return ()
    worst = max(grown, key=lambda row: row.revenue_amount or 0)
    growth = worst.customers_count / worst.customers_before_count - 1
    came, left = _count_flow(worst, moves)
    return (
        f"Turn to “{worst.title}”: {format_plural(worst.customers_count, 'customer')},"
        f" {format_percent(growth, 0)} more than 28 days ago ({format_count(came)} came,"
        f" {format_count(left)} left). {worst.suggested_action}",
    )


def _has_grown(row: SegmentRow, moves: Sequence[MoveRow]) -> bool:
    before, more = row.customers_before_count, row.customers_count - row.customers_before_count
    if before < FEWEST_CUSTOMERS:
        return False
    return more >= TOLD_GROWTH * before and more > CHANCE * sqrt(sum(_count_flow(row, moves)))


def _count_flow(row: SegmentRow, moves: Sequence[MoveRow]) -> tuple[int, int]:
    """Return how many customers came to the segment and left it within 28 days."""
    came = sum(move.customers_count for move in moves if move.segment == row.segment)
    left = sum(move.customers_count for move in moves if move.segment_before == row.segment)
    return came, left
