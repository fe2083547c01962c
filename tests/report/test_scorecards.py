"""Scorecards: figures as counted from the orders, ranks, words, and a page that stays light."""

import re
from datetime import timedelta
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.scorecard_rows import NIGHTS, Ranking, UnitRow, rank_units
from include.report.scorecards import (
    SHOWN_BEST,
    SHOWN_WORST,
    draw_line,
    load_units,
    show_ranking,
    write_excess,
)
from include.report.summary import load_brief
from include.report.templates import render_page
from tests.report.conftest import DAY, Rendered
from tests.report.seed import Made

Seeded = tuple[Connection, Made]


def make_unit(name: str, now: tuple[int, int], before: tuple[int, int] = (0, 0)) -> UnitRow:
    """Return a seller with (orders, late) in the newest week and in the newest of the window
    before."""
    weeks = [(week, pair) for week, pair in ((0, now), (4, before)) if pair[0]]
    return UnitRow(
        "seller",
        name,
        None,
        [week for week, _ in weeks],
        [pair[0] for _, pair in weeks],
        [pair[1] for _, pair in weeks],
    )


def rank(*units: UnitRow) -> Ranking:
    ranking = rank_units(units)
    assert ranking is not None
    return ranking


def count(orders: list[dict[str, Any]], **which: str) -> tuple[int, int]:
    ((name, value),) = which.items()
    first = DAY - timedelta(days=NIGHTS - 1)
    settled = [
        bool(order["is_late"] or order["is_overdue"])
        for order in orders
        if order[name] == value
        and first <= order["promised_date"] <= DAY
        and (order["is_late"] is not None or order["is_overdue"])
    ]
    return len(settled), sum(settled)


@pytest.mark.parametrize(("kind", "column"), [("partner", "partner_id"), ("seller", "seller_id")])
def test_each_card_equals_a_count_of_its_orders(seeded: Seeded, kind: str, column: str) -> None:
    connection, made = seeded
    rows = [row for row in load_units(connection, load_brief(connection, DAY)) if row.kind == kind]
    cards = rank(*rows).cards
    assert {card.row.unit_id for card in cards} == {order[column] for order in made.orders}
    for card in cards:
        found = (card.volume.orders_count, card.volume.late_orders_count)
        assert found == count(made.orders, **{column: card.row.unit_id})


def test_the_partner_that_was_made_late_is_first_and_surely_later(seeded: Seeded) -> None:
    connection, _ = seeded
    units = load_units(connection, load_brief(connection, DAY))
    worst = rank(*[row for row in units if row.kind == "partner"]).cards[0]
    assert (worst.row.unit_id, worst.confidence, worst.rank_before) == ("P003", "surely later", 1)


def test_a_courier_with_three_deliveries_is_not_the_worst() -> None:
    ordinary = [make_unit(f"s{number}", (100, 10)) for number in range(9)]
    ranking = rank(make_unit("three", (3, 3)), make_unit("busy", (200, 60)), *ordinary)
    assert ranking.cards[0].row.unit_id == "busy"
    words = {card.row.unit_id: card.confidence for card in ranking.cards}
    assert words["three"] == "too few orders"
    assert words["busy"] == "surely later"


def test_the_rank_before_is_that_of_the_window_before() -> None:
    ranking = rank(
        make_unit("rises", (100, 40), before=(100, 1)),
        make_unit("falls", (100, 1), before=(100, 40)),
        make_unit("comes", (100, 20)),
        make_unit("gone", (0, 0), before=(100, 90)),
    )
    ranks = {card.row.unit_id: (card.rank, card.rank_before) for card in ranking.cards}
    assert ranks == {"rises": (1, 3), "comes": (2, None), "falls": (3, 2)}


def test_units_that_differ_by_chance_alone_are_said_to_be_alike() -> None:
    table = show_ranking("seller", rank(*[make_unit(f"s{n}", (100, 10)) for n in range(5)]))
    assert "no more than chance" in table.sentence
    assert {card.confidence for card in table.worst} == {"not told apart"}


def test_a_source_that_names_nobody_says_so(seeded: Seeded) -> None:
    connection, _ = seeded
    with connection.cursor() as cursor:
        cursor.execute("update gold.fact_orders set partner_id = null, seller_id = ''")
    assert load_units(connection, load_brief(connection, DAY)) == ()
    assert (
        show_ranking("partner", None).sentence == "No order of the last 28 nights names a partner."
    )


def test_a_week_without_orders_is_a_gap_in_the_line() -> None:
    line = draw_line(UnitRow("seller", "s", None, [0, 2, 3], [10, 10, 10], [1, 2, 0]), 0.1)
    assert line.path.count("M") == 2
    assert line.words.endswith("no orders, 0%, 20%, no orders, 10%.")
    assert write_excess(-0.01) == "+0.0"


def test_five_thousand_sellers_are_a_light_page_that_says_who_is_missing(seeded: Seeded) -> None:
    connection, _ = seeded
    sellers = [
        make_unit(f"<script>{n}" + "x" * 10_000, (20 + n % 50, n % 7), (30, n % 5))
        for n in range(5000)
    ]
    table = show_ranking("seller", rank(*sellers))
    assert (len(table.worst), len(table.best)) == (SHOWN_WORST, SHOWN_BEST)
    assert table.left_out_count == 5000 - SHOWN_WORST - SHOWN_BEST
    values = {"day": DAY, "source": "demo", "timezone": "UTC", "nights": NIGHTS}
    brief = load_brief(connection, DAY)
    text = render_page(
        "scorecards.html", brief=brief, tables={"partners": table, "sellers": table}, **values
    )
    assert len(text.encode()) < 1_000_000
    assert "4,950 more between these and the best 10" in text
    assert "<script" not in text


def test_a_later_night_changes_no_card_of_an_older_day(seeded: Seeded) -> None:
    connection, _ = seeded
    brief = load_brief(connection, DAY)
    before = load_units(connection, brief)
    with connection.cursor() as cursor:
        cursor.execute(
            "update gold.fact_orders set delivered_at = promised_at + interval '3 days',"
            " delivered_date = promised_date + 3, is_late = true, is_overdue = false"
            " where promised_date > %(day)s or is_overdue",
            {"day": DAY},
        )
    assert load_units(connection, brief) == before


def test_every_row_has_its_line_with_words(rendered: Rendered) -> None:
    page = rendered.read("scorecards.html")
    rows = re.findall(r"<tr[^>]*><td>.*?</tr>", page)
    assert len(rows) == 10 + 6
    for row in rows:
        assert re.search(r'role="img" aria-label="Late by week, oldest first: .+\."', row)
        assert re.search(r'<path d="M[\d.LMh -]+"', row)
