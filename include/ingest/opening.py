"""Open a landed file for its bytes: unpacked, without its byte-order mark, lines ending in 0x0a."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from include.ingest.landing import LandingError

# The longer marks come first: one of UTF-32 begins like one of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WIDE_ENCODINGS = ("utf-16", "utf-32")  # a line feed is no single byte there: read as UTF-8
CHUNK_CHARACTERS = 64 * 1024


def find_mark(path: Path) -> str | None:
    """Return the encoding that a file's byte-order mark names; None where there is no mark."""
    with _open_unpacked(path) as stream:
        head = stream.peek(4)[:4]
    return next((encoding for mark, encoding in MARKS if head.startswith(mark)), None)


@contextmanager
def open_bytes(path: Path, encoding: str) -> Iterator[IO[bytes]]:
    """Open a file below its byte-order mark; a wide encoding is turned into UTF-8.

    Raises `LandingError` naming the file for a damaged archive and for wrong wide text.
    """
    try:
        with _open_unpacked(path) as stream:
            if encoding.startswith(WIDE_ENCODINGS):
                yield io.BufferedReader(_Recoded(stream, encoding))
            else:
                if stream.peek(len(codecs.BOM_UTF8)).startswith(codecs.BOM_UTF8):
                    stream.read(len(codecs.BOM_UTF8))
                yield stream
    except UnicodeError as error:
        raise LandingError(f"file {path} is not {encoding.upper()}: {error}") from error


def line_encoding(encoding: str) -> str:
    """Return the encoding of the lines that `open_bytes` gives."""
    return "utf-8" if encoding.startswith(WIDE_ENCODINGS) else encoding


@contextmanager
def _open_unpacked(path: Path) -> Iterator["io.BufferedReader[Any]"]:
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
            yield io.BufferedReader(file)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise LandingError(f"file {path}: the archive is damaged or cut: {error}") from error


class _Recoded(io.RawIOBase):
    """Wide text as UTF-8, a chunk at a time."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        self._rest = b""

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, target: Any) -> int:
        """Fill a buffer; return how many bytes it got."""
        view = memoryview(target)
        if not self._rest:
            self._rest = self._text.read(CHUNK_CHARACTERS).encode()
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
