"""Whether the probabilities come true: what the page says of the bands and of the long run."""

from datetime import timedelta

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.calibration import load_calibration
from include.report.drawing import Chart
from include.report.summary import load_brief
from tests.report.conftest import DAY, Rendered
from tests.report.seed import Made, insert, make_outcomes

Seeded = tuple[Connection, Made]


def tell(connection: Connection, statement: str = "select 1") -> Chart:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"day": DAY, "tomorrow": DAY + timedelta(days=1)})
    return load_calibration(connection, load_brief(connection, DAY))


def test_expected_stands_beside_observed_with_the_farthest_band(seeded: Seeded) -> None:
    chart = tell(seeded[0])
    assert chart.title == "112 were expected late, 123 came late"
    assert "Of 1,423 orders scored in four weeks with a known outcome" in chart.takeaway
    assert "Farthest off is the band of 25 to 30%: +10.0 points over 120 orders." in chart.takeaway
    assert chart.table.rows[2] == ("25 to 30%", "120", "33", "45", "27.5%", "37.5%")


def test_the_long_run_is_stated_with_its_counts(seeded: Seeded) -> None:
    """28 nights of 80 settled orders: 12 expected late on each, 9 late but on the newest, 3."""
    chart = tell(seeded[0])
    assert chart.takeaway.endswith(
        "Over all 28 nights since Fri 20 Feb 2026: 336 expected, 246 late, of 2,240."
    )


@pytest.mark.parametrize("shift", [-1, 1])
def test_a_night_is_counted_once_as_its_newest_evening_knew_it(seeded: Seeded, shift: int) -> None:
    connection, _ = seeded
    other = {"known_by": DAY + timedelta(days=shift), "late_orders_count": 10, "hits_count": 10}
    rows = [make_outcomes(DAY, back, false_alarms_count=0) for back in range(2, 29)]
    endings = {"misses_count": 0, "alerts_count": 10}
    insert(connection, "ml.alert_outcomes", [row | other | endings for row in rows])
    assert "Over all 28 nights" in tell(connection).takeaway
    assert "336 expected, 246 late, of 2,240." in tell(connection).takeaway


def test_a_later_evening_is_not_read(seeded: Seeded) -> None:
    chart = tell(
        seeded[0],
        "insert into ml.calibration select %(tomorrow)s, model, band_from, band_to,"
        " settled_orders_count, 0, 0 from ml.calibration",
    )
    assert chart.title == "112 were expected late, 123 came late"


def test_where_nothing_is_settled_plain_text_says_so(seeded: Seeded) -> None:
    chart = tell(seeded[0], "truncate ml.calibration")
    assert (chart.title, chart.is_drawn) == ("Do the probabilities come true?", False)
    assert "has a known outcome" in chart.takeaway


def test_brief_and_risk_page_say_how_many_alerts_came_true(rendered: Rendered) -> None:
    sentence = "Of last week&#39;s 68 alerts 36 came true so far"
    assert f"{sentence}." in rendered.read("index.html")
    assert sentence in rendered.read("risk.html")
    assert "<h2>112 were expected late" in rendered.read("risk.html")
