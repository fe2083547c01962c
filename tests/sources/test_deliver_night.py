"""A simulated night brings its history, and goes on with the business that is there."""

from datetime import date
from pathlib import Path

from include.sources import replay
from include.sources.drop import list_drops

FIRST = date(2026, 3, 28)


def _read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_first_scheduled_night_of_an_empty_landing_brings_the_history(tmp_path: Path) -> None:
    assert replay.deliver_night("demo", tmp_path, FIRST, FIRST)
    assert list_drops(tmp_path) == [date(2026, 3, 27), FIRST]


def test_a_scheduled_night_goes_on_with_the_business_that_was_replayed(tmp_path: Path) -> None:
    replayed, scheduled = tmp_path / "replayed", tmp_path / "scheduled"
    replay.deliver_drops("demo", None, replayed, FIRST, date(2026, 3, 30))
    replay.deliver_drops("demo", None, scheduled, FIRST, date(2026, 3, 29))
    assert replay.deliver_night("demo", scheduled, date(2026, 3, 30), date(2026, 3, 30))
    assert _read(scheduled / "2026-03-30") == _read(replayed / "2026-03-30")
