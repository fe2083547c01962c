"""The reviews page: how many complain, about what, in whose words, and whose rating falls."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.specs import SENTIMENT, SURVEYS, list_answered
from include.report import chart_forms as forms
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.formats import format_count, format_number, format_plural
from include.report.masking import mask_text
from include.report.records import load_record, load_records
from include.report.review_rows import MoodRow, QuoteRow, RatingRow, TextModelRow, TopicRow
from include.report.review_sentences import say_model, say_moods, write_ratio
from include.report.sections import build_part
from include.report.summary import Brief
from include.report.surveys import SurveyRow, say_surveys, show_surveys

SHOWN_RATINGS = 12


@dataclass(frozen=True)
class ShownTopic:
    """A topic with its newest complaints, in the customers' words."""

    name: str
    count: str
    ratio: str
    is_surging: bool
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class ReviewsPage:
    """What reviews.html shows; `missing` says why no text was read."""

    brief: Brief
    missing: str
    finding: str
    chart: Chart
    topics: tuple[ShownTopic, ...]
    praised: str
    praised_quotes: tuple[str, ...]
    ratings: Table
    ratings_finding: str
    surveys: Table
    surveys_finding: str
    evidence: tuple[str, ...]


def load_reviews_page(connection: Connection, brief: Brief) -> ReviewsPage:
    """Read topics, quotes and ratings of the brief's day, in the caller's snapshot."""
    day = brief.day
    model = load_record(connection, "text_model", TextModelRow, day, model=SENTIMENT)
    moods = load_record(connection, "review_moods", MoodRow, day, model=SENTIMENT)
    topics = load_records(connection, "review_topics", TopicRow, day, model=SENTIMENT)
    quotes = load_records(connection, "review_quotes", QuoteRow, day, model=SENTIMENT)
    ratings = load_records(connection, "falling_ratings", RatingRow, day)
    surveys = load_records(connection, "survey_risks", SurveyRow, day, model=SURVEYS)
    evidence = build_part("Evidence", lambda: say_model(model))
    is_read = bool(moods.recent_count or moods.usual_count)
    return ReviewsPage(
        brief=brief,
        missing="" if is_read else _say_missing(brief, model),
        finding=say_moods(moods),
        chart=build_part("Topics", lambda: draw_topics(topics)),
        topics=build_part("Topics", lambda: show_topics(topics, quotes)),
        praised=_say_praised(moods.praised_count),
        praised_quotes=build_part("Praised", lambda: _quote(quotes, None)),
        ratings=build_part("Ratings", lambda: show_ratings(ratings)),
        ratings_finding=_say_ratings(ratings),
        surveys=build_part("Surveys", lambda: show_surveys(surveys)),
        surveys_finding=say_surveys(surveys),
        evidence=evidence,
    )


def _say_missing(brief: Brief, model: TextModelRow) -> str:
    if SENTIMENT not in list_answered(brief.source):
        return "This source has no reviews."
    return " ".join(say_model(model))


def draw_topics(rows: Sequence[TopicRow]) -> Chart:
    """Draw each topic's share of all texts of the last 28 days; surging ones stand out."""
    title = "What reviews complain about"
    told = [row for row in rows if row.recent_count]
    if not told:
        return say_nothing(title, "No complaint of the last 28 days is about a known topic.")
    ranked = sorted(told, key=lambda row: (-row.recent_count, row.topic))
    points = [
        {
            "label": mask_text(row.topic_name, 40),
            "value": row.recent_count / row.recent_texts_count,
            "note": f"{format_number(row.ratio, 1)} \u00d7 usual" if row.ratio else "new",
            "is_marked": row.is_surging,
        }
        for row in ranked
    ]
    surging = sum(row.is_surging for row in rows)
    takeaway = (
        f"{format_plural(surging, 'topic')} (red) come up surely more than usual."
        if surging
        else "None comes up surely more than usual."
    )
    table = Table(
        ("Topic", "Texts", "Against usual (99 %)"),
        tuple(
            (mask_text(row.topic_name, 60), format_count(row.recent_count), write_ratio(row))
            for row in ranked
        ),
    )
    return draw_chart(
        Chart(f"“{points[0]['label']}” is what most complaints are about", takeaway, table),
        points,
        lambda width: forms.plot_ranked(points, width, ".0%", None),
        wide=FULL,
    )


def show_topics(rows: Sequence[TopicRow], quotes: Sequence[QuoteRow]) -> tuple[ShownTopic, ...]:
    """Write each topic that has texts, with its quotes."""
    return tuple(
        ShownTopic(
            mask_text(row.topic_name, 60),
            format_plural(row.recent_count, "complaint"),
            write_ratio(row),
            row.is_surging,
            _quote(quotes, row.topic),
        )
        for row in rows
        if row.recent_count
    )


def _quote(quotes: Sequence[QuoteRow], topic: int | None) -> tuple[str, ...]:
    return tuple(mask_text(row.review_words, 220) for row in quotes if row.topic == topic)


def _say_praised(count: int) -> str:
    if not count:
        return ""
    complain = "complains" if count == 1 else "complain"
    return (
        f"{format_plural(count, 'text')} of the last 28 days {complain}"
        " beside four or five stars: the average of the stars does not show them."
    )


def _say_ratings(rows: Sequence[RatingRow]) -> str:
    if not rows:
        return "No rating of a product or seller is surely about to fall."
    shown = f" The first {SHOWN_RATINGS} are shown." if len(rows) > SHOWN_RATINGS else ""
    return (
        f"{format_plural(len(rows), 'rating')} {'is' if len(rows) == 1 else 'are'} about to fall by"
        f" more than the whole business does.{shown}"
    )


def show_ratings(rows: Sequence[RatingRow]) -> Table:
    """Write the ratings about to fall, the one that loses most first."""
    names = ("Whose", "Rating now", "Reviews", "Last 56 days", "Expected next", "Rating in 56 days")
    return Table(
        names,
        tuple(
            (
                f"{row.unit_kind} {mask_text(row.unit_name, 50)}",
                format_number(row.stars_average),
                format_count(row.reviews_count),
                f"{format_number(row.recent_stars_average, 1)} of"
                f" {format_plural(row.recent_reviews_count, 'review')}",
                f"{format_number(row.expected_stars, 1)} ({format_number(row.expected_lower, 1)} to"
                f" {format_number(row.expected_upper, 1)})",
                format_number(row.next_average),
            )
            for row in rows[:SHOWN_RATINGS]
        ),
    )
