"""What became of earlier alerts, as rows and in a sentence: for the risk page, brief and digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from include.report.formats import format_count, format_plural

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class OutcomeRow:
    """What became of one night's alerts, by the evening of `known_by`."""

    day: date
    known_by: date
    alerts_count: int
    hits_count: int
    false_alarms_count: int
    waiting_alerts_count: int
    unanswered_alerts_count: int
    expected_hits_count: float
    misses_count: int
    alert_precision: float | None
    capacity_precision: float | None
    median_lead_hours: float | None
    saving_amount: Decimal

    @property
    def settled_count(self) -> int:
        """Return how many of the night's alerts have a known outcome."""
        return self.hits_count + self.false_alarms_count


def choose_told(nights: Sequence[OutcomeRow], day: date) -> tuple[Sequence[OutcomeRow], str]:
    """Return the nights that a sentence tells of, and whose they are.

    That is last week, or four weeks where most of last week's alerts still wait.
    """
    week = [night for night in nights if night.day >= day - WEEK]
    is_week_known = 2 * add_up(week, "settled_count") >= add_up(week, "alerts_count") > 0
    return (week, "last week's") if is_week_known else (nights, "the last four weeks'")


def say_outcomes(nights: Sequence[OutcomeRow], day: date) -> str:
    """Say how many of the last alerts came true; empty where no outcome is known."""
    if not add_up(nights, "settled_count"):
        return ""
    told, whose = choose_told(nights, day)
    alerts = format_plural(add_up(told, "alerts_count"), "alert")
    so_far = " so far" if add_up(told, "waiting_alerts_count") else ""
    return f"Of {whose} {alerts} {format_count(add_up(told, 'hits_count'))} came true{so_far}"


def add_up(nights: Sequence[OutcomeRow], name: str) -> int:
    """Return the sum of a count over nights."""
    return sum(getattr(night, name) for night in nights)
