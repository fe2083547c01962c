"""Physical lines of a file, counted, and the records that the csv module makes of them."""

import csv
import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from include.ingest.landing import LandingError

BLOCK_BYTES = 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
# What csv.Error says, and what it means to the person who mends the file.
CSV_PROBLEMS = {
    "unexpected end of data": "a quoted value is opened and never closed",
    "expected after": "text follows a closing quote",
    "field larger": "a value is longer than 131072 characters, a quote may be missing",
    "new-line character": "a carriage return stands inside the line",
}
CUT = "the last line has no line end, the file may be cut"


class Row(NamedTuple):
    """One record: its first physical line, how many lines it takes, its fields or its problem."""

    line: int
    lines: int
    problem: str
    values: list[str]


class Lines:
    """Physical lines, decoded; remembers those of the record that is being read."""

    def __init__(self, file: IO[bytes], path: Path, encoding: str, *, may_end_open: bool) -> None:
        self.record: list[bytes] = []
        self.problem = ""
        self.number = 0
        self._file = file
        self._path = path
        self._encoding = encoding
        self._may_end_open = may_end_open
        self._block = io.BytesIO()
        self._returned: deque[bytes] = deque()

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        raw = self._returned.popleft() if self._returned else self._block.readline()
        if not raw:
            self.push_block(self.take_block())
            raw = self._block.readline()
            if not raw:
                raise StopIteration
        self.number += 1
        self.record.append(raw)
        if b"\0" in raw:
            self.problem = "the line holds a NUL byte"
        elif raw.strip(b"\r") and not raw.endswith(b"\n") and not self._may_end_open:
            self.problem = CUT
        try:
            return raw.decode(self._encoding)
        except UnicodeDecodeError as error:
            name = self._encoding.upper()
            self.problem = f"the line is not {name}: byte 0x{raw[error.start]:02x}"
            return raw.decode(self._encoding, errors="replace")

    def start_record(self) -> None:
        """Forget the lines and the problem of the record before."""
        self.record = []
        self.problem = ""

    def give_back(self) -> None:
        """Keep only the first line of the record: the others are read anew."""
        rest = self.record[1:]
        self._returned.extendleft(reversed(rest))
        self.number -= len(rest)
        del self.record[1:]

    def take_block(self) -> bytes:
        """Return the next whole lines that are not read yet; nothing at the end of the file."""
        block = b"".join(self._returned) + self._block.read()
        self._returned.clear()
        block = block or self._file.read(BLOCK_BYTES)
        if block.endswith(b"\n"):
            return block
        rest = self._file.readline(LONGEST_LINE)
        if len(rest) == LONGEST_LINE:
            number = self.number + block.count(b"\n") + 1
            raise LandingError(
                f"file {self._path}: line {number} is longer than {LONGEST_LINE} bytes:"
                " its lines must end with a line feed"
            )
        return block + rest

    def push_block(self, block: bytes) -> None:
        """Read the lines of a block next."""
        self._block = io.BytesIO(block)

    def is_drained(self) -> bool:
        """Say whether every line taken from the file so far has been read."""
        return not self._returned and self._block.tell() == len(self._block.getbuffer())

    def skip_to(self, number: int) -> None:
        """Pass over lines so that the next one read is line `number`."""
        while self.number + 1 < number:
            if self._returned:
                self._returned.popleft()
            elif self.is_drained():
                block = self.take_block()
                if not block:
                    return
                ends = block.count(b"\n")
                if self.number + ends + 1 < number:
                    self.number += ends
                else:
                    self.push_block(block)
                continue
            else:
                self._block.readline()
            self.number += 1


def read_records(lines: Lines, delimiter: str) -> Iterator[Row]:
    """Yield every record from here on, with its problem where it cannot be read."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.start_record()
        values: list[str] = []
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # An unbalanced quote swallows the lines after it: only the first is at fault.
            lines.give_back()
            lines.problem = lines.problem or _explain(error)
        if lines.problem or values:
            first = lines.number - len(lines.record) + 1
            yield Row(first, len(lines.record), lines.problem, values)


def _explain(error: csv.Error) -> str:
    text = str(error)
    return next((meaning for sign, meaning in CSV_PROBLEMS.items() if sign in text), text)
