"""The landing folder: which file of a day's drop fills which bronze table."""

import hashlib
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from include.instructions import make_command
from include.sources.contract import Contract
from include.sources.drop import CLOSED, COMPLETE

# A pattern that ends in `*` takes these alone: not orders.csv.tmp, not orders.csv.md5.
ENDINGS = tuple(
    ending + packed for ending in (".csv", ".tsv", ".tab", ".psv", ".txt") for packed in ("", ".gz")
)

log = logging.getLogger(__name__)


class LandingError(ValueError):
    """A drop or a file of it cannot be loaded; the message names folder, file and column."""


class MissingDropError(LandingError):
    """A drop, or a file that it must hold, is not there; the message says where to put it."""


@dataclass(frozen=True)
class LandedFile:
    """One file of a drop, as delivered.

    `table` is empty for a file that no table of the contract reads. `duplicate_of` names the
    file of the same table and drop that holds the same bytes and is loaded instead.
    """

    path: Path
    table: str
    size: int
    sha256: str
    changed_ns: int
    duplicate_of: str | None = None

    @property
    def name(self) -> str:
        """Return the file's name within its drop."""
        return self.path.name


@dataclass(frozen=True)
class Drop:
    """What was delivered for a day: its files by table and name, and those that nobody reads."""

    day: date
    folder: Path
    files: tuple[LandedFile, ...] = ()
    unknown: tuple[LandedFile, ...] = ()
    is_closed: bool = False


def find_drop(contract: Contract, landing: Path, day: date) -> Drop:
    """Return a day's drop; files that no table reads, and duplicates, are logged as warnings.

    Raises `LandingError` when the drop or a required file is missing, when two tables claim one
    file, and when a day declared closed has files.
    """
    folder = landing / day.isoformat()
    paths = list_paths(folder) if folder.is_dir() else []
    if is_closed(folder):
        refuse_files_of_closed_day(folder, paths)
        log.warning("%s: declared closed by %s, nothing is loaded", day, folder / CLOSED)
        return Drop(day, folder, is_closed=True)
    if missing := describe_missing(contract, landing, day):
        raise MissingDropError(missing)
    tables = {path: match_tables(contract, path) for path in paths}
    _refuse_shared(folder, tables)
    files = _mark_duplicates([_read_file(path, *found) for path, found in tables.items()])
    known = [file for table in contract.tables for file in files if file.table == table]
    unknown = tuple(file for file in files if not file.table)
    for file in unknown:
        log.warning("%s: no table of source %s reads it, left alone", file.path, contract.name)
    return Drop(day, folder, tuple(known), unknown)


def list_files(contract: Contract, landing: Path, day: date) -> list[LandedFile]:
    """Return the files of a day's drop by table and name; see `find_drop`."""
    return list(find_drop(contract, landing, day).files)


def list_paths(folder: Path) -> list[Path]:
    """Return what a drop holds by name: without its markers, hidden files and folders."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.name not in {COMPLETE, CLOSED} and not path.name.startswith(".") and path.is_file()
    )


def is_closed(folder: Path) -> bool:
    """Return whether the day of a folder is declared to have had no business."""
    return (folder / CLOSED).is_file()


def refuse_files_of_closed_day(folder: Path, paths: list[Path]) -> None:
    """Raise `LandingError` when a day that is declared closed holds files all the same."""
    if paths:
        names = ", ".join(path.name for path in paths)
        raise LandingError(
            f"folder {folder}: {CLOSED} says that there was no business, but files lie beside it:"
            f" {names}. Remove {CLOSED} to load them, or remove the files"
        )


def match_tables(contract: Contract, path: Path) -> list[str]:
    """Return the tables that claim a file by its name, whatever its case."""
    name = path.name.lower()
    return [
        table
        for table, terms in contract.tables.items()
        if any(_matches(name, pattern.lower()) for pattern in terms.patterns)
    ]


def describe_missing(contract: Contract, landing: Path, day: date) -> str:
    """Return what of a day's drop is missing and what mends that; empty when all is there."""
    folder = landing / day.isoformat()
    retry = f"then `{make_command('retry', contract.name, day)}`"
    put = (
        f"Put the day's files there, {retry}; if there was no business that day,"
        f" `mkdir -p {folder} && touch {folder / CLOSED}`, {retry}"
    )
    if not folder.is_dir():
        return (
            f"no drop for {day}: folder {folder} does not exist (setting NIGHTSHIFT_LANDING is"
            f" {landing}). {put}"
        )
    delivered = {table for path in list_paths(folder) for table in match_tables(contract, path)}
    if not delivered and not (folder / COMPLETE).is_file():
        return f"folder {folder} holds no file that source {contract.name} reads. {put}"
    missing = [
        f"{' or '.join(terms.patterns)} (table {table})"
        for table, terms in contract.tables.items()
        if terms.is_required and table not in delivered
    ]
    if not missing:
        return ""
    return f"folder {folder}: required file missing: {', '.join(missing)}. Put it there, {retry}"


def refuse_changed(files: Iterable[LandedFile]) -> None:
    """Raise `LandingError` when a file is no longer what it was when the drop was listed."""
    for file in files:
        found = file.path.stat() if file.path.is_file() else None
        if found is None or (found.st_size, found.st_mtime_ns) != (file.size, file.changed_ns):
            raise LandingError(
                f"file {file.path} changed while it was loaded: whoever delivers it was not done,"
                f" nothing of the day is kept. A marker {COMPLETE}, written last, prevents that"
            )


def _matches(name: str, pattern: str) -> bool:
    return fnmatchcase(name, pattern) and (not pattern.endswith("*") or name.endswith(ENDINGS))


def _read_file(path: Path, table: str = "") -> LandedFile:
    try:
        path.name.encode("utf-8")
    except UnicodeEncodeError:
        name = path.name.encode("utf-8", "backslashreplace").decode()
        raise LandingError(f"file {path.parent}/{name}: rename it, its name is no UTF-8") from None
    with path.open("rb") as file:
        found = os.fstat(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return LandedFile(path, table, found.st_size, digest, found.st_mtime_ns)


def _mark_duplicates(files: list[LandedFile]) -> list[LandedFile]:
    """Name, in a file whose bytes an earlier one of its table has, that earlier one."""
    marked: list[LandedFile] = []
    first: dict[tuple[str, str], str] = {}
    for file in files:
        original = first.setdefault((file.table, file.sha256), file.name)
        if file.table and original != file.name:
            log.warning("%s: holds the same bytes as %s: its rows are merged", file.path, original)
            file = replace(file, duplicate_of=original)  # noqa: PLW2901
        marked.append(file)
    return marked


def _refuse_shared(folder: Path, tables: dict[Path, list[str]]) -> None:
    for path, found in tables.items():
        if len(found) > 1:
            raise LandingError(
                f"folder {folder}: file {path.name} fits both table {found[0]} and {found[1]}:"
                " narrow `file` in the contract"
            )
