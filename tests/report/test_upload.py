"""The site on an object store: never half a night, whole again after a kill, nothing left over."""

import json
import os
import re
import signal
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from airflow.sdk import ObjectStoragePath
from airflow.sdk.io import attach
from fsspec.implementations.memory import MemoryFileSystem
from tenacity import wait_none

from include.report import upload
from include.report.archive import HEADLINE, save_archive, write_headline
from include.report.publish import save_folder
from include.report.retention import list_old, mark_heavy, retire_pages
from include.report.upload import Store, upload_day, upload_site
from include.settings import SettingError
from include.tasks import published_store
from tests.report.test_publish import line

DAY = date(2026, 3, 20)
PAGES = ("index.html", "kpis.html", "risk.html")
LEADS_TO = re.compile(r'http-equiv="refresh" content="0; url=(.*?)"')


@pytest.fixture
def memory(settings_env: pytest.MonkeyPatch) -> Iterator[Store]:
    """Publish on `memory://`, through Airflow's own path, as the task does."""
    attach(protocol="memory", fs=MemoryFileSystem())
    settings_env.setenv("NIGHTSHIFT_PUBLISH_TO", "memory://bucket/site")
    store = published_store()
    assert store is not None
    yield store
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


def write_night(site: Path, day: date, text: str, pages: tuple[str, ...] = PAGES) -> None:
    """Write a night whose every page holds `text`, as `publish_night` does."""
    mark_heavy(site, day)
    nav = "".join(f'<a href="{page}">.</a>' for page in pages)
    body = dict.fromkeys(pages, f"<p>{text}</p>{nav}<a href='../index.html'>.</a>")
    save_folder(site / str(day), {**body, HEADLINE: write_headline(line(day))})
    save_archive(site, day, "demo")


def follow(store: Store, name: str) -> tuple[str, str]:
    """Return where a reader of `name` ends, and what stands there."""
    found = store.read(name)
    assert found is not None, f"{name} is linked and not there"
    text = found.decode()
    if to := LEADS_TO.search(text):
        return follow(store, os.path.normpath(f"{name}/../{to[1]}"))
    return name, text


def read_night(store: Store, day: date) -> set[str]:
    """Return what a reader sees who opens the day at each of its pages and follows every link."""
    seen = set()
    for page in PAGES:
        if store.read(f"{day}/{page}") is None:
            continue
        place, text = follow(store, f"{day}/{page}")
        night = [text]
        for link in re.findall(r'href="([a-z]+\.html)"', text):
            night.append(follow(store, os.path.normpath(f"{place}/../{link}"))[1])
        found = {re.search(r"<p>(.*?)</p>", one)[1] for one in night}  # type: ignore[index]
        assert len(found) == 1, f"{page} leads into two nights: {found}"
        seen |= found
    return seen


def test_a_night_is_read_through_airflows_path(memory: Store, tmp_path: Path) -> None:
    write_night(tmp_path, DAY, "first")
    upload_site(tmp_path, [DAY], [], memory)
    path = ObjectStoragePath("memory://bucket/site")
    assert LEADS_TO.search((path / str(DAY) / "kpis.html").read_text())
    assert read_night(memory, DAY) == {"first"}
    assert follow(memory, "latest/index.html")[0].startswith(f"{DAY}.")
    assert f'href="{DAY}/index.html"' in follow(memory, "index.html")[1]
    assert memory.read("archive/2026-03.html")


def test_a_rerun_replaces_and_keeps_the_pages_that_are_being_read(
    memory: Store, tmp_path: Path
) -> None:
    places = []
    for text in ("first", "second", "third", "third"):
        write_night(tmp_path, DAY, text)
        upload_site(tmp_path, [DAY], [], memory)
        assert read_night(memory, DAY) == {text}
        places.append(follow(memory, f"{DAY}/kpis.html")[0])
    assert places[2] == places[3], "equal pages are the same version"
    assert memory.read(places[0]) is None
    versions = json.loads(memory.read(f"{DAY}/versions.json") or b"")
    assert sorted(versions["known"]) == sorted({place.split("/")[0][11:] for place in places[1:]})


def test_a_page_that_is_no_more_is_not_led_to(memory: Store, tmp_path: Path) -> None:
    write_night(tmp_path, DAY, "first", (*PAGES, "evidently.html"))
    upload_day(tmp_path, DAY, memory)
    (tmp_path / str(DAY) / "evidently.html").unlink()
    upload_day(tmp_path, DAY, memory)
    assert memory.read(f"{DAY}/evidently.html") is None


