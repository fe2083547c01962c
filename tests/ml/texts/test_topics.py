"""Topics of complaints, and whether they come up more than usual."""

from dataclasses import replace

import numpy as np
import pytest

from include.ml.texts.topics import NO_TOPIC, find_topics, name_topic, pick_terms
from include.ml.texts.trends import TopicCounts, compare_shares
from tests.ml.texts.made_texts import FILLING, QUICK, make_texts

ROWS = make_texts(500)
BAD = ROWS[ROWS["stars"] <= 2]
COMPLAINTS, PRAISE = BAD["text"].tolist(), ROWS.loc[ROWS["stars"] >= 4, "text"].tolist()


def test_planted_topics_are_found() -> None:
    topics = find_topics(QUICK, COMPLAINTS, PRAISE)
    found, shares = topics.assign(COMPLAINTS)
    assert len(topics.names) == 3
    told = found != NO_TOPIC
    assert told.mean() > 0.8
    assert ((shares >= QUICK.topics.least_share) == told).all()
    planted = BAD["topic"].to_numpy()
    agreeing = sum(
        max((found[planted == topic] == number).sum() for number in range(3))
        for topic in np.unique(planted)
    )
    assert agreeing / told.sum() > 0.85


def test_words_that_praise_holds_too_tell_no_topic() -> None:
    terms = pick_terms(QUICK, COMPLAINTS, PRAISE)
    assert "chegou" in terms
    assert not {word for phrase in FILLING for word in phrase.split()} & set(terms)
    lenient = replace(QUICK, topics=replace(QUICK.topics, least_ratio=0.0))
    assert "hoje" in pick_terms(lenient, COMPLAINTS, PRAISE)


def test_few_complaints_have_no_topics() -> None:
    topics = find_topics(QUICK, COMPLAINTS[:3], PRAISE)
    assert topics.names == ()
    assert (topics.assign(COMPLAINTS[:3])[0] == NO_TOPIC).all()


def test_a_text_without_a_known_term_has_no_topic() -> None:
    found, shares = find_topics(QUICK, COMPLAINTS, PRAISE).assign(["zzz", ""])
    assert found.tolist() == [NO_TOPIC, NO_TOPIC]
    assert shares.tolist() == [0, 0]


def test_a_topic_is_named_by_terms_that_share_no_word() -> None:
    terms = ("chegou", "nunca chegou", "nunca", "prazo")
    assert name_topic(np.array([0.9, 1.0, 0.8, 0.4]), terms, 3) == "nunca chegou, prazo"


@pytest.mark.parametrize(
    ("counts", "surges"),
    [
        ((1000, 5000, 60, 120), True),
        ((100, 5000, 9, 45), False),  # a large ratio of few texts
        ((1000, 5000, 26, 120), False),
        ((1000, 5000, 0, 120), False),
        ((1000, 5000, 30, 0), False),
    ],
)
def test_only_many_texts_surge(counts: tuple[int, int, int, int], surges: bool) -> None:
    trend = compare_shares(TopicCounts(0, *counts))
    assert trend.is_surging is surges
    if trend.ratio is not None:
        assert trend.ratio_lower < trend.ratio < trend.ratio_upper


def test_the_interval_of_a_ratio_covers_it() -> None:
    rng = np.random.default_rng(4)
    held = 0
    for _ in range(400):
        now, usual = rng.binomial(800, 0.06), rng.binomial(4000, 0.03)
        trend = compare_shares(TopicCounts(0, 800, 4000, int(now), int(usual)))
        held += trend.ratio_lower <= 2 <= trend.ratio_upper
    assert held / 400 > 0.97
