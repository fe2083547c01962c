"""Every figure of the brief, the key figures and the digest, recounted from silver by pandas."""

import json
import math
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import pytest

from include.mail.digest import compose_subject, list_facts, say_trade
from include.report.archive import describe_headline, write_headline
from include.report.formats import (
    format_change,
    format_count,
    format_minutes,
    format_money,
    format_number,
    format_percent,
    format_points,
)
from include.report.front import fill_tiles
from include.report.kpis import KpiPage, KpiRange, load_kpis
from include.report.summary import Brief, load_brief
from include.report.templates import render_page
from include.settings import load_settings
from include.sources.contract import load_contract
from include.warehouse.publish import publish_gold
from tests.report.conftest import DAY
from tests.report.recount import Recount
from tests.report.silver_seed import seed_silver

RANGES = (7, 30, 365)
Night = tuple[Brief, KpiPage, Recount]


def back(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.fixture(scope="module")
def night(
    postgres_url: Any, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Night]:
    """Publish a business of silver and read its brief and key figures, once for all tests."""
    name = "reconciled"
    with closing(psycopg2.connect(postgres_url("postgres"))) as root:
        root.autocommit = True
        root.cursor().execute(f"create database {name} template {template_database}")
    with (
        pytest.MonkeyPatch.context() as patch,
        closing(psycopg2.connect(postgres_url(name))) as connection,
    ):
        patch.setenv("NIGHTSHIFT_SOURCE", "demo")
        patch.setenv("NIGHTSHIFT_WAREHOUSE_URL", postgres_url(name))
        patch.setenv("NIGHTSHIFT_SITE", str(tmp_path_factory.mktemp("site")))
        load_settings.cache_clear()
        seed_silver(connection, DAY)
        publish_gold(DAY, is_full=True)
        timezone = load_contract("demo").timezone
        brief = load_brief(connection, DAY)
        page = load_kpis(connection, brief, timezone)
        yield brief, page, Recount(connection, DAY, ZoneInfo(timezone))
    load_settings.cache_clear()


def test_the_seed_has_what_can_go_wrong(night: Night) -> None:
    orders = night[2].orders
    today = orders[orders["promised_on"] == DAY]
    assert today["came_late"].any()
    assert today["overdue"].any()
    assert today["on_time"].any()
    assert orders["is_cancelled"].sum() > 20
    assert ((orders["status"] == "delivered") & orders["delivered_at"].isna()).any()
    assert (orders["ordered_on"] != orders["ordered_at"].dt.tz_convert("UTC").dt.date).any()


def test_the_brief_equals_a_recount(night: Night) -> None:
    brief, _, recount = night
    today, before = recount.settled(DAY, DAY), recount.settled(back(28), back(1))
    placed = recount.placed(DAY, DAY)
    assert brief.promised_orders_count == len(today)
    assert brief.late_orders_count == today["late"].sum()
    assert brief.on_time_rate == pytest.approx(today["on_time"].mean())
    assert brief.on_time_rate_usual == pytest.approx(before["on_time"].mean())
    assert brief.orders_count == len(placed)
    assert brief.revenue_amount == placed["revenue"].sum()
    assert brief.overdue_orders_count == recount.open_overdue(30)
    assert brief.orders_count_usual == pytest.approx(len(recount.placed(back(28), back(1))) / 28)
    usual_revenue = recount.placed(back(28), back(1))["revenue"].sum()
    assert brief.revenue_amount_usual == pytest.approx(float(usual_revenue) / 28)


def test_the_usual_range_equals_a_recount(night: Night) -> None:
    brief, _, recount = night
    before = recount.settled(back(28), back(1))
    rate, days = before["on_time"].mean(), before.groupby("promised_on")["on_time"]
    spread = math.sqrt((days.size() * (days.mean() - rate) ** 2).sum() / len(before))
    chance = math.sqrt(rate * (1 - rate) / brief.promised_orders_count)
    reach = 2 * max(spread, chance)
    assert brief.usual_range == pytest.approx((max(0, rate - reach), min(1, rate + reach)))


def test_the_worst_places_and_their_damage_equal_a_recount(night: Night) -> None:
    brief, _, recount = night
    late = recount.settled(DAY, DAY).query("late")
    counts = late["place"].fillna("(no area)").value_counts()
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))[:3]
    assert [(area, count) for area, count, _ in brief.worst_areas] == ranked
    assert [share for *_, share in brief.worst_areas] == [
        pytest.approx(count / len(late)) for _, count in ranked
    ]


