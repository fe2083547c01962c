"""The cards of alerted orders: all of them on one page, which stays light."""

from zoneinfo import ZoneInfo

import psycopg2
import pytest

from include.report.risk import load_risk
from include.report.risk_orders import FULL_ORDERS, SHOWN_ORDERS, SOME_GROUPS
from include.report.risk_rows import FeatureRow, GroupRow
from include.report.summary import load_brief
from include.report.templates import render_page
from include.report.waterfall import draw_waterfall
from tests.report.conftest import DAY
from tests.report.seed import seed_warehouse

LONG = "Time since the handover: 12.3 days, 3.1 days longer than is usual on this route (8.9 days)"
NINETY_FEATURES = """
    insert into ml.delay_reasons
    select day, model, version, order_id, feature || '_' || copy, feature_group, '12.3 days',
        contribution / 10, rank + 100 + copy, sentence
    from ml.delay_reasons cross join generate_series(1, 8) as copies (copy)
    where feature <> '(base)'
"""


def test_two_hundred_alerts_of_ninety_features_weigh_less_than_a_megabyte(warehouse: str) -> None:
    connection = psycopg2.connect(warehouse)
    seed_warehouse(connection, DAY, days=8, orders_a_day=320, alerted=210)
    with connection.cursor() as cursor:
        cursor.execute("update ml.delay_reasons set sentence = %s", (LONG,))
        cursor.execute(NINETY_FEATURES)
    brief = load_brief(connection, DAY)
    page = load_risk(connection, brief, ZoneInfo("Europe/Berlin"))
    connection.close()
    assert (len(page.orders), page.left_out_count) == (SHOWN_ORDERS, 10)
    values = {"source": "demo", "day": DAY, "timezone": "Europe/Berlin"}
    text = render_page("risk.html", **values, **vars(page))
    assert text.count("<article") == SHOWN_ORDERS
    assert len(text.encode()) <= 1_000_000
    full, short = page.orders[0].waterfall, page.orders[FULL_ORDERS].waterfall
    assert full is not None
    assert short is not None
    assert sum(not line.is_sum for line in full.lines) == 90
    assert len(short.steps) == 1 + SOME_GROUPS + 1
    assert short.steps[-1].name == "Others"


def make_groups(*contributions: float) -> list[GroupRow]:
    groups = [
        GroupRow("O1", group, contribution, "Why.")
        for group, contribution in zip(("promise", "seller", "route"), contributions, strict=False)
    ]
    return [*groups, GroupRow("O1", "base", -1.0, "Base.")]


@pytest.mark.parametrize("most_groups", [1, 2, 9])
def test_whatever_is_shown_the_last_bar_ends_at_the_orders_own_risk(most_groups: int) -> None:
    drawn = draw_waterfall(
        make_groups(1.5, -0.8, 0.3), [], most_groups=most_groups, most_features=0
    )
    assert [drawn.steps[0].risk, drawn.steps[-1].risk] == ["27%", "50%"]
    assert drawn.lines[-1].contribution == "0.00"
    assert max(step.left + step.width for step in drawn.steps) == 100
    assert min(step.left for step in drawn.steps) == 0


def test_a_value_that_is_not_known_says_so() -> None:
    features = [FeatureRow("O1", "promise", "days_to_promise", None, 0.2)]
    drawn = draw_waterfall(make_groups(0.2), features, most_groups=9, most_features=9)
    (line,) = [line for line in drawn.lines if not line.is_sum]
    assert (line.name, line.value) == ("time left to the promise", "not known")
