"""The morning brief of a day: what went wrong, why, and what to do about it."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import brief_rows as rows
from include.report import links
from include.report.brief_actions import list_actions
from include.report.brief_findings import STATED_DAYS, load_findings
from include.report.drift_sentences import list_drift_actions
from include.report.formats import clean_text, format_percent
from include.report.links import NOTHING_SAID, Linked, link_all
from include.report.model_sentences import say_model
from include.report.outcome_rows import say_outcomes
from include.report.records import load_record, load_records
from include.report.sentences import (
    say_alert_reasons,
    say_headline,
    say_stated_reasons,
)
from include.report.subjects import (
    ALL_TOLD,
    FEW_STARS,
    NO_MODEL,
    NO_REVIEWS,
    ProductRow,
    Reviews,
    StarsRow,
    Subjects,
    find_figure,
    list_review_actions,
    say_orders,
    say_reviews,
)


@dataclass(frozen=True)
class Brief:
    """The three answers of a morning; the digest mail and index.html are written from it.

    Rates and shares are 0 to 1. `on_time_rate` is null on a day for which nothing was promised,
    `usual_range` with fewer than seven days to compare with, `has_skill` when no scores exist.
    """

    day: date
    source: str
    headline: str
    on_time_rate: float | None
    on_time_rate_usual: float | None
    usual_range: tuple[float, float] | None
    promised_orders_count: int
    late_orders_count: int
    worst_areas: tuple[tuple[str, int, float], ...]
    top_reasons: tuple[Linked, ...]
    actions: tuple[Linked, ...]
    high_risk_count: int
    alerted_orders_count: int
    scored_orders_count: int
    overdue_orders_count: int
    orders_count: int
    orders_count_usual: float | None
    revenue_amount: Decimal
    revenue_amount_usual: float | None
    currency: str
    rows_read: int
    rows_quarantined: int
    has_skill: bool | None
    model_sentence: str
    figure: Linked = NOTHING_SAID
    outcome_sentence: str = ""
    subjects: Subjects = ALL_TOLD
    reviews: Reviews = NO_REVIEWS

    @property
    def is_unusual(self) -> bool:
        """Return whether the on-time rate lies below its usual range."""
        return (
            self.on_time_rate is not None
            and self.usual_range is not None
            and self.on_time_rate < self.usual_range[0]
        )


def load_brief(connection: Connection, day: date) -> Brief:
    """Read the brief of a day, in the caller's snapshot."""
    found = load_findings(connection, day)
    brief = write_brief(found)
    subjects = load_record(connection, "subjects", Subjects, day)
    if subjects.has_promises:
        return replace(brief, subjects=subjects)
    if subjects.has_orders:
        return write_other_subjects(brief, found.headline, subjects, NO_REVIEWS)
    reviews = load_reviews(connection, day)
    if not reviews.count:
        return brief  # nothing came yet: what the source will tell is not known
    return write_other_subjects(brief, found.headline, subjects, reviews)


def load_reviews(connection: Connection, day: date) -> Reviews:
    """Read what the reviews say up to the day, for a source that has no orders."""
    return Reviews(
        load_records(connection, "stars", StarsRow, day),
        load_records(connection, "worst_products", ProductRow, day, few_stars=FEW_STARS),
    )


def write_other_subjects(
    brief: Brief, headline: rows.Headline, subjects: Subjects, reviews: Reviews
) -> Brief:
    """Write the brief of a source without deliveries: of its orders, or of its reviews."""
    return replace(
        brief,
        headline=say_orders(headline, subjects) if subjects.has_orders else say_reviews(reviews),
        figure=find_figure(headline, subjects, reviews),
        model_sentence=NO_MODEL,
        outcome_sentence="",
        actions=(*link_all(links.STARS, list_review_actions(reviews)), *brief.actions),
        subjects=subjects,
        reviews=reviews,
    )


def write_brief(found: rows.Findings) -> Brief:
    """Write the brief from what was found."""
    headline, work = found.headline, found.work
    return Brief(
        day=found.day,
        source=found.source,
        headline=say_headline(headline),
        on_time_rate=headline.on_time_rate,
        on_time_rate_usual=headline.usual_rate,
        usual_range=headline.usual_range,
        promised_orders_count=headline.settled_orders_count,
        late_orders_count=headline.late_orders_count or 0,
        worst_areas=tuple(
            (clean_text(area.area, 60), area.late_orders_count, area.damage_share)
            for area in found.areas
        ),
        top_reasons=(
            *link_all(links.ALERTED, say_alert_reasons(found.alerts)),
            *link_all(links.REASONS, say_stated_reasons(found.stated, STATED_DAYS)),
        ),
        actions=(*list_actions(found), *link_all(links.ALARMS, list_drift_actions(found.drift))),
        high_risk_count=work.high_risk_count,
        alerted_orders_count=work.alerted_orders_count,
        scored_orders_count=work.scored_orders_count,
        overdue_orders_count=work.overdue_orders_count,
        orders_count=headline.orders_count or 0,
        orders_count_usual=headline.usual_orders_count,
        revenue_amount=headline.revenue_amount or Decimal(0),
        revenue_amount_usual=headline.usual_revenue_amount,
        currency=found.currency,
        rows_read=work.rows_read,
        rows_quarantined=work.rows_quarantined,
        has_skill=found.model.has_skill,
        model_sentence=say_model(found.model, work.scored_orders_count, found.day),
        figure=Linked(format_percent(headline.on_time_rate), links.ON_TIME),
        outcome_sentence=f"{said}." if (said := say_outcomes(found.outcomes, found.day)) else "",
    )
