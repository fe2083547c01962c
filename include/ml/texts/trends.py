"""Which topics of complaints come up more than usual, and how surely."""

from dataclasses import dataclass
from math import exp, log, sqrt

NORMAL_99 = 2.575829  # two-sided: several topics are looked at every night
LEAST_TEXTS = 10
LEAST_RATIO = 1.25


@dataclass(frozen=True)
class TopicCounts:
    """Negative texts about a topic, and all texts, in the last days and in those before."""

    topic: int
    recent_texts_count: int
    usual_texts_count: int
    recent_count: int
    usual_count: int


@dataclass(frozen=True)
class Trend:
    """A topic's share now as a multiple of its usual one; None where one side has no text."""

    ratio: float | None
    ratio_lower: float | None
    ratio_upper: float | None
    is_surging: bool


def compare_shares(counts: TopicCounts) -> Trend:
    """Return the ratio of two binomial shares with its interval (Katz and others, 1978)."""
    now, usual = counts.recent_count, counts.usual_count
    if not now or not usual:
        return Trend(None, None, None, is_surging=False)
    shares = now / counts.recent_texts_count, usual / counts.usual_texts_count
    ratio = shares[0] / shares[1]
    error = sqrt((1 - shares[0]) / now + (1 - shares[1]) / usual)
    lower, upper = (exp(log(ratio) + sign * NORMAL_99 * error) for sign in (-1, 1))
    return Trend(ratio, lower, upper, lower > LEAST_RATIO and now >= LEAST_TEXTS)
