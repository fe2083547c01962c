"""The baskets page: what is suggested, what became of it, and what it says where it cannot."""

from datetime import timedelta
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.basket_rows import BasketOutcomeRow, BasketProductRow
from include.report.baskets import load_baskets, say_outcome, show_figures
from include.report.records import load_record, load_records
from include.report.render import render_page
from include.report.summary import load_brief
from tests.report.baskets_seed import insert_baskets
from tests.report.conftest import DAY, Rendered
from tests.report.seed import Made, insert

Seeded = tuple[Connection, Made]
VALUES = {"day": DAY, "source": "demo", "timezone": "UTC"}


def test_products_are_counted_by_the_customers_whom_they_are_suggested_to(seeded: Seeded) -> None:
    connection, _ = seeded
    insert_baskets(connection, DAY)
    found = load_records(connection, "basket_products", BasketProductRow, DAY)
    assert [(row.customers_count, round(row.probability, 3)) for row in found] == [
        (4, 0.6),
        (4, 0.4),
    ]


def test_outcomes_count_orders_since_and_only_what_was_bought_before(seeded: Seeded) -> None:
    connection, _ = seeded
    insert_baskets(connection, DAY)
    found = load_record(connection, "basket_outcomes", BasketOutcomeRow, DAY)
    # ann: tea hit, milk not; jam bought again unsuggested. bob: tea hit; milk is new. cy waits.
    assert found == BasketOutcomeRow(
        orders_count=2, bought_again_count=3, suggested_count=3, hits_count=2, expected_count=1.5
    )
    told = say_outcome(found)
    assert "67% of the 3 suggested products were bought, where 50% were expected" in told
    assert "67% of all products bought again" in told


def test_outcomes_are_unknown_where_the_tables_stand_at_another_day(seeded: Seeded) -> None:
    connection, _ = seeded
    insert_baskets(connection, DAY)
    with connection, connection.cursor() as cursor:
        cursor.execute("update ml.basket_state set day = %s", (DAY + timedelta(days=1),))
    found = load_record(connection, "basket_outcomes", BasketOutcomeRow, DAY)
    assert (found.orders_count, found.suggested_count, found.hits_count) == (0, 0, 0)
    assert say_outcome(found).startswith("No customer has ordered again")


def test_the_page_shows_the_night_the_model_and_the_reasons(seeded: Seeded) -> None:
    connection, _ = seeded
    insert_baskets(connection, DAY)
    page = load_baskets(connection, load_brief(connection, DAY))
    assert page.missing == ""
    assert page.finding.startswith("4 customers ordered on this night; 2.0 products")
    assert "50% of the suggestions are expected" in page.finding
    assert page.figures.rows[0] == ("The model", "0.390 (0.370 to 0.410)", "0.823")
    assert page.reasons.title == "Suggestions rest most on: times in the last five orders"
    text = render_page("baskets.html", **VALUES, **vars(page))
    assert "Promoted: it can." in text
    assert "K1" not in text  # no customer is named


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("no_skill", "No basket is suggested. No skill: chance."),
        ("first", "nobody who ordered on this night has ordered before"),
        (None, "the step `answer_reorders` has not run"),
    ],
)
def test_a_night_without_suggestions_says_why(
    seeded: Seeded, decision: str | None, words: str
) -> None:
    connection, _ = seeded
    if decision:
        version: dict[str, Any] = {
            "model": "reorders", "version": 1, "trained_for_day": DAY, "decision": decision,
            "reason": "No skill: chance.",
        }  # fmt: skip
        insert(connection, "ml.model_versions", [version])
    page = load_baskets(connection, load_brief(connection, DAY))
    assert words in page.missing
    assert words in render_page("baskets.html", **VALUES, **vars(page)).replace("&#39;", "'")


def test_before_a_training_there_are_no_figures() -> None:
    assert show_figures(None).rows == ()


def test_the_page_is_rendered_with_the_others(rendered: Rendered) -> None:
    page = rendered.read("baskets.html")
    assert "What will customers order again?" in page
    assert "could not be rendered" not in page
