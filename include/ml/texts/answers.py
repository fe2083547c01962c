"""Score the night's new texts, count what people complain about, and watch the ratings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import execute_values

from include.ml.features import source_timezone
from include.ml.texts.artifact import TextArtifact
from include.ml.texts.falling import UnitStars, expect_ratings
from include.ml.texts.fitting import list_words
from include.ml.texts.model import Sentiment
from include.ml.texts.spec import TextSpec
from include.ml.texts.topics import NO_TOPIC
from include.ml.texts.trends import TopicCounts, compare_shares
from include.warehouse.connect import read_sql

RECENT_DAYS = 28  # of topics, beside the rest of the spec's window
RATED_DAYS = 56  # of ratings, beside a year before
RATING_WINDOW = 365 + RATED_DAYS
MOST_WORDS = 5


@dataclass(frozen=True)
class ScoredText:
    """A text's answer as `ml.review_sentiments` keeps it."""

    review_id: str
    order_id: str
    answered_date: date
    stars: int
    probability: float
    sentiment: Sentiment
    topic: int | None
    topic_share: float | None
    words: list[str]
    text_hash: str


def score_texts(spec: TextSpec, artifact: TextArtifact, rows: pd.DataFrame) -> list[ScoredText]:
    """Return the answer for each text, in the order of the rows.

    Negative texts have a topic where one stands out, and the newest `most_explained` their words.
    """
    model, texts = artifact.model, rows["text"].tolist()
    probabilities = model.compute_probabilities(texts).tolist()
    sentiments = [model.name_sentiment(value) for value in probabilities]
    topics, shares = artifact.topics.assign(texts)
    negative = [place for place, name in enumerate(sentiments) if name == "negative"]
    explained = negative[-spec.most_explained :]
    told = list_words(model, [texts[place] for place in explained], MOST_WORDS)
    words = dict(zip(explained, told, strict=True))
    about = {place for place in negative if topics[place] != NO_TOPIC}
    return [
        ScoredText(
            row["review_id"],
            row["order_id"],
            row["day"],
            row["stars"],
            probabilities[place],
            sentiments[place],
            int(topics[place]) if place in about else None,
            float(shares[place]) if place in about else None,
            words.get(place, []),
            row["text_hash"],
        )
        for place, row in enumerate(rows.to_dict("records"))
    ]


def save_scores(
    connection: Connection, pin: Mapping[str, Any], scores: Iterable[ScoredText]
) -> None:
    """Replace the night's scores of a model."""
    rows = [{**pin, **asdict(score)} for score in scores]
    replace_rows(connection, "ml.review_sentiments", pin["day"], rows, pin["model"])


def save_topics(
    connection: Connection, spec: TextSpec, pin: Mapping[str, Any], names: Sequence[str]
) -> int:
    """Replace the night's topics by what the scores tell of them; return how many surge."""
    values = {
        **pin,
        "recent_days": RECENT_DAYS,
        "window_days": spec.window_days,
        "topics_count": len(names),
    }
    with connection.cursor() as cursor:
        cursor.execute(read_sql("ml/review_topics.sql"), values)
        counts = [TopicCounts(*row) for row in cursor.fetchall()]
    trends = [compare_shares(one) for one in counts]
    rows = [
        {**pin, "topic_name": names[one.topic], **asdict(one), **asdict(trend)}
        for one, trend in zip(counts, trends, strict=True)
    ]
    replace_rows(connection, "ml.review_topics", pin["day"], rows, pin["model"])
    return sum(trend.is_surging for trend in trends)


def save_ratings(connection: Connection, day: date) -> int:
    """Replace the night's ratings of products and sellers; return how many are about to fall."""
    values = {
        "day": day,
        "timezone": source_timezone(),
        "window_days": RATING_WINDOW,
        "recent_days": RATED_DAYS,
    }
    with connection.cursor() as cursor:
        reviews = read_sql("ml/rated_reviews.sql")
        cursor.execute(f"create temporary table rated_reviews on commit drop as {reviews}", values)
        cursor.execute(read_sql("ml/unit_ratings.sql"), values)
        units = [UnitStars(*row) for row in cursor.fetchall()]
    ratings = [
        rating
        for kind in ("product", "seller")
        for rating in expect_ratings([one for one in units if one.unit_kind == kind])
    ]
    rows = [{"day": day, **asdict(rating)} for rating in ratings]
    replace_rows(connection, "ml.falling_ratings", day, rows)
    return sum(rating.is_falling for rating in ratings)


def replace_rows(
    connection: Connection,
    table: str,
    day: date,
    rows: Iterable[Mapping[str, Any]],
    model: str | None = None,
) -> None:
    """Write a night's rows of a table, of one model where it has some, in place of those there."""
    of_model = " and model = %(model)s" if model else ""
    listed = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f"delete from {table} where day = %(day)s::date{of_model}",
            {"day": day, "model": model},
        )
        if listed:
            columns = ", ".join(listed[0])
            values = [tuple(row.values()) for row in listed]
            execute_values(cursor, f"insert into {table} ({columns}) values %s", values)
