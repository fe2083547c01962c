"""A CSV file that nobody has described yet: how it is written, and its rows as text."""

import csv
import gzip
import io
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from include.sources.drop import ReplayError

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 200_000
DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 100  # rows that tell the delimiter


@dataclass(frozen=True)
class Sample:
    """The header and the rows of a file, cut to the header's width; `is_whole` if none is left."""

    path: Path
    encoding: str
    delimiter: str
    names: list[str]
    rows: list[list[str]] = field(repr=False)
    skipped_rows: int
    is_whole: bool


def read_sample(path: Path) -> Sample:
    """Read a file as far as a draft needs it; raises `ReplayError` when it has no header."""
    raw, is_cut = _read_bytes(path)
    encoding = find_encoding(raw)
    text = raw.decode(encoding, "replace")
    delimiter = find_delimiter(text)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        found = [record for record in islice(records, MOST_ROWS + 1) if record]
    except csv.Error as error:
        raise ReplayError(f"file {path}: line {records.line_num}: {error}") from error
    if not found:
        raise ReplayError(f"file {path} is empty: it has not even a header")
    names = [name.strip() for name in found[0]]
    rows = [record for record in found[1:] if len(record) == len(names)]
    is_whole = not is_cut and len(found) <= MOST_ROWS
    return Sample(path, encoding, delimiter, names, rows, len(found) - 1 - len(rows), is_whole)


def find_encoding(raw: bytes) -> str:
    """Return a byte-order mark's encoding, else UTF-8, or cp1252 where the bytes are not UTF-8."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if raw.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def find_delimiter(text: str) -> str:
    """Return the delimiter that splits the most rows into as many fields as the header."""

    def judge(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = [len(record) for record in islice(reader, LOOKED_AT) if record]
        width = widths[0] if widths else 0
        return (sum(each == width for each in widths) if width > 1 else 0, width)

    return max(DELIMITERS, key=judge)


def _read_bytes(path: Path) -> tuple[bytes, bool]:
    """Return the first bytes of a file, up to a line end, and whether there are more."""
    opener = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with opener(path, "rb") as file:
            raw = bytes(file.read(MOST_BYTES))
            is_cut = bool(file.read(1))
    except (OSError, EOFError) as error:
        raise ReplayError(f"file {path} cannot be read: {error}") from error
    return (raw[: raw.rfind(b"\n") + 1] if is_cut else raw), is_cut
