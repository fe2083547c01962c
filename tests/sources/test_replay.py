"""Delivering drops: clear refusals, and folders that appear whole or not at all."""

from datetime import date
from pathlib import Path

import pytest

from include.sources import replay
from include.sources.contract import ContractError
from include.sources.drop import ReplayError, has_drop, open_drop

NIGHT = date(2026, 3, 29)


def test_a_day_before_from_names_both_settings(tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match=r"DAY is 2026-03-28, before FROM, which is 2026-03-29"):
        replay.deliver_drops("demo", None, tmp_path, NIGHT, date(2026, 3, 28))


def test_an_unknown_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="known are"):
        replay.deliver_drops("nowhere", None, tmp_path, NIGHT, NIGHT)


def test_a_night_is_made_where_the_source_can_make_one(tmp_path: Path) -> None:
    assert replay.deliver_night("demo", tmp_path, NIGHT, NIGHT)
    assert (tmp_path / "2026-03-29" / "orders.csv").is_file()
    assert not replay.deliver_night("demo", tmp_path, date(2026, 3, 1), NIGHT)
    assert not replay.deliver_night("olist", tmp_path / "olist", NIGHT, NIGHT)


def test_a_drop_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), open_drop(tmp_path, NIGHT) as folder:  # noqa: PT012
        (folder / "orders.csv").write_text("half a file", encoding="utf-8")
        raise RuntimeError("the disk is full")
    assert list(tmp_path.iterdir()) == []


def test_a_drop_that_came_meanwhile_stays(tmp_path: Path) -> None:
    with open_drop(tmp_path, NIGHT) as folder:
        (folder / "orders.csv").write_text("mine", encoding="utf-8")
        (tmp_path / "2026-03-29").mkdir()
        (tmp_path / "2026-03-29" / "orders.csv").write_text("theirs", encoding="utf-8")
    assert has_drop(tmp_path, NIGHT)
    assert (tmp_path / "2026-03-29" / "orders.csv").read_text("utf-8") == "theirs"
    assert len(list(tmp_path.iterdir())) == 1
