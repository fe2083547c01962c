"""A full dump of one file, record by record: the values, and the text exactly as it stands."""

import csv
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from include.sources.contract import TableContract, fold_header
from include.sources.drop import ReplayError


@dataclass(frozen=True)
class Record:
    """One record: its text with the line end, and its values by contract column.

    A record with more or fewer fields than the header has no values.
    """

    text: str
    values: dict[str, str]


@dataclass(frozen=True)
class Dump:
    """A file opened for replay: where it is, its header line, and the contract's columns in it."""

    path: Path
    header: str
    columns: list[str]
    delimiter: str

    @property
    def newline(self) -> str:
        """Return how the file's lines end."""
        return "\r\n" if self.header.endswith("\r\n") else "\n"

    def records(self) -> Iterator[Record]:
        """Yield every record below the header, quoted line breaks and all.

        The file is read on the way: memory does not grow with it.
        """
        lines: list[str] = []  # those of the record that is being read
        start = 0
        try:
            with _open_text(self.path) as file:
                reader = csv.reader(_remember(file, lines), delimiter=self.delimiter)
                for fields in reader:
                    text = "".join(lines)
                    lines.clear()
                    if start and fields:
                        is_whole = len(fields) == len(self.columns)
                        values = dict(zip(self.columns, fields, strict=True)) if is_whole else {}
                        yield Record(text if text.endswith("\n") else text + self.newline, values)
                    start = reader.line_num
        except csv.Error as error:
            raise ReplayError(f"file {self.path}: line {start + 1}: {error}") from error
        except (OSError, EOFError) as error:
            raise ReplayError(f"file {self.path} cannot be read: {error}") from error

    def render(self, values: dict[str, str]) -> str:
        """Return the text of a record with these values, quoted where it must be."""
        return (
            self.delimiter.join(_quote(value, self.delimiter) for value in values.values())
            + self.newline
        )


def _open_text(path: Path) -> IO[str]:
    # bytes that are not UTF-8 pass through unharmed: ingest judges them
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", errors="surrogateescape", newline="")
    return path.open("rt", encoding="utf-8", errors="surrogateescape", newline="")


def _remember(lines: Iterable[str], kept: list[str]) -> Iterator[str]:
    for line in lines:
        kept.append(line)
        yield line


def _quote(value: str, delimiter: str) -> str:
    if delimiter in value or '"' in value or "\n" in value or "\r" in value:
        return '"' + value.replace('"', '""') + '"'
    return value


def require_folder(source: str, data: Path | None) -> Path:
    """Return the folder of a dump; raises `ReplayError` naming the setting when there is none."""
    if data is None:
        raise ReplayError(f"setting DATA is not set: it takes the folder of {source}'s CSV files")
    if not data.is_dir():
        raise ReplayError(f"setting DATA is {data}: there is no such folder")
    return data


def find_dump(data: Path, terms: TableContract) -> Path:
    """Return the file of a table in a folder; raises `ReplayError` naming both when it lacks."""
    found = sorted(path for path in data.iterdir() if terms.fits(path.name))
    if not found:
        raise ReplayError(f"file {terms.file.rstrip('*')} is missing in folder {data}")
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise ReplayError(f"folder {data} holds several files for {terms.file}: {names}")
    return found[0]


def open_dump(path: Path, terms: TableContract, needed: tuple[str, ...]) -> Dump:
    """Read a dump's header; raises `ReplayError` when it lacks a column that replay needs."""
    try:
        with _open_text(path) as file:
            header = file.readline()
    except (OSError, EOFError) as error:
        raise ReplayError(f"file {path} cannot be read: {error}") from error
    if not header:
        raise ReplayError(f"file {path} is empty: it has not even a header")
    names = next(csv.reader([header.removeprefix("\ufeff")], delimiter=terms.delimiter))
    spelled = {
        fold_header(header): column for column in terms.columns for header in terms.headers(column)
    }
    columns = [spelled.get(fold_header(name), name) for name in names]
    missing = [column for column in needed if column not in columns]
    if missing:
        raise ReplayError(f"file {path}: line 1: the header lacks column {', '.join(missing)}")
    return Dump(path, header, columns, terms.delimiter)
