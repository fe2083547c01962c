"""The reviews page: moods, topics with quotes, ratings about to fall, and what is missing."""

from dataclasses import replace

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.specs import ALERTING
from include.report.render import render_page
from include.report.review_sentences import list_rating_actions, list_topic_actions
from include.report.reviews import ReviewsPage, draw_topics, load_reviews_page
from include.report.summary import load_brief
from tests.report.conftest import DAY, Rendered
from tests.report.reviews_seed import insert_reviews
from tests.report.seed import Made

Seeded = tuple[Connection, Made]
VALUES = {"day": DAY, "source": "demo", "timezone": "UTC"}


@pytest.fixture
def page(seeded: Seeded) -> ReviewsPage:
    connection, _ = seeded
    insert_reviews(connection, DAY)
    return load_reviews_page(connection, load_brief(connection, DAY))


def test_moods_are_told_beside_the_usual(page: ReviewsPage) -> None:
    assert page.finding == "200 texts in 28 days, 18% of them complaints (usual 12%)."
    assert page.praised.startswith("1 text of the last 28 days complains beside four or five stars")
    assert len(page.praised_quotes) == 1


def test_topics_have_counts_trend_and_quotes_without_addresses(page: ReviewsPage) -> None:
    assert [(one.name, one.count) for one in page.topics] == [
        ("never arrived", "24 complaints"), ("broken glass", "12 complaints"),
    ]  # fmt: skip
    first = page.topics[0]
    assert first.is_surging
    assert first.ratio == "3.2 times the usual (1.6 to 6.0)"
    assert len(first.quotes) == 3
    assert "never arrived" in first.quotes[0]
    assert "me@example.com" not in first.quotes[0]
    assert page.chart.title == "“never arrived” is what most complaints are about"


def test_only_ratings_about_to_fall_are_listed(page: ReviewsPage) -> None:
    assert [row[0] for row in page.ratings.rows] == ["seller S7"]
    assert page.ratings_finding.startswith("1 rating is about to fall")


def test_the_evidence_gives_the_models_figures(page: ReviewsPage) -> None:
    told = " ".join(page.evidence)
    assert "AUC 0.985 (0.980 to 0.990), 95.2% called as their stars say" in told
    assert "11% of these texts stand word for word" in told


def test_the_brief_names_the_surging_topic_and_the_rating(seeded: Seeded) -> None:
    connection, _ = seeded
    assert not [one for one in load_brief(connection, DAY).actions if one.page == "reviews.html"]
    insert_reviews(connection, DAY)
    told = [one for one in load_brief(connection, DAY).actions if one.page == "reviews.html"]
    assert told[0].startswith("Find out what is behind “never arrived” in the reviews: 24")
    assert told[1].startswith("Look after seller S7: its rating of 4.2 is about to fall.")
    assert list_topic_actions(()) == list_rating_actions(()) == ()


def test_without_a_model_the_page_says_why(seeded: Seeded) -> None:
    connection, _ = seeded
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into ops.steps (day, step, state, detail) values (%s, 'train_sentiment',"
            """ 'done', '{"reason": "Only 25 different texts."}')""",
            (DAY,),
        )
    page = load_reviews_page(connection, load_brief(connection, DAY))
    text = render_page("reviews.html", **VALUES, **vars(page))
    assert "Only 25 different texts." in text
    assert "What this rests on" not in text
    assert "No rating of a product or seller is surely about to fall" in text


def test_surveys_are_told_with_their_risk(seeded: Seeded) -> None:
    connection, made = seeded
    with connection.cursor() as cursor:
        for table in ("delay_scores", "delay_reasons"):
            cursor.execute(
                f"create temporary table other on commit drop as select * from ml.{table};"
                " update other set model = 'review_risk';"
                f" insert into ml.{table} select * from other; drop table other"
            )
    page = load_reviews_page(connection, load_brief(connection, DAY))
    scores = [row for row in made.scores if row["day"] == DAY]
    risks = [row["probability"] for row in scores if row["model"] == ALERTING]
    assert page.surveys_finding.startswith(f"{len(risks)} surveys went out")
    assert f"about {sum(risks):.0f} are expected back" in page.surveys_finding
    assert page.surveys.rows[0][1] == f"{max(risks):.0%}"
    assert page.surveys.rows[0][2]
    text = render_page("reviews.html", **VALUES, **vars(page))
    assert "Surveys that will come back badly" in text


def test_a_source_without_reviews_says_so(seeded: Seeded) -> None:
    connection, _ = seeded
    page = load_reviews_page(connection, replace(load_brief(connection, DAY), source="instacart"))
    assert page.missing == "This source has no reviews."


def test_topics_that_nobody_named_lately_are_not_drawn(seeded: Seeded) -> None:
    assert not draw_topics(()).is_drawn


def test_the_page_is_rendered_with_the_others(rendered: Rendered) -> None:
    text = rendered.read("reviews.html")
    assert "Ratings about to fall" in text
    assert "never arrived" in text
    assert "could not be rendered" not in text
