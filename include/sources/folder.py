"""Drops from a folder of CSV files, for a source that brings no replay of its own.

The folder holds either files, which are one drop, that of the first night; or folders named by
day, each of which is its day's drop. What is older than the first night is history.
"""

import shutil
from datetime import date, timedelta
from pathlib import Path

from include.sources.drop import CLOSED, ReplayError, has_drop, open_drop, read_day


def write_drops(
    source: str, data: Path | None, landing: Path, first_night: date, last_night: date
) -> None:
    """Copy the missing drops into the landing folder; those that exist are left alone.

    Without `data` the business drops its files by itself: then the first night's must be there.
    Raises `ReplayError` naming the folder and the day where a night would find nothing.
    """
    folders = list_days(data, first_night) if data is not None else {}
    count = (last_night - first_night).days + 1
    nights = [first_night + timedelta(days=offset) for offset in range(count)]
    missing = [night for night in nights if night not in folders and not has_drop(landing, night)]
    if data is None and missing:
        raise ReplayError(
            f"setting DATA is not set, and source {source!r} has no replay.py: name the folder of"
            f" its CSV files, or put the drop of {missing[0]} under {landing / str(missing[0])}"
        )
    if missing:
        raise ReplayError(_describe_gap(data, folders, missing[0], first_night))
    for day, folder in sorted(folders.items()):
        if day <= last_night and not has_drop(landing, day):
            with open_drop(landing, day) as drop:
                for path in list_plain_files(folder):
                    shutil.copy2(path, drop / path.name)


def list_days(data: Path, first_night: date) -> dict[date, Path]:
    """Return the folder that holds each day's files: folders named by day, or `data` itself.

    Raises `ReplayError` where there is neither a file nor a day, or both.
    """
    days = {
        day: path
        for path in sorted(data.iterdir())
        if path.is_dir() and (day := read_day(path.name)) is not None
    }
    files = list_plain_files(data)
    if days and files:
        raise ReplayError(
            f"folder {data} holds files ({files[0].name}) and folders named by day"
            f" ({min(days)}): move the files into the folder of their day"
        )
    if not days and not files:
        raise ReplayError(
            f"folder {data} holds nothing to land: neither files nor folders named YYYY-MM-DD"
        )
    return days or {first_night: data}


def list_plain_files(folder: Path) -> list[Path]:
    """Return the files of a folder by name, hidden ones left out."""
    return sorted(
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")
    )


def _describe_gap(
    data: Path | None, folders: dict[date, Path], night: date, first_night: date
) -> str:
    if folders == {first_night: data}:
        return (
            f"folder {data} holds the files of one day, which land on FROM ({first_night}); there"
            f" is nothing for {night}: ask for DAY={first_night}, or give each day a folder named"
            " YYYY-MM-DD"
        )
    return (
        f"folder {data} has no folder {night}: a day on which nothing came is declared by an"
        f" empty file {night}/{CLOSED}"
    )
