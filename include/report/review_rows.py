"""What the reviews page reads: moods, topics, quotes, ratings about to fall, and the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MoodRow:
    """Texts of the last 28 days and of the 152 before; `praised_count` has four stars or more."""

    recent_count: int
    recent_negative_count: int
    usual_count: int
    usual_negative_count: int
    praised_count: int


@dataclass(frozen=True)
class TopicRow:
    """A topic of complaints: its texts in 28 days, and its share against the usual one."""

    topic: int
    topic_name: str
    recent_count: int
    recent_texts_count: int
    ratio: float | None
    ratio_lower: float | None
    ratio_upper: float | None
    is_surging: bool


@dataclass(frozen=True)
class QuoteRow:
    """A text that complains; without a topic it stands for those beside many stars."""

    topic: int | None
    stars: int
    review_words: str


@dataclass(frozen=True)
class RatingRow:
    """A product or seller whose rating is about to fall, as `ml.falling_ratings` has it."""

    unit_kind: str
    unit_name: str
    stars_average: float
    reviews_count: int
    recent_reviews_count: int
    recent_stars_average: float
    usual_stars: float
    expected_stars: float
    expected_lower: float
    expected_upper: float
    next_average: float


@dataclass(frozen=True)
class TextModelRow:
    """The newest version and its figures; null without one, and `reason` says why."""

    version: int | None
    decision: str | None
    metrics: Mapping[str, Any] | None
    reason: str
