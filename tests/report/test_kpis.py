"""The KPI page's figures, recomputed from the orders."""

from datetime import timedelta
from decimal import Decimal

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.kpi_findings import load_kpi_findings
from include.report.kpi_rows import RANGES, DailyRow, PartRow, add_days, cut_buckets, find_bands
from include.report.kpis import build_range, load_kpis
from include.report.metrics import LATE, METRICS, ON_TIME, REVENUE
from include.report.part_charts import name_apart
from include.report.records import load_records
from include.report.summary import load_brief
from tests.report.conftest import DAY
from tests.report.seed import Made

Seeded = tuple[Connection, Made]


def load_daily(connection: Connection) -> tuple[DailyRow, ...]:
    return load_records(connection, "daily", DailyRow, DAY)


@pytest.mark.parametrize("days", [7, 30])
def test_totals_equal_a_count_of_the_orders(seeded: Seeded, days: int) -> None:
    connection, made = seeded
    first = DAY - timedelta(days=days - 1)
    totals = add_days(load_daily(connection)[-days:])
    placed = [o for o in made.orders if first <= o["ordered_date"] <= DAY]
    promised = [o for o in made.orders if first <= o["promised_date"] <= DAY]
    delays = [o["delay_minutes"] for o in promised if o["is_late"] and o["delivered_date"] <= DAY]
    kept = sum(not o["is_cancelled"] for o in placed)
    assert totals.orders_count == len(placed)
    assert totals.kept_orders_count == kept
    assert totals.revenue_amount == sum(Decimal(str(o["revenue_amount"])) for o in placed)
    assert totals.basket_amount == pytest.approx(float(totals.revenue_amount) / kept)
    assert totals.late_orders_count == sum(bool(o["is_late"] or o["is_overdue"]) for o in promised)
    assert totals.average_delay_minutes == pytest.approx(sum(delays) / len(delays))


def test_the_parts_of_every_dimension_add_up_to_the_totals(seeded: Seeded) -> None:
    connection, _ = seeded
    totals = add_days(load_daily(connection)[-30:])
    parts = load_records(
        connection, "parts", PartRow, DAY, timezone="Europe/Berlin", ranges=list(RANGES)
    )
    for dimension in ("area", "seller", "partner", "weekday", "hour"):
        mine = [p for p in parts if p.range_days == 30 and p.dimension == dimension]
        assert sum(part.late_orders_count for part in mine) == totals.late_orders_count


def test_the_band_of_the_day_is_the_usual_range_of_the_brief(seeded: Seeded) -> None:
    connection, _ = seeded
    newest = find_bands(load_daily(connection), 30)[-1]
    brief = load_brief(connection, DAY)
    assert newest.date == DAY
    assert brief.usual_range is not None
    assert (newest.low, newest.high) == pytest.approx(brief.usual_range)
    assert newest.is_below == brief.is_unusual


def test_a_range_is_compared_with_the_whole_range_before_it_or_not_at_all(seeded: Seeded) -> None:
    connection, _ = seeded
    found = load_kpi_findings(connection, DAY, "EUR", "Europe/Berlin")
    daily = load_daily(connection)
    week, year = build_range(7, found), build_range(365, found)
    before = add_days(daily[-14:-7])
    late = next(card for card in week.cards if card.name == LATE.name)
    assert late.change == LATE.write_change(LATE.read(add_days(daily[-7:])), LATE.read(before))
    assert "compared with" in week.caption
    assert "only 61 of 365 days" in year.caption
    assert {card.change for card in year.cards} == {""}


def test_every_chart_has_a_title_a_takeaway_and_its_numbers(seeded: Seeded) -> None:
    connection, _ = seeded
    shown = build_range(30, load_kpi_findings(connection, DAY, "EUR", "Europe/Berlin"))
    for chart in shown.charts.values():
        assert chart.title
        assert chart.takeaway.endswith(".")
        assert not chart.is_drawn or chart.table.rows


def test_a_source_without_marketing_says_so_and_has_no_cards_for_it(seeded: Seeded) -> None:
    connection, _ = seeded
    with connection.cursor() as cursor:
        cursor.execute("update gold.daily_kpis set spend_amount = 0, roas = null")
    week = build_range(7, load_kpi_findings(connection, DAY, "EUR", "Europe/Berlin"))
    spend = week.charts["spend"]
    assert not spend.is_drawn
    assert "no marketing spend" in spend.takeaway
    assert not {"ROAS", "Marketing spend"} & {card.name for card in week.cards}


def test_a_source_without_orders_has_no_range(warehouse: str, seeded: Seeded) -> None:
    connection, _ = seeded
    with connection.cursor() as cursor:
        cursor.execute("truncate gold.daily_kpis, gold.fact_orders")
    assert load_kpis(connection, load_brief(connection, DAY), "Europe/Berlin").ranges == ()


def test_weeks_are_counted_back_from_the_day(seeded: Seeded) -> None:
    connection, _ = seeded
    weeks = cut_buckets(load_daily(connection), 7)
    assert weeks[-1].last_day == DAY
    assert {(week.last_day - week.first_day).days for week in weeks} == {6}


def test_a_change_is_judged_by_what_is_better() -> None:
    assert LATE.judge_change(12, 10) == "bad"
    assert REVENUE.judge_change(12, 10) == "good"
    assert ON_TIME.judge_change(0.9001, 0.9) == "same"
    assert {metric.judge_change(None, 1) for metric in METRICS} == {"same"}
    assert {metric.write_change(1, None) for metric in METRICS} == {""}


def test_parts_of_one_name_are_told_apart() -> None:
    assert name_apart(["North", "South", "North"]) == ["North", "South", "North (2)"]
