"""A drop in its place: whole, marked, and on the disk before anyone can see it."""

import os
from datetime import date
from pathlib import Path

import pytest

from include.sources import drop
from include.sources.drop import list_drops, open_drop, read_day

DAY = date(2018, 4, 28)


def test_a_drop_is_marked_complete(tmp_path: Path) -> None:
    with open_drop(tmp_path, DAY) as folder:
        (folder / "orders.csv").write_text("order_id\n", encoding="utf-8")
    names = {path.name for path in (tmp_path / "2018-04-28").iterdir()}
    assert names == {"orders.csv", "_COMPLETE"}


def test_everything_is_on_the_disk_before_the_drop_is_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    sync, rename = os.fsync, os.rename

    def record_sync(descriptor: int) -> None:
        events.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")).name)
        sync(descriptor)

    def record_rename(source: Path, target: Path) -> None:
        events.append("rename")
        rename(source, target)

    monkeypatch.setattr(drop.os, "fsync", record_sync)
    monkeypatch.setattr(drop.os, "rename", record_rename)
    with open_drop(tmp_path, DAY) as folder:
        for name in ("orders.csv", "lines.csv"):
            (folder / name).write_text("order_id\n", encoding="utf-8")
    place = events.index("rename")
    assert set(events[:place]) == {"orders.csv", "lines.csv", "_COMPLETE", folder.name}
    assert events[place + 1 :] == [tmp_path.name]


def test_only_folders_named_after_a_day_are_drops(tmp_path: Path) -> None:
    for name in ("2018-04-28", "2018-04-27", "2018-02-31", "20180426", ".2018-04-25.x.partial"):
        (tmp_path / name).mkdir()
    (tmp_path / "2018-04-24").touch()
    assert list_drops(tmp_path) == [date(2018, 4, 27), DAY]
    assert list_drops(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    "name", ["", "today", "2018-4-28", "20180428", "2018-02-30", ".2018-04-28"]
)
def test_another_way_to_write_a_day_is_no_day(name: str) -> None:
    assert read_day(name) is None
    assert read_day("2018-04-28") == DAY
