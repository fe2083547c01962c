"""Drops: the folder of one day's files in the landing, put into place whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

COMPLETE = "_COMPLETE"  # nothing more comes: whoever delivers writes it last
CLOSED = "_CLOSED"  # there was no business that day: no files come


class ReplayError(ValueError):
    """A drop cannot be delivered; the message names the file, the folder or the setting."""


def read_day(name: str) -> date | None:
    """Return the day a drop's folder is named after; None for any other folder."""
    try:
        day = date.fromisoformat(name)
    except ValueError:
        return None
    return day if day.isoformat() == name else None


def has_drop(landing: Path, day: date) -> bool:
    """Return whether the drop of a day is in its place."""
    return (landing / day.isoformat()).is_dir()


def list_drops(landing: Path) -> list[date]:
    """Return the days whose drops are in their place, oldest first."""
    if not landing.is_dir():
        return []
    days = (read_day(folder.name) for folder in landing.iterdir() if folder.is_dir())
    return sorted(day for day in days if day is not None)


def list_missing_drops(landing: Path, first_night: date, last_night: date) -> list[date]:
    """Return the days without a drop, from that of the history, the day before `first_night`."""
    count = (last_night - first_night).days + 2
    days = (first_night + timedelta(days=age) for age in range(-1, count - 1))
    return [day for day in days if not has_drop(landing, day)]


@contextmanager
def open_drop(landing: Path, day: date) -> Iterator[Path]:
    """Give a temporary folder to fill; at the end it is marked complete and renamed into place.

    Everything is on the disk before the rename: a machine that loses its power leaves a whole
    drop or none. After an error nothing stays. Where someone else delivered the day meanwhile,
    theirs stays.
    """
    landing.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{day.isoformat()}.", suffix=".partial", dir=landing))
    try:
        folder.chmod(0o755)
        yield folder
        (folder / COMPLETE).touch()
        for path in (*folder.rglob("*"), folder):
            _flush(path)
        try:
            os.rename(folder, landing / day.isoformat())
        except OSError:
            if not has_drop(landing, day):
                raise
        _flush(landing)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _flush(path: Path) -> None:
    """Return once a file's bytes, or a folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
