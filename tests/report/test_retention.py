"""Retention: heavy pages of old nights become notes; the brief, small pages and the line stay."""

from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from include.report import site as publishing
from include.report.retention import MARKERS, list_old, mark_heavy
from include.report.site import publish_night
from include.report.upload import Store
from include.settings import load_settings
from tests.report.test_publish import line

DAY = date(2026, 3, 20)
HEAVY, SMALL = "x" * 70_000, "small"


@pytest.fixture
def site(settings_env: pytest.MonkeyPatch) -> Path:
    settings_env.setenv("NIGHTSHIFT_PAGES_KEPT_DAYS", "3")
    load_settings.cache_clear()
    return load_settings().site


def publish(day: date, store: Store | None = None) -> dict[str, int]:
    pages = {"index.html": HEAVY, "risk.html": HEAVY, "drift.html": SMALL}
    return publish_night(load_settings(), replace(line(1), day=day), pages, store)


def read(site: Path, day: date) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in (site / str(day)).glob("*.html")}


def test_heavy_pages_of_old_nights_become_notes(site: Path) -> None:
    days = [DAY - timedelta(days=back) for back in range(6, -1, -1)]
    for day in days:
        publish(day)
        (site / str(day) / "evidently.html").write_text(HEAVY, encoding="utf-8")
    for day in days:
        pages = read(site, day)
        is_old = day < DAY - timedelta(days=3)
        assert pages["index.html"] == HEAVY
        assert pages["drift.html"] == SMALL
        for name in ("risk.html", "evidently.html"):
            assert ("was retired" in pages[name]) == is_old, (day, name)
        assert f'href="{day}/index.html"' in (site / "index.html").read_text("utf-8")


def test_a_note_is_small_stands_alone_and_leads_on(site: Path) -> None:
    for day in (DAY, DAY + timedelta(days=9)):
        publish(day)
    note = read(site, DAY)["risk.html"]
    links: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: links.extend(  # type: ignore[method-assign]
        str(value) for name, value in attrs if name == "href"
    )
    parser.feed(note)
    assert len(note) < 3000
    assert "default-src 'none'" in note
    assert links == ["index.html", "../index.html"]
    assert all((site / str(DAY) / link).is_file() for link in links)


def test_a_retired_night_that_runs_again_is_whole_until_the_next_night(site: Path) -> None:
    later = DAY + timedelta(days=9)
    for day in (DAY, later, DAY):
        publish(day)
    assert read(site, DAY)["risk.html"] == HEAVY
    publish(later)
    assert "was retired" in read(site, DAY)["risk.html"]


def test_a_site_from_before_there_were_notes_of_heavy_days_is_retired_too(site: Path) -> None:
    publish(DAY)
    (site / MARKERS / str(DAY)).unlink()
    (site / MARKERS).rmdir()
    mark_heavy(site, DAY + timedelta(days=9))
    assert list_old(site, DAY + timedelta(days=9), 3) == [DAY]


def test_a_night_whose_upload_failed_is_retired_on_the_store_by_the_next_run(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[date]] = []

    def upload(_: Path, __: list[date], retired: list[date], ___: Store) -> None:
        asked.append(retired)
        if len(asked) == 1:
            raise ConnectionError("down")

    monkeypatch.setattr(publishing, "upload_site", upload)
    publish(DAY)
    later, store = DAY + timedelta(days=9), Store(None, "site")
    with pytest.raises(ConnectionError):
        publish(later, store)
    publish(later, store)
    publish(later, store)
    assert asked == [[DAY], [DAY], []]
