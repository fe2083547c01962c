"""What reviews say in sentences: moods, surging topics, ratings about to fall, the model."""

from collections.abc import Sequence

from include.report.formats import (
    format_count,
    format_number,
    format_percent,
    format_plural,
)
from include.report.masking import mask_text
from include.report.review_rows import MoodRow, RatingRow, TextModelRow, TopicRow

SPLITS = {
    "time": "on later texts than it learned from",
    "group": "on products that it has not seen (these reviews have no times)",
}
NO_SENTIMENT = "Review texts were not read this night: the step `answer` has not run, or failed."


def say_moods(row: MoodRow) -> str:
    """Say how many of the newest texts complain, beside what is usual."""
    if not row.recent_count:
        return "No review with a text was answered in the last 28 days."
    share = format_percent(row.recent_negative_count / row.recent_count, 0)
    told = f"{format_plural(row.recent_count, 'text')} in 28 days, {share} of them complaints"
    if not row.usual_count:
        return f"{told}; there are none before to compare with."
    return f"{told} (usual {format_percent(row.usual_negative_count / row.usual_count, 0)})."


def say_model(row: TextModelRow) -> tuple[str, ...]:
    """Say what the model reached, or why there is none."""
    if row.metrics is None:
        return (row.reason or NO_SENTIMENT,)
    told = row.metrics
    sentences = [
        f"Learned from the stars that came with {format_count(told['training_rows'])} texts. Judged"
        f" {SPLITS[told['split']]}, {format_count(told['rows'])} of them: AUC"
        f" {format_number(told['auc'], 3)} ({format_number(told['auc_lower'], 3)} to"
        f" {format_number(told['auc_upper'], 3)}), {format_percent(told['accuracy'])} called as"
        " their stars say.",
        f"{format_percent(told['known_text_share'], 0)} of these texts stand word for word among"
        " those it learned from.",
        row.reason,
    ]
    return tuple(sentences)


def write_ratio(row: TopicRow) -> str:
    """Write a topic's share as a multiple of its usual one, with its interval."""
    if row.ratio is None:
        return "nothing to compare with"
    return (
        f"{format_number(row.ratio, 1)} times the usual ({format_number(row.ratio_lower, 1)} to"
        f" {format_number(row.ratio_upper, 1)})"
    )


def list_topic_actions(topics: Sequence[TopicRow]) -> tuple[str, ...]:
    """Say what to look into: the topic that surges most, where one does."""
    surging = [row for row in topics if row.is_surging]
    if not surging:
        return ()
    top = max(surging, key=lambda row: row.ratio_lower or 0)
    return (
        f"Find out what is behind “{mask_text(top.topic_name, 60)}” in the reviews:"
        f" {format_plural(top.recent_count, 'complaint')} in 28 days, {write_ratio(top)}.",
    )


def list_rating_actions(ratings: Sequence[RatingRow]) -> tuple[str, ...]:
    """Say whom to look after: the rating that loses most, where one is about to fall."""
    return tuple(f"Look after {say_rating(row)}" for row in ratings[:1])


def say_rating(row: RatingRow) -> str:
    """Say how a rating is about to fall."""
    return (
        f"{row.unit_kind} {mask_text(row.unit_name, 60)}: its rating of"
        f" {format_number(row.stars_average, 1)} is about to fall. The last"
        f" {format_plural(row.recent_reviews_count, 'review')} have"
        f" {format_number(row.recent_stars_average, 1)} stars on average, where"
        f" {format_number(row.usual_stars, 1)} is usual; the next are expected at"
        f" {format_number(row.expected_stars, 1)} ({format_number(row.expected_lower, 1)} to"
        f" {format_number(row.expected_upper, 1)})."
    )
