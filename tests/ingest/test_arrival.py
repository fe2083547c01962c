"""A drop has arrived by its marker, or when it is at rest; what is late or grows is waited for."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from include.ingest.arrival import (
    GrowingDropError,
    Wait,
    is_whole,
    last_change,
    plan_wait,
)
from include.ingest.landing import LandingError, MissingDropError
from include.sources.drop import open_drop
from tests.ingest.test_landing import DAY, make_contract

HOUR = timedelta(hours=1)
CONTRACT = make_contract()
Look = Callable[..., bool]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the day's folder with one file, just written."""
    folder = tmp_path / DAY.isoformat()
    folder.mkdir()
    (folder / "orders.csv").write_text("order_id\na\n", encoding="utf-8")
    return folder


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Return a look at the drop some seconds from now, an hour before the wait is over."""

    def look_at(after: float = 0, **changes: datetime) -> bool:
        now = datetime.now(UTC) + timedelta(seconds=after)
        wait = replace(Wait(now, now + HOUR, now + HOUR, 60), **changes)
        return is_whole(CONTRACT, tmp_path, DAY, wait)

    return look_at


def test_a_drop_that_has_not_changed_for_a_while_has_arrived(folder: Path, look: Look) -> None:
    assert not look(after=59)
    assert look(after=61)


def test_a_change_is_told_by_the_clock_of_the_disk(folder: Path) -> None:
    created = last_change(folder)
    time.sleep(0.05)
    os.utime(folder / "orders.csv", (0, 0))  # as `cp -p` and unpacked archives do
    copied = last_change(folder)
    assert copied > created
    time.sleep(0.05)
    (folder / ".lines.csv.k2Jf").touch()  # as rsync names a file that is on its way
    arriving = last_change(folder)
    assert arriving > copied
    time.sleep(0.05)
    (folder / ".lines.csv.k2Jf").unlink()
    assert last_change(folder) > arriving


def test_a_file_that_grows_is_not_loaded_before_it_is_done(folder: Path, tmp_path: Path) -> None:
    rows = [f"order {number}\n" for number in range(12)]

    def deliver() -> None:
        with (folder / "orders.csv").open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(row)
                file.flush()
                time.sleep(0.1)

    business = threading.Thread(target=deliver)
    business.start()
    until = datetime.now(UTC) + HOUR
    while not is_whole(CONTRACT, tmp_path, DAY, Wait(datetime.now(UTC), until, until, 2)):
        time.sleep(0.05)
    assert (folder / "orders.csv").read_text(encoding="utf-8") == "".join(rows)
    business.join()


def test_a_marker_says_that_nothing_more_comes(folder: Path, look: Look) -> None:
    (folder / "_COMPLETE").touch()
    assert look()


def test_a_marker_does_not_speak_for_what_came_after_it(folder: Path, look: Look) -> None:
    (folder / "_COMPLETE").touch()
    time.sleep(0.05)
    (folder / "orders.csv").write_text("order_id\n", encoding="utf-8")
    assert not look()
    assert look(after=61)
    (folder / "_COMPLETE").touch()
    assert look()


def test_a_drop_that_was_put_into_place_whole_never_waits(tmp_path: Path, look: Look) -> None:
    with open_drop(tmp_path, DAY) as drop:
        (drop / "orders.csv").write_text("order_id\na\n", encoding="utf-8")
    assert look()


def test_a_closed_day_has_arrived_and_one_with_files_never_will(folder: Path, look: Look) -> None:
    (folder / "_CLOSED").touch()
    with pytest.raises(LandingError, match=r"_CLOSED says .* orders\.csv"):
        look()
    (folder / "orders.csv").unlink()
    assert look()


def test_a_drop_that_is_still_missing_after_the_wait_fails_and_says_what_mends_it(
    tmp_path: Path, look: Look
) -> None:
    assert not look()
    with pytest.raises(MissingDropError, match=r"no drop for 2018-04-28: .*make retry SOURCE=shop"):
        look(missing_until=datetime.now(UTC) - HOUR)


def test_a_required_file_that_comes_late_is_waited_for_unless_the_drop_is_marked(
    tmp_path: Path, look: Look
) -> None:
    folder = tmp_path / DAY.isoformat()
    folder.mkdir()
    (folder / "lines.csv").touch()
    assert not look(after=61)
    with pytest.raises(MissingDropError, match=r"required file missing: orders"):
        look(after=61, missing_until=datetime.now(UTC))
    (folder / "_COMPLETE").touch()
    assert look(), "loading it fails and says which file is missing"


def test_a_drop_that_never_comes_to_rest_fails_and_names_the_setting(
    folder: Path, look: Look
) -> None:
    assert not look(missing_until=datetime.now(UTC) - HOUR), "it is there: it may grow"
    with pytest.raises(GrowingDropError, match=r"still changes.*NIGHTSHIFT_SETTLE_SECONDS"):
        look(growing_until=datetime.now(UTC) - HOUR)


@pytest.mark.usefixtures("settings_env")
@pytest.mark.parametrize(
    ("first_look", "missing_hours", "growing_hours"),
    [
        (datetime(2018, 4, 29, 4, tzinfo=UTC), 6, 6),
        (datetime(2018, 4, 29, 5, tzinfo=UTC), 6, 7),
        (datetime(2018, 4, 29, 9, tzinfo=UTC), 6, 11),
        (datetime(2018, 4, 29, 1, tzinfo=UTC), 3, 3),
    ],
)
def test_what_is_missing_is_waited_for_until_it_is_overdue_and_what_grows_since_the_first_look(
    first_look: datetime, missing_hours: int, growing_hours: int
) -> None:
    due = datetime(2018, 4, 29, 4, tzinfo=UTC)
    wait = plan_wait(first_look, first_look, due, 2 * HOUR)
    assert wait.missing_until == datetime(2018, 4, 29, missing_hours, tzinfo=UTC)
    assert wait.growing_until == datetime(2018, 4, 29, growing_hours, tzinfo=UTC)
    assert wait.settle_seconds == 60