def test_the_sentences_of_the_brief_equal_a_recount(night: Night) -> None:
    brief, _, recount = night
    late = recount.settled(back(6), DAY).query("came_late")
    stated = late[late["delay_reason"].fillna("") != ""].groupby("delay_reason")
    found = {f"“{reason}”": (len(rows), rows["delay"].mean()) for reason, rows in stated}
    told = [reason for reason in brief.top_reasons if reason.startswith("“")]
    assert len(told) == 2
    for sentence in told:
        count, delay = found[sentence.split(" was stated")[0]]
        assert f"stated for {count} of {len(late)} late deliveries" in sentence
        assert sentence.endswith(f"{format_minutes(delay)} late on average.")
    overdue = int(recount.settled(DAY, DAY)["overdue"].sum())
    (action,) = [action for action in brief.actions if action.startswith("Tell the customers")]
    assert f"of {recount.open_overdue(30)} orders still open" in action
    assert f"{overdue} of them for this day" in action


def find_range(page: KpiPage, days: int) -> tuple[KpiRange, date]:
    return next(one for one in page.ranges if one.days == days), back(days - 1)


def recount_cards(recount: Recount, first: date, last: date) -> dict[str, Any]:
    placed, settled = recount.placed(first, last), recount.settled(first, last)
    spend, revenue = recount.spent(first, last), placed["revenue"].sum()
    return {
        "On-time rate": settled["on_time"].mean(),
        "Late orders": int(settled["late"].sum()),
        "Average delay": settled["delay"].mean(),
        "Orders": len(placed),
        "Revenue": revenue,
        "Basket": float(revenue) / int((~placed["is_cancelled"]).sum()),
        "Marketing spend": spend,
        "ROAS": float(revenue / spend),
    }


def write_money(value: Any) -> str:
    return format_money(value, "EUR", 2 if abs(value) < 1000 else 0)


WRITERS = {
    "On-time rate": format_percent,
    "Late orders": format_count,
    "Average delay": format_minutes,
    "Orders": format_count,
    "Revenue": write_money,
    "Basket": write_money,
    "Marketing spend": write_money,
    "ROAS": format_number,
}


@pytest.mark.parametrize("days", RANGES)
def test_the_cards_equal_a_recount(night: Night, days: int) -> None:
    _, page, recount = night
    shown, first = find_range(page, days)
    expected = {
        name: WRITERS[name](value) for name, value in recount_cards(recount, first, DAY).items()
    }
    assert {card.name: card.value for card in shown.cards} == expected


@pytest.mark.parametrize("days", [7, 30])
def test_the_changes_on_the_range_before_equal_a_recount(night: Night, days: int) -> None:
    _, page, recount = night
    shown, first = find_range(page, days)
    now = recount_cards(recount, first, DAY)
    before = recount_cards(recount, first - timedelta(days=days), first - timedelta(days=1))
    for card in shown.cards:
        value, earlier = float(now[card.name]), float(before[card.name])
        is_share = card.name == "On-time rate"
        change = format_points(value - earlier) if is_share else format_change(value / earlier - 1)
        assert card.change == change, card.name


def find_table(shown: KpiRange, *columns: str) -> list[tuple[str, ...]]:
    """Return the rows of the narrowest table that starts with these columns."""
    found = [
        one.table for one in shown.charts.values() if one.table.columns[: len(columns)] == columns
    ]
    return list(min(found, key=lambda table: len(table.columns)).rows)


