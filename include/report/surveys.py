"""Surveys of the night that will probably come back with few stars, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from include.report.drawing import Table
from include.report.formats import clean_text, format_count, format_percent, format_plural


@dataclass(frozen=True)
class SurveyRow:
    """A survey with its risk and first reason; both counts are of all surveys of the night."""

    order_id: str
    probability: float
    reason: str
    surveys_count: int
    expected_count: float


def say_surveys(rows: Sequence[SurveyRow]) -> str:
    """Say how many surveys went out and how many are expected back with few stars."""
    if not rows:
        return ""
    return (
        f"{format_plural(rows[0].surveys_count, 'survey')} went out and"
        f" {'is' if rows[0].surveys_count == 1 else 'are'} not answered yet: about"
        f" {format_count(rows[0].expected_count)} are expected back with one or two stars. Whoever"
        " calls these customers first may still mend it."
    )


def show_surveys(rows: Sequence[SurveyRow]) -> Table:
    """Write the riskiest surveys, each with its first reason."""
    return Table(
        ("Order", "Risk of few stars", "First reason"),
        tuple(
            (
                clean_text(row.order_id, 40),
                format_percent(row.probability, 0),
                clean_text(row.reason, 160),
            )
            for row in rows
        ),
    )
