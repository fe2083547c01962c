"""The landing folder: which file of a day's drop fills which bronze table."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from include.sources.contract import Contract

ENDINGS = (".csv", ".csv.gz")

log = logging.getLogger(__name__)


class LandingError(ValueError):
    """A drop or a file of it cannot be loaded; the message names folder, file and column."""


@dataclass(frozen=True)
class LandedFile:
    """One file of a drop, as delivered."""

    path: Path
    table: str

    @property
    def name(self) -> str:
        """Return the file's name within its drop."""
        return self.path.name

    def digest(self) -> str:
        """Return the SHA-256 of the file as delivered, in hexadecimal."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def list_files(contract: Contract, landing: Path, day: date) -> list[LandedFile]:
    """Return the files of a day's drop by table and name; unknown files are only logged.

    Raises `LandingError` when the drop or a required file is missing, or when two tables
    claim one file.
    """
    folder = landing / day.isoformat()
    if not folder.is_dir():
        raise LandingError(
            f"no drop for {day}: folder {folder} does not exist"
            f" (setting NIGHTSHIFT_LANDING is {landing})"
        )
    paths = sorted(path for path in folder.iterdir() if path.name.lower().endswith(ENDINGS))
    files = [
        LandedFile(path, table)
        for table, terms in contract.tables.items()
        for path in paths
        if fnmatchcase(path.name.lower(), terms.file.lower())
    ]
    _refuse_missing(contract, folder, files)
    _refuse_shared(folder, files)
    for path in sorted(set(folder.iterdir()) - {file.path for file in files}):
        log.warning("%s: no table of source %s reads it, left alone", path, contract.name)
    return files


def _refuse_missing(contract: Contract, folder: Path, files: list[LandedFile]) -> None:
    delivered = {file.table for file in files}
    missing = [
        f"{terms.file} (table {table})"
        for table, terms in contract.tables.items()
        if terms.is_required and table not in delivered
    ]
    if missing:
        raise LandingError(f"folder {folder}: required file missing: {', '.join(missing)}")


def _refuse_shared(folder: Path, files: list[LandedFile]) -> None:
    owners: dict[Path, str] = {}
    for file in files:
        owner = owners.setdefault(file.path, file.table)
        if owner != file.table:
            raise LandingError(
                f"folder {folder}: file {file.name} fits both table {owner} and {file.table}:"
                " narrow `file` in the contract"
            )
