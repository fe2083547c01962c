"""Read a CSV file row by row: every line accounted for, memory bounded, nothing fatal but a header.

Python's csv module, not a faster columnar reader: this one knows on which physical line each row
starts and how many lines it takes, also around quoted line breaks and rows that cannot be read.
"""

import csv
import gzip
import io
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from include.ingest.landing import LandingError

LONGEST_LINE = 16 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What csv.Error says, and what it means to the person who mends the file.
CSV_PROBLEMS = {
    "unexpected end of data": "a quoted value is opened and never closed",
    "expected after": "text follows a closing quote",
    "field larger": "a value is longer than 131072 characters, a quote may be missing",
    "new-line character": "a carriage return stands inside the line",
}


class Row(NamedTuple):
    """One record: its first physical line, how many lines it takes, its fields or its problem."""

    line: int
    lines: int
    problem: str
    values: list[str]


class _Lines:
    """Physical lines, decoded; remembers those of the record that is being read."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self.record: list[bytes] = []
        self.problem = ""
        self.number = 0
        self._file = file
        self._path = path
        self._returned: deque[bytes] = deque()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        raw = self._returned.popleft() if self._returned else self._file.readline(LONGEST_LINE)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) == LONGEST_LINE:
            raise LandingError(
                f"file {self._path}: line {self.number} is longer than {LONGEST_LINE} bytes:"
                " its lines must end with a line feed"
            )
        self.record.append(raw)
        if b"\0" in raw:
            self.problem = "the line holds a NUL byte"
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            self.problem = f"the line is not UTF-8: byte {raw[error.start]:#04x}"
            return raw.decode("utf-8", "replace")

    def start_record(self) -> None:
        self.record.clear()
        self.problem = ""

    def give_back(self) -> None:
        """Keep only the first line of the record: the others are read anew."""
        rest = self.record[1:]
        self._returned.extendleft(reversed(rest))
        self.number -= len(rest)
        del self.record[1:]


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for its bytes, unpacked; a damaged archive is a `LandingError`."""
    try:
        if path.suffix.lower() == ".gz":
            with gzip.open(path, "rb") as packed:
                yield io.BufferedReader(packed)
        else:
            with path.open("rb") as file:
                yield file
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise LandingError(f"file {path}: the archive is damaged or cut: {error}") from error


def read_header(path: Path, delimiter: str) -> list[str]:
    """Return the spellings of the header; raises `LandingError` when there is none."""
    with open_bytes(path) as file:
        first = next(_read_records(file, path, delimiter), None)
    if first is None:
        raise LandingError(f"file {path} is empty: not even a header")
    if first.problem:
        raise LandingError(f"file {path}: line {first.line}: the header: {first.problem}")
    return [name.strip() for name in first.values]


def read_rows(path: Path, delimiter: str) -> Iterator[Row]:
    """Yield every record below the header; blank lines are none.

    A record that cannot be read, or has not as many fields as the header, has a problem and no
    values.
    """
    with open_bytes(path) as file:
        records = _read_records(file, path, delimiter)
        width = len(next(records).values)
        for row in records:
            if len(row.values) != width and not row.problem:
                problem = f"the line has {len(row.values)} fields, the header has {width}"
                yield Row(row.line, row.lines, problem, [])
            else:
                yield row


def _read_records(file: IO[bytes], path: Path, delimiter: str) -> Iterator[Row]:
    lines = _Lines(_skip_mark(file, path), path)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.start_record()
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # An unbalanced quote swallows the lines after it: only the first is at fault.
            lines.give_back()
            lines.problem = lines.problem or _explain(error)
        if lines.problem:
            yield Row(lines.number - len(lines.record) + 1, len(lines.record), lines.problem, [])
        elif values:
            yield Row(lines.number - len(lines.record) + 1, len(lines.record), "", values)


def _skip_mark(file: IO[bytes], path: Path) -> IO[bytes]:
    start = file.read(len(BYTE_ORDER_MARK))
    if start.startswith(UTF16_MARKS):
        raise LandingError(f"file {path} is UTF-16: Nightshift reads UTF-8")
    if start != BYTE_ORDER_MARK:
        file.seek(0)
    return file


def _explain(error: csv.Error) -> str:
    text = str(error)
    return next((meaning for sign, meaning in CSV_PROBLEMS.items() if sign in text), text)