def test_each_day_of_the_trends_equals_a_recount(night: Night) -> None:
    _, page, recount = night
    shown, first = find_range(page, 30)
    days = [first + timedelta(days=number) for number in range(30)]
    cards = {day: (recount.placed(day, day), recount.settled(day, day)) for day in days}
    for name, read in {
        "Late orders": lambda placed, settled: format_count(int(settled["late"].sum())),
        "Orders": lambda placed, settled: format_count(len(placed)),
        "Cancelled orders": lambda placed, settled: format_count(placed["is_cancelled"].sum()),
        "Revenue": lambda placed, settled: write_money(placed["revenue"].sum()),
    }.items():
        rows = dict(find_table(shown, "Day", name))
        assert rows == {str(day): read(*found) for day, found in cards.items()}, name
    rates = {row[0]: row[1] for row in find_table(shown, "Day", "On time")}
    assert rates == {
        str(day): format_percent(settled["on_time"].mean()) for day, (_, settled) in cards.items()
    }
    spend = {row[0]: row[1:] for row in find_table(shown, "Day", "Revenue", "Spend")}
    for day, (placed, _) in cards.items():
        revenue, spent = placed["revenue"].sum(), recount.spent(day, day)
        roas = format_number(revenue / spent) if spent else format_number(None)
        money = (format_money(revenue, "EUR"), format_money(spent, "EUR"))
        assert spend[str(day)] == (*money, roas)


@pytest.mark.parametrize("days", RANGES)
def test_every_part_of_the_business_equals_a_recount(night: Night, days: int) -> None:
    _, page, recount = night
    shown, first = find_range(page, days)
    settled = recount.settled(first, DAY).assign(
        weekday=lambda rows: rows["promised_at"].dt.strftime("%a"),
        hour=lambda rows: rows["promised_at"].dt.strftime("%Hh"),
    )
    names = {"area": "place", "seller": "seller", "partner": "partner"}
    for part in ("area", "seller", "partner", "weekday", "hour"):
        rows = {row[0]: row[1:] for row in find_table(shown, part.capitalize(), "Promised")}
        expected = {}
        for key, found in settled.groupby(names.get(part, part)):
            label = str(key).replace("S", "Store ") if part == "seller" else str(key)
            late = int(found["late"].sum())
            expected[label] = (
                format_count(len(found)),
                format_count(late),
                format_percent(late / len(found)),
                format_minutes(found["delay"].mean()),
            )
        if part in {"weekday", "hour"}:
            rows = {label.zfill(3): row for label, row in rows.items()}
        assert rows == expected, part


@pytest.mark.parametrize("days", RANGES)
def test_the_stated_reasons_equal_a_recount(night: Night, days: int) -> None:
    _, page, recount = night
    shown, first = find_range(page, days)
    late = recount.settled(first, DAY).query("came_late")
    reasons = late["delay_reason"].fillna("").replace("", "(not stated)")
    expected = {
        reason: (
            format_count(len(found)),
            format_percent(len(found) / len(late)),
            format_minutes(found["delay"].mean()),
        )
        for reason, found in late.groupby(reasons)
    }
    assert {row[0]: row[1:] for row in find_table(shown, "Reason", "Late deliveries")} == expected


def test_the_same_figure_is_the_same_on_every_page_and_in_the_mail(night: Night) -> None:
    brief, page, recount = night
    today, placed = recount.settled(DAY, DAY), recount.placed(DAY, DAY)
    rate, late = format_percent(today["on_time"].mean()), int(today["late"].sum())
    revenue = format_money(placed["revenue"].sum(), "EUR")
    values = {"day": DAY, "source": "demo", "timezone": "Europe/Berlin"}
    trend = page.ranges[0].charts["on-time"]
    tiles = fill_tiles(brief)
    front = render_page("index.html", brief=brief, tiles=tiles, trend=trend, **values)
    key_figures = render_page("kpis.html", **values, **vars(page))
    promised = f"{late} of {len(today)} orders promised for the day"
    assert promised in front
    assert promised in list_facts(brief)[0]
    assert f">{rate}</" in front
    assert f"{rate} on time on" in key_figures
    assert compose_subject(brief).startswith(f"On time {rate} on")
    assert f": {late} late" in compose_subject(brief)
    assert revenue in front
    assert f"{len(placed)} orders" in say_trade(brief)
    assert f", {revenue} (usual" in say_trade(brief)
    line = json.loads(write_headline(describe_headline(brief)))
    assert format_percent(line["on_time_rate"]) == rate
    assert (line["late_orders_count"], line["orders_count"]) == (late, len(placed))
    assert format_money(line["revenue_amount"], "EUR") == revenue
