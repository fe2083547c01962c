"""How a file is written: its encoding and its delimiter, among those that the contract accepts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from include.ingest.lines import Lines, read_records
from include.ingest.opening import find_mark, line_encoding, open_bytes
from include.sources.contract import TableContract, fold_header

CHUNK_BYTES = 1024 * 1024
MULTI_BYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)


@dataclass(frozen=True)
class Dialect:
    """The encoding, a name that Python knows, and the delimiter of one file."""

    encoding: str
    delimiter: str


def find_dialect(path: Path, terms: TableContract) -> Dialect:
    """Return how a file is written; raises `LandingError` for a damaged archive.

    A byte-order mark settles the encoding. Without one the file is in the contract's first
    encoding, unless that is UTF-8 and of all its bytes outside ASCII none makes a valid character:
    then it is in the second. The delimiter is the accepted one that finds the most known headers.
    """
    encoding = find_mark(path) or _choose_encoding(path, terms.encodings)
    return Dialect(encoding, _choose_delimiter(path, encoding, terms))


def _choose_encoding(path: Path, encodings: tuple[str, ...]) -> str:
    if len(encodings) == 1 or encodings[0] != "utf-8":
        return encodings[0]
    with open_bytes(path, "latin-1") as file:
        chunks = iter(lambda: file.read(CHUNK_BYTES), b"")
        return encodings[1] if _is_not_utf8(chunks) else "utf-8"


def _is_not_utf8(chunks: Iterable[bytes]) -> bool:
    """Say whether there are bytes outside ASCII, and not one valid UTF-8 character among them."""
    is_ascii = True
    rest = b""
    for chunk in chunks:
        if chunk.isascii() and not rest:
            continue
        is_ascii = is_ascii and chunk.isascii()
        if MULTI_BYTE.search(rest + chunk):
            return False
        rest = chunk[-3:]
    return not is_ascii


def _choose_delimiter(path: Path, encoding: str, terms: TableContract) -> str:
    if len(terms.delimiters) == 1:
        return terms.delimiters[0]
    known = {fold_header(name) for column in terms.columns for name in terms.headers(column)}

    def count_known(delimiter: str) -> tuple[int, int]:
        names = read_first(path, encoding, delimiter)
        if not terms.has_header:
            return (int(len(names) == len(terms.columns)), len(names))
        return (sum(fold_header(name) in known for name in names), 0)

    # of equals the first wins
    return max(terms.delimiters, key=count_known)


def read_first(path: Path, encoding: str, delimiter: str) -> list[str]:
    """Return the fields of a file's first record; none where it has no record that can be read."""
    with open_bytes(path, encoding) as file:
        lines = Lines(file, path, line_encoding(encoding), may_end_open=True)
        first = next(read_records(lines, delimiter), None)
    return [] if first is None or first.problem else first.values
