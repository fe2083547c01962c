"""Drops: the folder of one day's files in the landing, put into place whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path


class ReplayError(ValueError):
    """A drop cannot be delivered; the message names the file, the folder or the setting."""


def has_drop(landing: Path, day: date) -> bool:
    """Return whether the drop of a day is in its place."""
    return (landing / day.isoformat()).is_dir()


def list_drops(landing: Path) -> list[date]:
    """Return the days whose drops are in their place, oldest first."""
    names = [path.name for path in landing.glob("[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]")]
    return sorted(date.fromisoformat(name) for name in names)


@contextmanager
def open_drop(landing: Path, day: date) -> Iterator[Path]:
    """Give a temporary folder to fill; at the end it is renamed into the day's place.

    After an error nothing stays. Where someone else delivered the day meanwhile, theirs stays.
    """
    landing.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{day.isoformat()}.", suffix=".partial", dir=landing))
    try:
        folder.chmod(0o755)
        yield folder
        try:
            os.rename(folder, landing / day.isoformat())
        except OSError:
            if not has_drop(landing, day):
                raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
