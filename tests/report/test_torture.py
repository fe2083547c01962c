"""What nobody sends on purpose: the pages say it as text, in its place, or leave it out."""

import html
import json
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.mail.digest import compose_digest
from include.mail.message import Picture
from include.report.archive import describe_headline, write_headline
from include.report.breakage import say_breakage
from include.report.drawing import say_nothing
from include.report.formats import NOTHING
from include.report.kpi_findings import KpiFindings
from include.report.kpi_rows import DailyRow, PartRow, add_days
from include.report.kpis import build_range
from include.report.metrics import METRICS, REVENUE
from include.report.part_charts import TABLED_PARTS, draw_parts, draw_times
from include.report.render import list_loaders, render_pages
from include.report.scorecard_rows import UnitRow, rank_units
from include.report.sections import BrokenPart
from include.report.subjects import ProductRow, Reviews
from include.report.summary import load_brief
from include.report.templates import PAGES, render_page
from tests.mail.test_digest import BRIEF
from tests.report.conftest import DAY, ENDLESS, FORMULA, Rendered
from tests.report.seed import Made

Seeded = tuple[Connection, Made]

ALIKE = DailyRow(DAY, 20, 1, Decimal("500.10"), 15, 3, Decimal("40.00"), 3, 120.0)
DAILY = [replace(ALIKE, date=DAY - timedelta(days=back)) for back in range(59, -1, -1)]


@pytest.mark.parametrize("page", PAGES)
def test_endless_text_is_cut_and_direction_marks_are_gone(rendered: Rendered, page: str) -> None:
    text = html.unescape(rendered.read(page))
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
    assert ENDLESS[:1] * 2 not in text
    assert max(len(run) for run in re.findall(r"[^<>]*raw[^<>]*", text) or [""]) < 1000


def test_a_formula_is_text_wherever_it_stands(rendered: Rendered) -> None:
    shown = html.unescape(rendered.read("kpis.html") + rendered.read("scorecards.html"))
    assert FORMULA[:12] in shown
    for page in PAGES:
        assert FORMULA not in rendered.read(page)  # its quotes are escaped


@pytest.mark.usefixtures("settings_env")
def test_a_product_named_like_a_formula_or_a_script_is_text_in_page_and_mail() -> None:
    name = f"{FORMULA}<script>"
    told = Reviews((), (ProductRow(name, 10, 9, 2.0),))
    brief = replace(BRIEF, worst_areas=(), top_reasons=(), actions=(), reviews=told)
    values = {"day": DAY, "source": "demo", "timezone": "UTC"}
    trend = say_nothing("Reviews", "None yet.")
    page = render_page("index.html", brief=brief, tiles=(), trend=trend, **values)
    mail = compose_digest(brief, "m@example.com", Picture("trend", b"\x89PNG"), None)
    for text in (page, mail.html):
        assert "<script>" not in text
        assert name in html.unescape(text)
    assert name in mail.text


def test_no_section_broke_on_hostile_text(rendered: Rendered) -> None:
    assert rendered.sizes["broken_sections"] == 0


def test_emoji_that_a_picture_cannot_cut_stay_in_its_table() -> None:
    names = ("\U0001f4a5" * 24, "\U0001f600" * 24, "North")
    parts = [PartRow(30, "area", name, 50, 9, 4.0) for name in names]
    chart = draw_parts("area", parts, add_days(DAILY))
    assert chart.wide.count("\u25a1") > 2
    assert "(2)" in chart.specification
    assert names[0] in {row[0] for row in chart.table.rows}


BAD_VALUES: list[dict[str, Any]] = [
    {"revenue_amount": Decimal("Infinity")},
    {"revenue_amount": Decimal("NaN")},
    {"revenue_amount": Decimal("-99.90")},
    {"spend_amount": Decimal("Infinity")},
    {"spend_amount": Decimal("-1")},
    {"delay_minutes": float("nan")},
    {"delay_minutes": float("-inf")},
    {"orders_count": 0, "cancelled_orders_count": 0, "on_time_orders_count": 0}
    | {"late_orders_count": 0, "revenue_amount": Decimal(0), "spend_amount": Decimal(0)},
]


