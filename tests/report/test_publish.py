"""Publishing: a folder is replaced at once, what others put there stays, the archive grows."""

import errno
import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from include.report import publish
from include.report.archive import ARCHIVE, HEADLINE, HeadlineLine, save_archive, write_headline
from include.report.publish import save_folder


def line(day: int, **changed: object) -> HeadlineLine:
    values: dict[str, object] = {
        "day": date(2026, 3, day),
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


def test_days_arrive_in_any_order_and_stand_newest_first(tmp_path: Path) -> None:
    for day in (18, 20, 19):
        save_archive(tmp_path, line(day), "demo")
    days = [known["day"] for known in json.loads((tmp_path / ARCHIVE).read_text(encoding="utf-8"))]
    assert days == ["2026-03-20", "2026-03-19", "2026-03-18"]
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert page.index("2026-03-20/index.html") < page.index("2026-03-18/index.html")
    latest = (tmp_path / "latest" / "index.html").read_text(encoding="utf-8")
    assert "../2026-03-20/index.html" in latest


def test_a_rerun_replaces_its_line(tmp_path: Path) -> None:
    save_archive(tmp_path, line(20), "demo")
    save_archive(tmp_path, line(20, late_orders_count=9), "demo")
    (known,) = json.loads((tmp_path / ARCHIVE).read_text(encoding="utf-8"))
    assert known["late_orders_count"] == 9


def test_the_archive_adds_a_day_without_reading_the_days_before(tmp_path: Path) -> None:
    save_archive(tmp_path, line(19), "demo")
    (tmp_path / "2026-03-19").mkdir()
    (tmp_path / "2026-03-19" / HEADLINE).write_text("not read", encoding="utf-8")
    save_archive(tmp_path, line(20), "demo")
    assert len(json.loads((tmp_path / ARCHIVE).read_text(encoding="utf-8"))) == 2


def test_a_lost_archive_is_found_again_in_the_days(tmp_path: Path) -> None:
    for day in (18, 19):
        folder = tmp_path / f"2026-03-{day}"
        folder.mkdir()
        (folder / HEADLINE).write_text(write_headline(line(day)), encoding="utf-8")
    save_archive(tmp_path, line(20), "demo")
    assert len(json.loads((tmp_path / ARCHIVE).read_text(encoding="utf-8"))) == 3


def test_a_day_without_a_rate_has_a_line_too(tmp_path: Path) -> None:
    save_archive(
        tmp_path, line(20, on_time_rate=None, on_time_rate_usual=None, has_skill=None), "demo"
    )
    assert "<b>\u2013</b>" in (tmp_path / "index.html").read_text(encoding="utf-8")
