"""Read a CSV file part by part: every line accounted for, memory bounded, no row fatal.

A part is a block of plain lines that COPY may have as it is, or a list of records read by Python's
csv module, which knows on which physical line each starts and how many lines it takes, also around
quoted line breaks and records that cannot be read.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from include.ingest.dialect import Dialect
from include.ingest.landing import LandingError
from include.ingest.lines import BLOCK_BYTES, Lines, Row, read_records
from include.ingest.opening import line_encoding, open_bytes
from include.ingest.screen import screen_block


class Block(NamedTuple):
    """Plain lines, one record each: the number of the first, how many, UTF-8 for COPY."""

    line: int
    rows: int
    data: bytes


def read_header(path: Path, dialect: Dialect) -> list[str]:
    """Return the fields of a file's first record; raises `LandingError` when there is none."""
    with _open_lines(path, dialect, may_end_open=True) as lines:
        first = next(read_records(lines, dialect.delimiter), None)
    if first is None:
        raise LandingError(f"file {path} is empty: not even a header")
    if first.problem:
        raise LandingError(f"file {path}: line {first.line}: the header: {first.problem}")
    return [name.strip() for name in first.values]


def read_parts(
    path: Path,
    dialect: Dialect,
    width: int,
    *,
    has_header: bool = True,
    may_end_open: bool = False,
) -> Iterator[Block | list[Row]]:
    """Yield the file below its header in parts of about a megabyte; blank lines are no records.

    A record that cannot be read, or has not `width` fields, has a problem and no values. So has
    the last one when the file ends without a line end, unless it `may_end_open`.
    """
    with _open_lines(path, dialect, may_end_open=may_end_open) as lines:
        if has_header:
            next(read_records(lines, dialect.delimiter), None)
        while block := lines.take_block():
            encoding = line_encoding(dialect.encoding)
            plain = screen_block(block, encoding, dialect.delimiter, width)
            if plain is None:
                lines.push_block(block)
                yield _read_rows(lines, dialect.delimiter, width)
            else:
                count = plain.count(b"\n")
                yield Block(lines.number + 1, count, plain)
                lines.number += count


@contextmanager
def _open_lines(path: Path, dialect: Dialect, *, may_end_open: bool) -> Iterator[Lines]:
    with open_bytes(path, dialect.encoding) as file:
        encoding = line_encoding(dialect.encoding)
        yield Lines(file, path, encoding, may_end_open=may_end_open)


def _read_rows(lines: Lines, delimiter: str, width: int) -> list[Row]:
    """Read about a megabyte of records, to the end of the block where that comes first."""
    rows = []
    size = 0
    for row in read_records(lines, delimiter):
        problem = row.problem
        if len(row.values) != width and not problem:
            problem = f"the line has {len(row.values)} fields, the header has {width}"
        rows.append(Row(row.line, row.lines, problem, []) if problem else row)
        size += sum(map(len, lines.record))
        if size >= BLOCK_BYTES or lines.is_drained():
            break
    return rows


def read_raw(path: Path, dialect: Dialect, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the bytes of the records that start on the given lines, which ascend.

    The same records as `read_parts` makes; wide encodings give UTF-8.
    """
    with _open_lines(path, dialect, may_end_open=True) as lines:
        for number in numbers:
            lines.skip_to(number)
            if next(read_records(lines, dialect.delimiter), None) is None:
                return
            yield number, b"".join(lines.record)