@pytest.mark.parametrize("wrong", BAD_VALUES)
def test_a_figure_that_is_no_number_leaves_the_others_whole(wrong: dict[str, Any]) -> None:
    daily = (*DAILY[:-2], replace(DAILY[-2], **wrong), DAILY[-1])
    shown = build_range(7, KpiFindings("EUR", daily, (), {7: ()}, {}))
    assert not [chart for chart in shown.charts.values() if isinstance(chart, BrokenPart)]
    assert not re.search("(?i)nan|inf", " ".join(card.value + card.change for card in shown.cards))
    drawn = "".join(chart.wide + str(chart.table.rows) for chart in shown.charts.values())
    assert not re.search(r"\bNaN|\bInf|undefined", drawn)
    assert next(card for card in shown.cards if card.name == "Orders").value


def test_amounts_that_are_no_numbers_break_no_page_and_box_what_needs_them(seeded: Seeded) -> None:
    connection, _ = seeded
    wrong = ("Infinity", "-Infinity", "NaN", "-99.90")
    with connection.cursor() as cursor:
        for back, amount in enumerate(wrong):
            values = {"amount": amount, "date": DAY - timedelta(days=back)}
            for column in ("revenue_amount", "spend_amount"):
                cursor.execute(
                    f"update gold.daily_kpis set {column} = %(amount)s where date = %(date)s",
                    values,
                )
        cursor.execute("update ml.delay_scores set expected_saving_amount = 'NaN'")
        cursor.execute("update gold.fact_orders set revenue_amount = 'NaN' where area = 'Harbour'")
    connection.commit()
    brief = load_brief(connection, DAY)
    loaders = list_loaders(connection, brief, "Europe/Berlin")
    common = {"source": "demo", "day": DAY, "timezone": "Europe/Berlin", "has_evidently": False}
    pages, broken = render_pages(loaders, common)
    assert {one.name for one in broken} == {"Marketing"}
    assert pages["kpis.html"].count('<section class="card chart') == 3 * 14
    for page, text in pages.items():
        assert not re.search(r"\b(NaN|nan|Infinity|inf)\b", text), page
    picture = Picture("trend", b"\x89PNG")
    mail = compose_digest(brief, "m@example.com", picture, None, say_breakage(broken, DAY, "demo"))
    day = DAY - timedelta(days=2)
    assert f"KPIs, Marketing: ValueError: revenue or marketing spend of {day} is" in mail.text
    assert json.loads(write_headline(describe_headline(brief)))["revenue_amount"] is None


def test_a_change_to_or_from_no_number_is_neither_good_nor_bad() -> None:
    for metric in METRICS:
        for value in (Decimal("NaN"), Decimal("Infinity"), float("nan")):
            assert metric.judge_change(value, 10) == metric.judge_change(10, value) == "same"
            assert metric.write_change(value, 10) == metric.write_change(10, value) == ""
    assert REVENUE.write(Decimal("NaN"), "EUR") == NOTHING


def test_five_thousand_stores_are_a_table_of_the_worst() -> None:
    parts = [
        PartRow(30, "seller", f"S{number:05d}", 1 + number % 40, number % 2, None)
        for number in range(5000)
    ]
    chart = draw_parts("seller", parts, add_days(DAILY))
    assert len(chart.table.rows) == TABLED_PARTS
    assert len(chart.wide + chart.narrow) < 60_000


def test_a_store_with_one_order_is_shown_and_not_blamed() -> None:
    parts = [PartRow(30, "seller", "one", 1, 1, 5.0), PartRow(30, "seller", "many", 90, 40, 9.0)]
    assert "many is late most" in draw_parts("seller", parts, add_days(DAILY)).title
    alone = draw_parts("seller", parts[:1], add_days(DAILY))
    assert alone.is_drawn
    assert not draw_times("hour", [PartRow(30, "hour", "09", 1, 1, None)]).is_drawn
    ranking = rank_units([UnitRow("seller", "one", None, [0], [1], [1])])
    assert ranking is not None
    assert ranking.cards[0].confidence == "too few orders"
