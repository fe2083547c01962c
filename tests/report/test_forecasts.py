"""The forecasts page: likely breaches, jumps of demand, products unlike the others, and by whom."""

from dataclasses import replace
from datetime import timedelta

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.forecast_actions import is_jump, list_breach_actions, list_demand_actions
from include.report.forecast_rows import ForecastRow
from include.report.forecasts import load_forecasts
from include.report.records import load_records
from include.report.render import render_page
from include.report.summary import load_brief
from tests.report.conftest import DAY, Rendered
from tests.report.forecasts_seed import insert_forecasts
from tests.report.seed import Made, insert

Seeded = tuple[Connection, Made]
VALUES = {"day": DAY, "source": "demo", "timezone": "UTC"}


def load_rows(connection: Connection) -> tuple[ForecastRow, ...]:
    insert_forecasts(connection, DAY)
    return load_records(connection, "forecasts", ForecastRow, DAY)


def test_the_page_tells_late_orders_demand_and_products(seeded: Seeded) -> None:
    connection, _ = seeded
    insert_forecasts(connection, DAY)
    page = load_forecasts(connection, load_brief(connection, DAY))
    assert page.finding.startswith(
        "About 54 of 332 orders due within 7 days will be late (16%; 90%: 38 to 76 orders);"
        " more than the agreed 10% with a probability of 97%."
    )
    assert page.late.title == "1 area will probably break the agreed 10%"
    assert page.demand.title == "“Fruit” will have 64% of next week's demand"
    assert [row[0] for row in page.products.rows] == ["P1", "P2"]
    assert page.products_finding.startswith("1 of 3 products sold far more or far less")
    titles = [title for title, _ in page.late_tables]
    assert "By group of sellers, within 14 days" in titles
    (table,) = [table for title, table in page.demand_tables if title == "By category"]
    assert table.rows[0][:3] == ("Fruit", "100", "150 (105 to 210)")


def test_who_served_is_named_with_what_the_gate_found(seeded: Seeded) -> None:
    connection, _ = seeded
    insert_forecasts(connection, DAY)
    version = {
        "model": "late_orders", "trained_for_day": DAY - timedelta(days=2), "decision": "first",
        "metrics": '{"headline": "0.151"}', "run_id": "r",
    }  # fmt: skip
    insert(connection, "ml.model_versions", [
        version | {"version": 3, "reason": "Promoted: nearer."},
        version | {"version": 4, "trained_for_day": DAY + timedelta(days=5), "reason": "Later."},
    ])  # fmt: skip
    late, demand, _ = load_forecasts(connection, load_brief(connection, DAY)).evidence
    assert late.startswith("Late orders: sum of probabilities (version 3). Judged on")
    assert "Promoted: nearer. Its error on the test: 0.151." in late
    assert "Later" not in late
    assert "the mean of the last 8 weeks (a plain method, for nothing beats it yet)" in demand


def test_what_sales_rest_on_is_drawn_by_size_in_words(seeded: Seeded) -> None:
    connection, _ = seeded
    insert_forecasts(connection, DAY)
    version = {
        "model": "product_sales", "version": 1, "trained_for_day": DAY, "decision": "first",
        "reason": "Promoted.", "run_id": "r",
        "metrics": '{"importance": {"stars_average": 0.1, "reviews_count": 0.4}}',
    }  # fmt: skip
    before = load_forecasts(connection, load_brief(connection, DAY)).sales_reasons
    assert before.takeaway == "No trees have been trained on the sales of products yet."
    insert(connection, "ml.model_versions", [version])
    chart = load_forecasts(connection, load_brief(connection, DAY)).sales_reasons
    assert chart.title == "Sales rest most on: reviews"
    assert chart.table.rows == (("reviews", "0.40"), ("stars", "0.10"))


def test_a_likely_breach_asks_for_action_and_names_the_worst_areas(seeded: Seeded) -> None:
    rows = load_rows(seeded[0])
    (said,) = list_breach_actions(rows)
    assert said.startswith("Free carriers and warn customers: about 54 of 332 orders due within 7")
    assert said.endswith("Most in North 40 of 200.")  # of 12 orders due, a share says nothing
    calm = tuple(
        replace(row, breach_probability=0.3) if row.grain == "all" else row for row in rows
    )
    (said,) = list_breach_actions(calm)
    assert said.startswith("Look at the carriers of 1 area where more than the agreed 10%")
    assert list_breach_actions(tuple(replace(row, breach_probability=0.49) for row in rows)) == ()
    assert list_breach_actions(()) == ()


def test_a_jump_of_demand_asks_for_stock_and_a_usual_week_for_nothing(seeded: Seeded) -> None:
    rows = load_rows(seeded[0])
    assert list_demand_actions(rows) == (
        "Stock up on “Fruit”: 150 pieces expected next week, 50% more than usual.",
    )
    (fruit,) = [row for row in rows if row.group_key == "Fruit" and row.horizon_days == 7]
    assert is_jump(replace(fruit, expected=60, lower_50=50, upper_50=70))
    assert not is_jump(replace(fruit, lower_50=95))
    assert not is_jump(replace(fruit, lower_50=None))
    assert not is_jump(replace(fruit, expected=120))


def test_brief_and_digest_tell_the_breach_and_lead_to_its_place(seeded: Seeded) -> None:
    connection, _ = seeded
    before = {str(action) for action in load_brief(connection, DAY).actions}
    insert_forecasts(connection, DAY)
    brief = load_brief(connection, DAY)
    new = [action for action in brief.actions if str(action) not in before]
    assert [action.address for action in new] == ["forecasts.html#late", "forecasts.html#demand"]
    other = load_brief(connection, DAY - timedelta(days=1))
    assert not any("forecasts" in action.address for action in other.actions)


def test_a_night_without_forecasts_says_so(seeded: Seeded) -> None:
    connection, _ = seeded
    page = load_forecasts(connection, load_brief(connection, DAY))
    text = render_page("forecasts.html", **VALUES, **vars(page))
    assert "Nothing was forecast this night" in text


def test_forecasts_without_settled_ones_have_no_interval_yet(seeded: Seeded) -> None:
    connection, _ = seeded
    insert_forecasts(connection, DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "update ml.forecasts set lower_50 = null, upper_50 = null, lower_90 = null,"
            " upper_90 = null, breach_probability = null"
        )
    page = load_forecasts(connection, load_brief(connection, DAY))
    text = render_page("forecasts.html", **VALUES, **vars(page))
    assert "not yet known" in text
    assert page.late.title == "No area will probably break the agreed 10%"


@pytest.mark.parametrize("place", ["late", "demand", "products"])
def test_the_page_is_rendered_with_the_others(rendered: Rendered, place: str) -> None:
    page = rendered.read("forecasts.html")
    assert f'id="{place}"' in page
    assert "could not be rendered" not in page
    assert "<i>Hill" not in page
