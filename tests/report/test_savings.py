"""The curve of expected saving: where it is highest, and how far the day's minutes reach."""

from dataclasses import replace

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.scoring import expect_saving
from include.ml.spec import load_spec
from include.report.savings import draw_savings, find_curve, load_savings
from include.report.summary import Brief, load_brief
from tests.report.conftest import DAY, Rendered
from tests.report.seed import Made

Seeded = tuple[Connection, Made]
MONEY = load_spec("delay_open").money
RISKS = [0.9, 0.8, 0.5, 0.3, 0.2, 0.1, 0.05]


@pytest.fixture
def brief(seeded: Seeded) -> Brief:
    return load_brief(seeded[0], DAY)


def test_the_curve_adds_up_what_each_order_saves_less_its_cost() -> None:
    curve = find_curve(RISKS, MONEY)
    assert curve.savings[0] == 0
    assert curve.savings[3] == pytest.approx((0.9 + 0.8 + 0.5) * 0.5 * 40 - 3 * 5)
    assert (curve.worth, curve.acted) == (4, 4)
    assert max(curve.savings) == curve.savings[4]
    alerted = sum(expect_saving(MONEY, risk) for risk in RISKS[:4])
    assert curve.savings[4] == pytest.approx(alerted, abs=0.05)


def test_minutes_limit_the_orders_acted_on(brief: Brief) -> None:
    short = replace(MONEY, minutes_per_day=30)
    curve = find_curve(RISKS, short)
    assert (curve.capacity, curve.acted) == (2, 2)
    chart = draw_savings(curve, short, brief)
    assert chart.title == "Acting on 2 orders is expected to save €24"
    assert chart.takeaway == (
        "There is time for 2 a day (dashed): 30 minutes, 12 for each. With more, 4 orders are worth"
        " it, to save €30 (dot): those with a risk of 25% and more. The next one costs more than it"
        " saves."
    )
    assert [row[0] for row in chart.table.rows] == ["1", "2", "4", "5", "7"]
    assert chart.table.rows[3] == ("5", "20%", "\u2212€1.00", "€29.00")


def test_with_time_to_spare_the_page_says_where_acting_stops_to_pay(brief: Brief) -> None:
    chart = draw_savings(find_curve(RISKS, MONEY), MONEY, brief)
    assert chart.title == "Acting on 4 orders is expected to save €30"
    assert "There is time for 40 a day: 480 minutes, 12 for each. 4 orders are worth" in (
        chart.takeaway
    )


def test_where_nothing_is_worth_it_the_page_says_so(brief: Brief) -> None:
    chart = draw_savings(find_curve([0.2, 0.1], MONEY), MONEY, brief)
    assert not chart.is_drawn
    assert chart.takeaway == (
        "Acting pays from a risk of 25% on; the riskiest of 2 open orders has 20%."
    )


def test_without_scores_the_page_says_why(seeded: Seeded) -> None:
    connection, _ = seeded
    with connection.cursor() as cursor:
        cursor.execute("truncate ml.delay_scores, ml.served_models")
        cursor.execute("update ml.model_versions set decision = 'no_skill'")
    chart = load_savings(connection, load_brief(connection, DAY))
    assert "no skill" in chart.takeaway


def test_the_curve_stands_on_the_risk_page(rendered: Rendered) -> None:
    risks = [score["probability"] for score in rendered.made.scores]
    worth = sum(risk >= MONEY.high_threshold for risk in risks)
    assert f"<h2>Acting on {worth} orders is expected to save €" in rendered.read("risk.html")
