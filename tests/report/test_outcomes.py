"""What the risk page says of earlier alerts, and how it says that nothing is known."""

from datetime import timedelta
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.drawing import Chart
from include.report.outcomes import COLUMNS, TITLE, load_outcomes
from include.report.summary import load_brief
from tests.report.conftest import DAY, Rendered
from tests.report.seed import Made, insert, make_outcomes

Seeded = tuple[Connection, Made]
NOTHING_SETTLED = {"hits_count": 0, "false_alarms_count": 0, "waiting_alerts_count": 10}


def tell(connection: Connection, *nights: dict[str, Any]) -> Chart:
    with connection.cursor() as cursor:
        cursor.execute("truncate ml.alert_outcomes")
    insert(connection, "ml.alert_outcomes", list(nights))
    return load_outcomes(connection, load_brief(connection, DAY))


def test_of_last_weeks_alerts_so_many_came_true(seeded: Seeded) -> None:
    connection, _ = seeded
    nights = [make_outcomes(DAY, back) for back in range(29)]
    nights[3] = make_outcomes(DAY, 3, unanswered_alerts_count=2)
    chart = tell(connection, *nights)
    assert chart.title == "Of last week's 70 alerts 36 came true so far"
    assert chart.takeaway.startswith(
        "28 did not, 4 wait for the promise to pass, 2 ended without a delivery time."
        " Of the 64 with a known outcome the model expected 38."
        " Night by night, 63% of the scored orders that came late were alerted."
    )
    assert "As known on" not in chart.takeaway
    assert len(chart.table.rows) == 28
    assert len(chart.table.rows[0]) == len(COLUMNS)


def test_when_most_of_last_weeks_alerts_wait_four_weeks_are_told(seeded: Seeded) -> None:
    connection, _ = seeded
    waiting = [make_outcomes(DAY, back, **NOTHING_SETTLED) for back in range(8)]
    settled = [make_outcomes(DAY, back) for back in range(8, 29)]
    chart = tell(connection, *waiting, *settled)
    assert chart.title == "Of the last four weeks' 280 alerts 126 came true so far"


def test_without_a_waiting_alert_the_sentence_is_final(seeded: Seeded) -> None:
    connection, _ = seeded
    chart = tell(connection, make_outcomes(DAY, 5))
    assert chart.title == "Of last week's 10 alerts 6 came true"
    assert "wait" not in chart.takeaway


@pytest.mark.parametrize(
    ("nights", "said"),
    [
        ((), "No alert of an earlier night is on record yet."),
        ((make_outcomes(DAY, 0),), "No alert of an earlier night is on record yet."),
        (
            (make_outcomes(DAY, 1, **(NOTHING_SETTLED | {"waiting_alerts_count": 0})),),
            "No order was alerted in the nights before this one.",
        ),
        (
            (make_outcomes(DAY, 1, **NOTHING_SETTLED),),
            "10 alerts in the nights before this one, none with a known outcome yet:"
            " it is known once the promise has passed.",
        ),
    ],
)
def test_where_nothing_is_known_plain_text_says_so(
    seeded: Seeded, nights: tuple[dict[str, Any], ...], said: str
) -> None:
    chart = tell(seeded[0], *nights)
    assert (chart.title, chart.takeaway, chart.is_drawn) == (TITLE, said, False)


def test_a_report_of_an_older_day_reads_what_its_own_evening_knew(seeded: Seeded) -> None:
    connection, _ = seeded
    tomorrow = DAY + timedelta(days=1)
    later = make_outcomes(tomorrow, 3, hits_count=10, false_alarms_count=0)
    chart = tell(connection, make_outcomes(DAY, 2), later)
    assert chart.title == "Of last week's 10 alerts 6 came true"


def test_outcomes_of_an_earlier_evening_are_told_as_such(seeded: Seeded) -> None:
    connection, _ = seeded
    chart = tell(connection, make_outcomes(DAY - timedelta(days=1), 4))
    assert chart.title == "Of last week's 10 alerts 6 came true"
    assert chart.takeaway.endswith("As known on Thu 19 Mar: newer outcomes were not recorded.")


def test_the_page_tells_of_earlier_alerts(rendered: Rendered) -> None:
    page = rendered.read("risk.html")
    assert "<h2>Of last week&#39;s 68 alerts 36 came true so far</h2>" in page
