"""Publishing: a folder is replaced at once, what others put there stays, the archive grows."""

import errno
import os
import re
import shutil
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Thread

import pytest

from include.report import publish
from include.report.archive import (
    HEADLINE,
    MONTHS,
    HeadlineLine,
    hold_lock,
    save_archive,
    write_headline,
)
from include.report.publish import save_folder


def line(day: int | date, **changed: object) -> HeadlineLine:
    values: dict[str, object] = {
        "day": day if isinstance(day, date) else date(2026, 3, day),
        "on_time_rate": 0.93,
        "on_time_rate_usual": 0.9,
        "is_unusual": False,
        "late_orders_count": 7,
        "high_risk_count": 3,
        "has_skill": True,
        "orders_count": 100,
        "revenue_amount": float(Decimal("12.50")),
        "currency": "EUR",
    }
    return HeadlineLine(**{**values, **changed})  # type: ignore[arg-type]


def leftovers(folder: Path) -> list[str]:
    return [
        path.name for path in folder.parent.iterdir() if path.name.startswith(f".{folder.name}")
    ]


def test_a_second_publication_replaces_pages_and_keeps_what_others_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "2026-03-20"
    save_folder(folder, {"index.html": "old"})
    (folder / "evidently.html").write_text("drift", encoding="utf-8")
    save_folder(folder, {"index.html": "new"})
    assert (folder / "index.html").read_text(encoding="utf-8") == "new"
    assert (folder / "evidently.html").read_text(encoding="utf-8") == "drift"
    assert leftovers(folder) == []


def test_a_folder_that_only_the_drift_step_wrote_is_completed(tmp_path: Path) -> None:
    folder = tmp_path / "2026-03-20"
    folder.mkdir()
    (folder / "evidently.html").write_text("drift", encoding="utf-8")
    save_folder(folder, {"index.html": "new"})
    assert sorted(os.listdir(folder)) == ["evidently.html", "index.html"]


def test_a_file_system_without_the_exchange_is_served_by_two_renames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Library:
        def renameat2(self, *_: object) -> int:
            return -1

    monkeypatch.setattr(publish.ctypes, "CDLL", lambda *_, **__: Library())
    monkeypatch.setattr(publish.ctypes, "get_errno", lambda: errno.EINVAL)
    folder = tmp_path / "2026-03-20"
    save_folder(folder, {"index.html": "old", "gone.html": "kept"})
    save_folder(folder, {"index.html": "new"})
    assert (folder / "index.html").read_text(encoding="utf-8") == "new"
    assert leftovers(folder) == []


def test_a_full_disk_leaves_the_old_pages_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "2026-03-20"
    save_folder(folder, {"index.html": "old", "kpis.html": "old"})
    write = Path.write_text

    def fail_on_second(path: Path, text: str, encoding: str) -> int:
        if path.name == "kpis.html":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, text, encoding=encoding)

    monkeypatch.setattr(Path, "write_text", fail_on_second)
    with pytest.raises(OSError, match="No space left"):
        save_folder(folder, {"index.html": "new", "kpis.html": "new"})
    assert (folder / "index.html").read_text(encoding="utf-8") == "old"
    assert leftovers(folder) == []


def add_day(site: Path, headline: HeadlineLine) -> dict[str, int]:
    save_folder(site / str(headline.day), {HEADLINE: write_headline(headline)})
    return save_archive(site, headline.day, "demo")


def read_days(path: Path) -> list[str]:
    """Return the days that a page of the archive links to, in its order."""
    return re.findall(r'href="(?:\.\./)?(\d{4}-\d\d-\d\d)/', path.read_text(encoding="utf-8"))


def test_days_arrive_in_any_order_and_stand_newest_first(tmp_path: Path) -> None:
    for day in (18, 20, 19):
        add_day(tmp_path, line(day))
    assert read_days(tmp_path / "index.html") == ["2026-03-20", "2026-03-19", "2026-03-18"]
    latest = (tmp_path / "latest" / "index.html").read_text(encoding="utf-8")
    assert "../2026-03-20/index.html" in latest


def test_two_nights_that_end_at_once_wait_for_each_other(tmp_path: Path) -> None:
    add_day(tmp_path, line(18))
    other = Thread(target=add_day, args=(tmp_path, line(19)))
    with hold_lock(tmp_path):
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()
        assert read_days(tmp_path / "index.html") == ["2026-03-18"]
    other.join()
    assert read_days(tmp_path / "index.html") == ["2026-03-19", "2026-03-18"]


