"""Time how a CSV file is read: by screened blocks, record by record, and by a bare `csv.reader`.

`python -m bench.read_speed <file.csv> [--delimiter ,]` prints seconds as one JSON line; nothing is
sent to a server. The file is read once before, so that it comes from memory.
"""

import argparse
import csv
import json
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from include.ingest.dialect import Dialect
from include.ingest.reading import Block, read_header, read_parts


def count_rows(path: Path, dialect: Dialect) -> int:
    """Read a file as ingest does; return its rows."""
    width = len(read_header(path, dialect))
    parts = read_parts(path, dialect, width)
    return sum(part.rows if isinstance(part, Block) else len(part) for part in parts)


def count_records(path: Path, dialect: Dialect) -> int:
    """Read a file as ingest does where no block passes the screen; return its rows."""
    with patch("include.ingest.reading.screen_block", return_value=None):
        return count_rows(path, dialect)


def count_bare(path: Path, dialect: Dialect) -> int:
    """Read a file with the csv module alone; return its rows."""
    with path.open(newline="", encoding=dialect.encoding) as file:
        return sum(1 for _ in csv.reader(file, delimiter=dialect.delimiter, strict=True)) - 1


def time_reading(read: Callable[[Path, Dialect], int], path: Path, dialect: Dialect) -> float:
    """Return the seconds that one way to read takes."""
    started = time.perf_counter()
    read(path, dialect)
    return round(time.perf_counter() - started, 2)


def main() -> None:
    """Print the seconds of each way to read the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--delimiter", default=",")
    arguments = parser.parse_args()
    dialect = Dialect("utf-8", arguments.delimiter)
    figures: dict[str, float] = {"rows": count_rows(arguments.path, dialect)}
    for read in (count_rows, count_records, count_bare):
        name = read.__name__.replace("count_", "seconds_of_")
        figures[name] = time_reading(read, arguments.path, dialect)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
