"""Tell, for a block of whole lines at once, whether COPY reads it just as the csv module would.

A block that passes goes to PostgreSQL as it is; any other is read record by record. The grammar is
the strict one of both: a quote opens at the start of a field, is doubled inside, and closes at the
end of the field. Line breaks inside quotes, odd quotes, ragged lines, blank lines, NUL bytes and
lone carriage returns are left to the csv module.
"""

import csv

import numpy as np
from numpy.typing import NDArray

LINE_FEED, CARRIAGE_RETURN, QUOTE = 10, 13, 34

Places = NDArray[np.intp]


def screen_block(block: bytes, encoding: str, delimiter: str, width: int) -> bytes | None:
    """Return the block as UTF-8 with bare line feeds, or None when COPY must not see it.

    `block` ends with a line feed; `width` is the number of fields of every record.
    """
    try:
        text = block.decode(encoding)
    except UnicodeDecodeError:
        return None
    data = block if encoding == "utf-8" else text.encode()
    if width < 2 or not delimiter.isascii() or b"\0" in data or not data.endswith(b"\n"):
        return None
    return _screen(data, ord(delimiter), width)


def _screen(data: bytes, delimiter: int, width: int) -> bytes | None:
    characters = np.frombuffer(data, np.uint8)
    line_ends = np.flatnonzero(characters == LINE_FEED)
    delimiters = np.flatnonzero(characters == delimiter)
    if b'"' in data:
        quotes = np.flatnonzero(characters == QUOTE)
        if not _are_strict(quotes, characters, delimiter):
            return None
        if np.any(_are_inside(line_ends, quotes)):
            return None
        delimiters = delimiters[~_are_inside(delimiters, quotes)]
    if not _are_regular(delimiters, line_ends, width):
        return None
    if b"\r" not in data:
        return data
    returns = np.flatnonzero(characters == CARRIAGE_RETURN)
    if np.any(characters[returns + 1] != LINE_FEED):
        return None
    return data.replace(b"\r\n", b"\n")


def _are_inside(places: Places, quotes: Places) -> NDArray[np.bool_]:
    """Say of each place whether an odd number of quotes stands before it."""
    inside: NDArray[np.bool_] = np.searchsorted(quotes, places) % 2 == 1
    return inside


def _are_strict(quotes: Places, characters: NDArray[np.uint8], delimiter: int) -> bool:
    """Say whether every quote opens or closes a field, or is one of a doubled pair inside."""
    if len(quotes) % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    is_doubled = opening[1:] == closing[:-1] + 1
    edges = (delimiter, LINE_FEED)
    before = np.isin(characters[opening - 1], edges) | (opening == 0)
    before[1:] |= is_doubled
    after = np.isin(characters[closing + 1], (*edges, CARRIAGE_RETURN))
    after[:-1] |= is_doubled
    return bool(before.all() and after.all())


def _are_regular(delimiters: Places, line_ends: Places, width: int) -> bool:
    """Say whether every line has as many fields as the header, and none is overlong."""
    if len(delimiters) != (width - 1) * len(line_ends):
        return False
    starts = np.concatenate(([-1], line_ends[:-1]))
    if np.max(line_ends - starts) > csv.field_size_limit():
        return False
    grid = delimiters.reshape(-1, width - 1)
    return bool((grid[:, 0] > starts).all() and (grid[:, -1] < line_ends).all())