def test_a_full_disk_leaves_the_pages_of_the_archive_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_day(tmp_path, line(18))
    write = Path.write_text

    def write_half(path: Path, text: str, encoding: str | None = None) -> int:
        write(path, text[: len(text) // 2], encoding=encoding)
        raise OSError(errno.ENOSPC, "No space left on device")

    before = (tmp_path / MONTHS / "2026-03.html").read_text(encoding="utf-8")
    save_folder(tmp_path / "2026-03-19", {HEADLINE: write_headline(line(19))})
    monkeypatch.setattr(Path, "write_text", write_half)
    with pytest.raises(OSError, match="No space left"):
        save_archive(tmp_path, date(2026, 3, 19), "demo")
    assert (tmp_path / MONTHS / "2026-03.html").read_text(encoding="utf-8") == before


def test_a_rerun_replaces_its_line(tmp_path: Path) -> None:
    add_day(tmp_path, line(20))
    add_day(tmp_path, line(20, late_orders_count=9))
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert read_days(tmp_path / "index.html") == ["2026-03-20"]
    assert "<td>9</td>" in page


def test_the_first_page_shows_two_months_and_leads_to_the_page_of_each(tmp_path: Path) -> None:
    for month in (1, 2, 3):
        add_day(tmp_path, line(date(2026, month, 5)))
    first = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert read_days(tmp_path / "index.html") == ["2026-03-05", "2026-02-05"]
    assert re.findall(r'href="archive/(.*?).html">(.*?)<', first) == [
        ("2026-03", "March 2026"),
        ("2026-02", "February 2026"),
        ("2026-01", "January 2026"),
    ]
    january = tmp_path / MONTHS / "2026-01.html"
    assert read_days(january) == ["2026-01-05"]
    assert (january.parent / "../2026-01-05" / HEADLINE).is_file()
    assert 'href="../index.html"' in january.read_text(encoding="utf-8")


def test_a_lost_archive_is_found_again_in_the_days(tmp_path: Path) -> None:
    for month in (1, 2, 3):
        add_day(tmp_path, line(date(2026, month, 5)))
    shutil.rmtree(tmp_path / MONTHS)
    add_day(tmp_path, line(6))
    assert sorted(os.listdir(tmp_path / MONTHS)) == ["2026-01.html", "2026-02.html", "2026-03.html"]
    assert read_days(tmp_path / MONTHS / "2026-01.html") == ["2026-01-05"]


def test_days_removed_by_hand_are_no_longer_linked(tmp_path: Path) -> None:
    add_day(tmp_path, line(date(2026, 2, 5)))
    add_day(tmp_path, line(19))
    shutil.rmtree(tmp_path / "2026-03-19")
    add_day(tmp_path, line(date(2026, 2, 5)))
    assert read_days(tmp_path / "index.html") == ["2026-02-05"]
    assert "../2026-02-05/" in (tmp_path / "latest" / "index.html").read_text(encoding="utf-8")


def test_a_day_without_a_rate_has_a_line_too(tmp_path: Path) -> None:
    add_day(tmp_path, line(20, on_time_rate=None, on_time_rate_usual=None, has_skill=None))
    assert "<b>\u2013</b>" in (tmp_path / "index.html").read_text(encoding="utf-8")


OPENED: list[str] | None = None  # an audit hook stays for good: this list says when it listens


def note_open(event: str, values: tuple[object, ...]) -> None:
    if OPENED is not None and event == "open":
        OPENED.append(str(values[0]))


def cost_of(site: Path, headline: HeadlineLine) -> tuple[int, int]:
    """Return how many files below the site a publication opens, and how many bytes it writes."""
    global OPENED  # noqa: PLW0603
    OPENED = []
    sizes = add_day(site, headline)
    opened, OPENED = [path for path in OPENED if path.startswith(str(site))], None
    return len(opened), sum(sizes.values())


def test_the_thousandth_day_costs_what_the_eighty_fifth_did(tmp_path: Path) -> None:
    sys.addaudithook(note_open)
    start = date(2023, 1, 1)
    costs = {}
    for number in range(1000):
        made = line(start + timedelta(days=number))
        if number in {84, 999}:  # both the 26th of a month
            costs[number] = cost_of(tmp_path, made)
        else:
            save_folder(tmp_path / str(made.day), {HEADLINE: write_headline(made)})
            if made.day.day == 1:
                save_archive(tmp_path, made.day, "demo")
    (early_files, early_bytes), (late_files, late_bytes) = costs[84], costs[999]
    assert early_files >= 26 + 28, "the lines of two months are read"
    assert late_files - early_files <= 3, "as many more as August is longer than February"
    assert late_bytes <= early_bytes * 1.15
