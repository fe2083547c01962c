"""The night of review texts: trained, served, counted, and the same however often it is run."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest
from psycopg2.extras import execute_values

from include.ml.answering import answer_question
from tests.ml.texts.made_texts import LAST_DAY, QUICK, make_texts

Fetch = Callable[..., list[tuple[Any, ...]]]
NEXT = LAST_DAY + timedelta(days=1)
SCORES = (
    "select review_id, order_id, answered_date, stars, probability, sentiment, topic, words"
    " from ml.review_sentiments where day = %s order by 1, 2"
)


@pytest.fixture
def ready(
    warehouse: str, mlflow_store: object, use_spec: Callable[..., None]
) -> Callable[[date], None]:
    """Return a function that writes the reviews known by a night: one product has turned bad."""
    use_spec(QUICK)
    rows = make_texts(600)

    def write(night: date) -> None:
        values = [
            (row.review_id, row.order_id, row.group_id, 1 if is_bad else row.stars, row.text,
             row.day, row.day, LAST_DAY - timedelta(days=30), "test.csv", number)
            for number, row in enumerate(rows.itertuples())
            for is_bad in [row.group_id == "P1" and (LAST_DAY - row.day).days < 50]
        ]  # fmt: skip
        values += [
            (f"N{number}", f"N{number}", "P2", 1, "nunca chegou hoje", night, night, night, "n.csv",
             number)
            for number in range(3 if night > LAST_DAY else 0)
        ]  # fmt: skip
        with psycopg2.connect(warehouse) as connection, connection.cursor() as cursor:
            cursor.execute("truncate silver.reviews_versions")
            execute_values(
                cursor,
                "insert into silver.reviews_versions (review_id, order_id, product_id, stars,"
                " review_text, reviewed_at, answered_at, known_from, _file, _row) values %s",
                [row for row in values if row[7] <= night],
            )
        connection.close()

    return write


def test_a_night_is_trained_and_served(ready: Callable[[date], None], fetch: Fetch) -> None:
    ready(LAST_DAY)
    done = answer_question("sentiment", LAST_DAY)
    assert done["has_skill"], done
    assert done["trained"]["decision"] == "first"
    assert done["drift"]["columns"] >= 3  # of texts that came with the first drop, too
    told = fetch(SCORES, LAST_DAY)
    assert len(told) == done["scores"] > 500
    by_stars = dict(
        fetch("select stars, avg(probability) from ml.review_sentiments group by stars")
    )
    assert by_stars[1] > 0.7 > 0.3 > by_stars[5]
    topics = fetch("select sum(recent_count + usual_count) from ml.review_topics")
    assert topics == fetch("select count(*) from ml.review_sentiments where topic is not null")
    assert fetch("select unit_id from ml.falling_ratings where is_falling") == [("P1",)]
    (metrics,) = fetch("select metrics from ml.model_versions where model = 'sentiment'")[0]
    assert metrics["auc_lower"] > 0.7
    assert metrics["split"] == "time"


def test_a_night_run_again_or_with_another_future_is_the_same(
    ready: Callable[[date], None], fetch: Fetch
) -> None:
    ready(LAST_DAY)
    answer_question("sentiment", LAST_DAY)
    tables = ("review_topics", "falling_ratings", "model_versions")
    before = [fetch(SCORES, LAST_DAY), *(_read(fetch, name) for name in tables)]
    ready(NEXT)
    done = answer_question("sentiment", LAST_DAY)
    assert done["trained"]["decision"] == "first"
    assert [fetch(SCORES, LAST_DAY), *(_read(fetch, name) for name in tables)] == before


def test_the_next_night_scores_what_is_new_or_changed(
    ready: Callable[[date], None], fetch: Fetch
) -> None:
    ready(LAST_DAY)
    answer_question("sentiment", LAST_DAY)
    ready(NEXT)
    fetch(
        "update silver.reviews_versions set review_text = 'ótimo produto, recomendo a todos'"
        " where review_id = 'R0590'"
    )
    done = answer_question("sentiment", NEXT)
    assert done["trained"]["decision"] == "not due"
    told = fetch(SCORES, NEXT)
    assert [row[0] for row in told] == ["N0", "N1", "N2", "R0590"]
    assert [row[5] for row in told] == ["negative"] * 3 + ["positive"]
    assert told[0][7][:2] in (["nunca", "chegou"], ["chegou", "nunca"])
    assert told[3][7] == []


def test_a_review_counts_from_its_answer_on(ready: Callable[[date], None], fetch: Fetch) -> None:
    ready(LAST_DAY)
    fetch(
        "update silver.reviews_versions set answered_at = null where review_id = 'R0595';"
        " update silver.reviews_versions set answered_at = %s where review_id = 'R0596'",
        NEXT,
    )
    answer_question("sentiment", LAST_DAY)
    scored = {row[0] for row in fetch(SCORES, LAST_DAY)}
    assert "R0594" in scored
    assert not {"R0595", "R0596"} & scored


def test_texts_that_came_on_one_day_are_judged_by_group(
    ready: Callable[[date], None], fetch: Fetch
) -> None:
    ready(LAST_DAY)
    fetch(
        "update silver.reviews_versions set answered_at = null, reviewed_at = null,"
        " product_id = 'P' || _row"
    )
    done = answer_question("sentiment", LAST_DAY)
    assert done["has_skill"], done
    (metrics,) = fetch("select metrics from ml.model_versions where model = 'sentiment'")[0]
    assert metrics["split"] == "group"
    assert done["falling"] == 0  # without times nothing falls


def test_repeated_sentences_are_told_and_nothing_is_scored(
    ready: Callable[[date], None], fetch: Fetch
) -> None:
    ready(LAST_DAY)
    fetch("update silver.reviews_versions set review_text = 'Sentence ' || _row %% 25")
    done = answer_question("sentiment", LAST_DAY)
    assert not done["has_skill"]
    assert "only 25 different texts" in done["reason"]
    assert done["falling"] == 1  # the stars still tell
    assert fetch("select count(*) from ml.review_sentiments") == [(0,)]


def test_a_source_without_texts_says_so(ready: Callable[[date], None], fetch: Fetch) -> None:
    ready(LAST_DAY)
    fetch("update silver.reviews_versions set review_text = null")
    done = answer_question("sentiment", LAST_DAY)
    assert "no reviews with a text" in done["reason"]


def _read(fetch: Fetch, table: str) -> list[tuple[Any, ...]]:
    columns = "day, unit_id, expected_stars" if table == "falling_ratings" else "*"
    return fetch(f"select {columns} from ml.{table} order by 1, 2, 3, 4" if columns == "*" else
                 f"select {columns} from ml.{table} order by 1, 2")  # fmt: skip
