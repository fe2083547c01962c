"""Memory: a load takes as much for a large file as for a small one."""

import gzip
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.ingest.tiny_source import HEADER, TinySource

SMALL, LARGE = 20_000, 250_000  # rows of about 80 bytes: 2 MB and 20 MB
FILLER = 40 * "x"


def _plain(number: int) -> str:
    return f"{FILLER}{number},created,2018-04-28 10:00:00,{number % 900}.50,1\n"


def _broken_over_lines(number: int) -> str:
    return f'"{FILLER}\n{number}",created,2018-04-28 10:00:00,{number % 900}.50,1\n'


def _wrong(number: int) -> str:
    return f"{FILLER}{number},unheard of,2018-04-28 10:00:00,{number % 900}.50,1\n"


def _ragged(number: int) -> str:
    return f"{FILLER}{number},created\n"


def _measure(folder: Path) -> int:
    """Load the tiny source's day in a process of its own; return its largest size in kilobytes."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_load, (folder,))


def _load(folder: Path) -> int:
    TinySource(folder).ingest()
    status = Path("/proc/self/status").read_text(encoding="utf-8")  # getrusage tells the parent's
    return int(status.partition("VmHWM:")[2].split()[0])


@pytest.mark.parametrize("make_row", [_plain, _broken_over_lines, _wrong, _ragged])
def test_a_large_file_takes_no_more_memory_than_a_small_one(
    tiny: TinySource, tmp_path: Path, make_row: Callable[[int], str]
) -> None:
    kilobytes = {}
    for rows in (SMALL, LARGE):
        tiny.landing = tmp_path / str(rows) / "landing"
        path = tiny.write("orders.csv.gz", b"")
        with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as file:
            file.write(HEADER + "\n")
            file.writelines(map(make_row, range(rows)))
        kilobytes[rows] = _measure(tmp_path / str(rows))
    assert kilobytes[LARGE] < 1.2 * kilobytes[SMALL], kilobytes
