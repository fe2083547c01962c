"""Surveys and their stars: what is asked, what is known of it then, and the night's answers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest

from include.ml.answering import answer_question
from include.ml.features import save_features, write_range
from include.ml.spec import ModelSpec, load_spec
from tests.ml.conftest import FIRST_NIGHT, HISTORY

Fetch = Callable[..., list[tuple[Any, ...]]]
FROM = FIRST_NIGHT - timedelta(days=6)
# surveys go out the morning after the delivery, and are answered two days later: most by lateness
REVIEWS = """
    insert into silver.reviews_versions
        (review_id, order_id, stars, reviewed_at, answered_at, known_from, _file, _row)
    select
        'R' || orders.order_id,
        orders.order_id,
        case
            when deliveries.delivered_at > orders.promised_at
                then case when abs(hashtext(orders.order_id)) %% 10 < 8 then 1 else 5 end
            when abs(hashtext(orders.order_id)) %% 10 < 9 then 5 else 1
        end,
        date_trunc('day', deliveries.delivered_at, 'Europe/Berlin') + interval '1 day',
        date_trunc('day', deliveries.delivered_at, 'Europe/Berlin') + interval '3 days 12 hours',
        %s::date, 'test.csv', 1
    from silver.orders_versions as orders
    inner join silver.deliveries_versions as deliveries
        on orders.order_id = deliveries.order_id and deliveries.known_to is null
    where orders.known_to is null and deliveries.delivered_at is not null
"""
ROWS = "select * from ml.features_review_risk where day between %s and %s order by day, order_id"


@pytest.fixture
def surveyed(
    warehouse: str, write_silver: Callable[..., None], make_business: Callable[..., Any],
    fetch: Fetch,
) -> str:  # fmt: skip
    write_silver(make_business(days=40, orders_per_day=25, nights=1))
    fetch(REVIEWS, HISTORY)
    return warehouse


def write(url: str, from_day: date, to_day: date) -> None:
    connection = psycopg2.connect(url)
    with connection:
        write_range(connection, load_spec("review_risk"), from_day, to_day, HISTORY)
    connection.close()


@pytest.mark.usefixtures("surveyed")
def test_surveys_of_the_day_are_asked_about_unless_answered(fetch: Fetch) -> None:
    fetch(
        "update silver.reviews_versions set answered_at = reviewed_at + interval '1 hour'"
        " where review_id in (select review_id from silver.reviews_versions"
        "  where (reviewed_at at time zone 'Europe/Berlin')::date = %s limit 3)",
        FIRST_NIGHT,
    )
    save_features("review_risk", FIRST_NIGHT)
    asked = fetch(
        "select count(*), min(asked_at), max(delay_days), min(is_delivered)"
        " from ml.features_review_risk where day = %s",
        FIRST_NIGHT,
    )[0]
    surveys, longest = fetch(
        "select count(*), max(extract(epoch from deliveries.delivered_at - orders.promised_at))"
        " from silver.reviews inner join silver.deliveries using (order_id)"
        " inner join silver.orders using (order_id)"
        " where (reviews.reviewed_at at time zone 'Europe/Berlin')::date = %s"
        " and reviews.answered_at > reviews.reviewed_at + interval '1 day'",
        FIRST_NIGHT,
    )[0]
    assert asked[0] == surveys > 5
    assert asked[2] == pytest.approx(float(longest) / 86400, abs=1e-4)
    assert asked[3] == 1


def test_a_sellers_share_of_few_stars_is_that_of_its_answers_by_then(
    surveyed: str, fetch: Fetch
) -> None:
    write(surveyed, FROM, FIRST_NIGHT)
    told = fetch(
        "select distinct items.seller_id, features.seller_bad_share_365d,"
        " features.seller_reviews_count from ml.features_review_risk as features"
        " inner join silver.order_items as items using (order_id) where day = %s",
        FIRST_NIGHT,
    )
    answers = fetch(
        "select items.seller_id, reviews.stars from silver.reviews"
        " inner join silver.order_items as items using (order_id)"
        " where reviews.answered_at < (%s::date + 1)::timestamp at time zone 'Europe/Berlin'",
        FIRST_NIGHT,
    )
    network = (sum(stars <= 2 for _, stars in answers) + 3) / (len(answers) + 20)
    assert told
    for seller, share, count in told:
        own = [stars <= 2 for one, stars in answers if one == seller]
        assert count == len(own)
        assert share == pytest.approx((sum(own) + 10 * network) / (len(own) + 10), abs=1e-5)


def test_rows_of_history_equal_those_of_each_night(surveyed: str, fetch: Fetch) -> None:
    write(surveyed, FROM, FIRST_NIGHT)
    at_once = fetch(ROWS, FROM, FIRST_NIGHT)
    fetch("truncate ml.features_review_risk")
    for night in range(7):
        write(surveyed, FROM + timedelta(days=night), FROM + timedelta(days=night))
    assert fetch(ROWS, FROM, FIRST_NIGHT) == at_once
    assert len(at_once) > 50


def test_what_becomes_known_later_changes_no_row(surveyed: str, fetch: Fetch) -> None:
    write(surveyed, FROM, FROM + timedelta(days=2))
    before = fetch(ROWS, FROM, FIRST_NIGHT)
    end = FROM + timedelta(days=3)
    fetch(
        "update silver.reviews_versions set stars = 6 - stars"
        " where answered_at >= %s::date::timestamp at time zone 'Europe/Berlin';"
        " update silver.deliveries_versions set delivered_at = delivered_at + interval '9 days'"
        " where delivered_at >= %s::date::timestamp at time zone 'Europe/Berlin'",
        end,
        end,
    )
    write(surveyed, FROM, FROM + timedelta(days=2))
    assert fetch(ROWS, FROM, FIRST_NIGHT) == before


@pytest.mark.usefixtures("surveyed", "mlflow_store")
def test_a_night_is_trained_and_served(
    fetch: Fetch, use_spec: Callable[[ModelSpec], None], quick_spec: ModelSpec
) -> None:
    spec = load_spec("review_risk")
    use_spec(
        replace(
            spec,
            params=quick_spec.params,
            least_rounds=10,
            most_rounds=30,
            most_explained_others=5,
            gate=replace(spec.gate, bootstraps=60, least_entities=10),
        )
    )
    done = answer_question("review_risk", FIRST_NIGHT)
    assert done["has_skill"], done
    assert done["trained"]["auc"] > 0.7
    assert "surveys it has not seen" in done["trained"]["reason"]
    late = fetch(
        "select scores.probability > 0.5, features.delay_days > 0 from ml.delay_scores as scores"
        " inner join ml.features_review_risk as features using (day, order_id)"
        " where scores.model = 'review_risk'"
    )
    assert len(late) == done["scores"] > 5
    assert sum(told == is_late for told, is_late in late) > 0.8 * len(late)


@pytest.mark.usefixtures("surveyed", "mlflow_store")
def test_a_source_that_tells_no_answers_is_told_so(fetch: Fetch) -> None:
    fetch("update silver.reviews_versions set answered_at = null")
    done = answer_question("review_risk", FIRST_NIGHT)
    assert not done["has_skill"]
    assert "So far no surveys were sent" in done["reason"]
    assert fetch("select count(*) from ml.features_review_risk") == [(0,)]
