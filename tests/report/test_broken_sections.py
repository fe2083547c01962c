"""A section that breaks is a box that names its error; every other one is whole."""

import logging
import re
from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import drift, kpis, records, render, risk, templates
from include.report.kpi_rows import RANGES
from include.report.render import list_loaders, render_day, render_pages
from include.report.summary import load_brief
from include.report.templates import PAGES, TEMPLATES, render_page
from tests.report.conftest import DAY, Rendered
from tests.report.seed import Made

Seeded = tuple[Connection, Made]
BOX = re.compile(r'<section class="card broken"[^>]*><h2>(.*?): not rendered</h2>\s*<p>(.*?)</p>')


def fail(*_: object, **__: object) -> Any:
    raise ValueError("never heard of anna@example.com\nDETAIL: the whole row")


def render_texts(connection: Connection, *pages: str) -> tuple[dict[str, str], int]:
    """Render the brief and some other pages; return their text and how many sections broke."""
    loaders = list_loaders(connection, load_brief(connection, DAY), "Europe/Berlin")
    common = {"source": "demo", "day": DAY, "timezone": "Europe/Berlin", "has_evidently": False}
    texts, broken = render_pages({page: loaders[page] for page in ("index.html", *pages)}, common)
    return texts, len(broken)


def count_charts(page: str) -> int:
    return page.count('<section class="card chart')


def test_a_night_without_faults_has_no_broken_section(rendered: Rendered) -> None:
    assert not [page for page in PAGES if BOX.search(rendered.read(page))]
    assert rendered.sizes["broken_sections"] == 0


def test_a_chart_that_cannot_be_drawn_leaves_all_others_whole(
    seeded: Seeded, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    connection, _ = seeded
    whole, _ = render_texts(connection, "risk.html", "drift.html")
    monkeypatch.setattr(risk, "load_outcomes", fail)
    texts, count = render_texts(connection, "risk.html", "drift.html")
    boxes = BOX.findall(texts["risk.html"])
    assert boxes == [("Earlier alerts", "ValueError: never heard of (hidden)")]
    assert count == 1
    assert count_charts(texts["risk.html"]) == count_charts(whole["risk.html"]) - 1
    assert texts["drift.html"] == whole["drift.html"]
    assert "1 section of the report could not be rendered" in texts["index.html"]
    line = "<li>Risk, Earlier alerts: ValueError: never heard of (hidden) "
    assert f'{line}<a class="follow" href="risk.html#outcomes">' in texts["index.html"]
    assert 'id="outcomes"><h2>Earlier alerts: not rendered</h2>' in texts["risk.html"]
    shown = "".join(texts.values())
    assert "Traceback" not in shown
    assert "the whole row" not in shown
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert sum(bool(record.exc_info) for record in errors) == 1
    assert any("1 section of" in record.getMessage() for record in errors)


def test_the_ranges_break_one_by_one(seeded: Seeded, monkeypatch: pytest.MonkeyPatch) -> None:
    connection, _ = seeded
    monkeypatch.setattr(kpis, "draw_times", fail)
    assert render_texts(connection, "kpis.html")[1] == 2 * len(RANGES)


def test_how_many_sections_broke_is_recorded_with_the_step(
    seeded: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, _ = seeded
    monkeypatch.setattr(drift, "draw_drift", fail)
    assert render_day(DAY)["broken_sections"] == 1
    with connection.cursor() as cursor:
        cursor.execute("select detail -> 'broken_sections' from ops.steps where step = 'report'")
        ((found,),) = cursor.fetchall()
    assert found == [
        {
            "page": "drift.html",
            "name": "Drift by column",
            "error": "ValueError: never heard of (hidden)",
            "anchor": "columns",
        }
    ]


def test_a_query_that_fails_does_not_end_those_after_it(
    seeded: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, _ = seeded
    read = records.read_sql

    def break_quarantine(name: str) -> str:
        return "select 1 / 0" if name == "report/quarantine.sql" else read(name)

    monkeypatch.setattr(records, "read_sql", break_quarantine)
    text = render_texts(connection, "quality.html")[0]["quality.html"]
    assert set(BOX.findall(text)) == {("In quarantine", "DivisionByZero: division by zero")}
    assert "An order has a status that nobody knows" in text
    assert "3,170 read" in text


def test_an_error_of_a_template_stays_in_its_section(
    seeded: Seeded, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    connection, _ = seeded
    environment = templates._open_environment()
    source = (TEMPLATES / "index.html.j2").read_text(encoding="utf-8")
    wrong = source.replace("</i>Why</h2>", "</i>Why {{ brief.reason_nobody_wrote }}</h2>")
    assert wrong != source
    assert environment.loader
    loader = ChoiceLoader([DictLoader({"index.html.j2": wrong}), environment.loader])
    monkeypatch.setattr(environment, "loader", loader)
    monkeypatch.setattr(environment, "cache", None)
    text = render_texts(connection)[0]["index.html"]
    assert [name for name, _ in BOX.findall(text)] == ["Why"]
    assert "UndefinedError" in BOX.findall(text)[0][1]
    assert any(record.exc_info for record in caplog.records)
    assert "</i>What went wrong</h2>" in text
    assert "</i>What to do</h2>" in text


def test_a_page_that_cannot_be_read_at_all_names_its_error(
    seeded: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, _ = seeded
    monkeypatch.setattr(render, "load_drift", fail)
    texts, _ = render_texts(connection, "drift.html", "quality.html")
    assert BOX.findall(texts["drift.html"]) == [("Drift", "ValueError: never heard of (hidden)")]
    assert '<a href="index.html">Brief</a>' in texts["drift.html"]
    assert "1 section of the report could not be rendered" in texts["index.html"]
    assert not BOX.search(texts["quality.html"])


def test_a_brief_that_cannot_be_read_fails_the_task(
    seeded: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "load_brief", fail)
    with pytest.raises(ValueError, match="never heard of"):
        render_day(DAY)


def test_without_a_list_to_keep_it_an_error_of_a_section_is_raised() -> None:
    with pytest.raises(Exception, match="undefined"):
        render_page("drift.html", day=DAY, source="demo", timezone="UTC")