def test_a_new_store_gets_the_days_before_too(memory: Store, tmp_path: Path) -> None:
    days = [DAY - timedelta(days=40), DAY]
    for day in days:
        write_night(tmp_path, day, str(day))
    upload_site(tmp_path, [DAY], [], memory)
    assert [read_night(memory, day) for day in days] == [{str(day)} for day in days]
    assert memory.read("archive/2026-02.html")


def test_retired_pages_leave_the_store_and_their_links_say_so(
    memory: Store, tmp_path: Path
) -> None:
    heavy = "x" * 70_000
    old = DAY - timedelta(days=91)
    for day in (old, DAY):
        write_night(tmp_path, day, heavy)
    upload_site(tmp_path, [DAY], [], memory)
    assert list_old(tmp_path, DAY, 90) == [old]
    retire_pages(tmp_path, old, 90)
    upload_site(tmp_path, [DAY], [old], memory)
    assert "was retired" in follow(memory, f"{old}/kpis.html")[1]
    assert heavy in follow(memory, f"{old}/index.html")[1]
    held = sum(memory.fs.sizes(memory.fs.find(f"{memory.root}/")))
    assert held < 5 * 70_000, "three pages of the day, one brief of the old one"


def die_after(writes: int) -> Callable[..., None]:
    """Return a `put` that works so many times and then ends the process."""
    put, left = Store.put, iter(range(writes))

    def put_or_die(store: Store, source: Path, name: str) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        put(store, source, name)

    return put_or_die


@pytest.mark.parametrize("is_first", [True, False])
def test_a_kill_at_any_write_shows_no_half_night_and_is_mended_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    """A real SIGKILL in a process of its own, before each write of a publication in turn."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # what the dead leave lying about
    for writes in range(40):
        site, root = tmp_path / f"site{writes}", tmp_path / f"store{writes}"
        path = ObjectStoragePath(root.as_uri())
        store = Store(path.fs, path.path, is_local=True)
        if not is_first:
            write_night(site, DAY, "old")
            upload_site(site, [DAY], [], store)
        write_night(site, DAY, "new")
        child = os.fork()
        if not child:
            monkeypatch.setattr(Store, "put", die_after(writes))
            upload_site(site, [DAY], [], store)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        before = set() if is_first else {"old"}
        assert read_night(store, DAY) <= {*before, "new"}
        assert read_night(store, DAY) or is_first
        if store.read("index.html"):
            assert read_night(store, DAY)
        upload_site(site, [DAY], [], store)
        assert read_night(store, DAY) == {"new"}
        kept = {found.name for found in root.glob(f"{DAY}.*")}
        assert len(kept) == len(before) + 1
        if status == 0:
            assert writes > 10
            return
    raise AssertionError("the publication never came to its end")


def test_a_store_that_hiccups_is_tried_again_and_a_refusal_is_not(
    memory: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload.RETRY, "wait", wait_none())
    put, tries = memory.fs.put_file, []

    def fail(error: Exception, times: int) -> None:
        tries.clear()

        def put_file(source: str, path: str) -> None:
            tries.append(path)
            if len(tries) <= times:
                raise error
            put(source, path)

        monkeypatch.setattr(memory.fs, "put_file", put_file)

    write_night(tmp_path, DAY, "first")
    fail(ConnectionError("reset by peer"), 3)
    upload_day(tmp_path, DAY, memory)
    assert read_night(memory, DAY) == {"first"}
    fail(ConnectionError("reset by peer"), 99)
    with pytest.raises(ConnectionError, match="reset"):
        upload_day(tmp_path, DAY, memory)
    assert len(tries) == 5
    fail(PermissionError("Access Denied"), 99)
    with pytest.raises(PermissionError, match="Denied"):
        upload_day(tmp_path, DAY, memory)
    assert len(tries) == 1


@pytest.mark.parametrize("address", ["gopher://bucket/site", "s3://bucket/site", "/srv/site"])
def test_an_address_that_nothing_installed_serves_is_named(
    settings_env: pytest.MonkeyPatch, address: str
) -> None:
    settings_env.setenv("NIGHTSHIFT_PUBLISH_TO", address)
    with pytest.raises(SettingError, match=f"NIGHTSHIFT_PUBLISH_TO is '{address}': "):
        published_store()
