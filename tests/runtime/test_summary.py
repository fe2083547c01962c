"""What the last lines of a run say."""

from datetime import date

from include.runtime.summary import describe_alerts

DAY = date(2026, 8, 11)


def test_alerts_are_told_of_scored_orders_or_that_none_was_scored() -> None:
    assert describe_alerts(3, 1200, DAY) == "3 of 1,200 open orders on 2026-08-11"
    assert describe_alerts(0, 0, DAY) == "none: no order was scored on 2026-08-11"
