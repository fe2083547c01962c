"""A day is rendered from one snapshot, recorded as a step, and refused before it is published."""

from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.charts import draw_month_png
from include.report.render import render_day
from include.report.summary import load_brief
from include.report.templates import PAGES
from include.settings import load_settings
from tests.report.conftest import DAY
from tests.report.seed import Made

Seeded = tuple[Connection, Made]


def test_a_day_that_gold_does_not_show_is_refused(seeded: Seeded) -> None:
    tomorrow = DAY + timedelta(days=1)
    with pytest.raises(ValueError, match=f"{tomorrow} has no report: gold was not published"):
        render_day(tomorrow)


def test_the_step_is_recorded_with_the_weight_of_each_page(seeded: Seeded) -> None:
    connection, _ = seeded
    sizes = render_day(DAY)
    with connection.cursor() as cursor:
        cursor.execute("select state, detail from ops.steps where step = 'report'")
        assert cursor.fetchone() == ("done", sizes | {"broken_sections": []})
    assert sizes["broken_sections"] == 0
    assert set(PAGES) <= set(sizes)


def test_a_night_without_anything_is_rendered_and_says_so(warehouse: str) -> None:
    connection = psycopg2.connect(warehouse)
    with connection, connection.cursor() as cursor:
        cursor.execute("insert into ops.published_days (day) values (%s)", (DAY,))
    connection.close()
    render_day(DAY)
    folder = load_settings().site / str(DAY)
    for page, sentence in {
        "index.html": "No order was promised for this day",
        "kpis.html": "This source has no orders",
        "risk.html": "No scores tonight",
        "shap.html": "No order was explained tonight",
        "drift.html": "Drift was not measured for this night",
        "quality.html": "No file was loaded for this day",
    }.items():
        assert sentence in (folder / page).read_text(encoding="utf-8"), page


def test_an_older_day_shows_nothing_of_later_days(seeded: Seeded) -> None:
    connection, _ = seeded
    older = DAY - timedelta(days=3)
    with connection.cursor() as cursor:
        cursor.execute("insert into ops.published_days (day) values (%s)", (older,))
    connection.commit()
    render_day(older)
    site: Path = load_settings().site
    for page in PAGES:
        text = (site / str(older) / page).read_text(encoding="utf-8")
        for later in (DAY, DAY - timedelta(days=1), DAY - timedelta(days=2)):
            assert str(later) not in text, page
            assert f"{later.day} {later:%b}" not in text, page


def test_the_mail_gets_a_picture_with_and_without_orders(seeded: Seeded) -> None:
    connection, _ = seeded
    picture = draw_month_png(connection, load_brief(connection, DAY))
    with connection.cursor() as cursor:
        cursor.execute("truncate gold.daily_kpis")
    note = draw_month_png(connection, load_brief(connection, DAY))
    assert picture.startswith(b"\x89PNG")
    assert note.startswith(b"\x89PNG")
    assert len(picture) < 200_000
