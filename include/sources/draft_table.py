"""Files that nobody has described, as tables: names, columns, and what seems to identify a row."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from include.sources.contract import Contract, fold_header
from include.sources.draft_column import IDENTIFYING, NUMBERING, DraftColumn, draft_column
from include.sources.draft_sample import Sample, read_sample

LONGEST_KEY = 3
MOST_EMPTY = 0.02
OTHER = 2  # the rank of a column whose name neither identifies nor numbers
KEY_TYPES = frozenset({"identifier", "text", "integer", "date"})
# PostgreSQL keeps these words to itself: as a column they would have to be quoted in every SELECT
RESERVED = re.compile(
    "all|and|any|as|asc|both|case|cast|check|column|create|default|desc|distinct|do|else|end|except"
    "|false|for|foreign|from|grant|group|having|in|into|is|join|left|like|limit|not|null|offset|on"
    "|only|or|order|primary|references|right|select|some|table|then|to|true|union|unique|user|using"
    "|when|where|window|with"
)


@dataclass(frozen=True)
class DraftTable:
    """Files of one kind: the table they fill, its columns by name, and what seems its key."""

    name: str
    pattern: str
    samples: list[Sample]
    headers: dict[str, str]
    columns: dict[str, DraftColumn]
    key: tuple[str, ...]

    @property
    def rows_count(self) -> int:
        """Return how many rows were read."""
        return sum(len(sample.rows) for sample in self.samples)

    def values(self, column: str) -> list[str]:
        """Return the column's values in all files that have it."""
        wanted = fold_header(self.headers[column])
        return [
            row[place]
            for sample in self.samples
            for place in [
                place for place, one in enumerate(sample.names) if fold_header(one) == wanted
            ]
            for row in sample.rows
        ]


def draft_tables(paths: list[Path]) -> list[DraftTable]:
    """Read the files and describe them; files whose names differ in digits only are one table."""
    groups: dict[str, list[Sample]] = {}
    for path in paths:
        groups.setdefault(find_pattern(path), []).append(read_sample(path))
    return [_draft_table(pattern, samples) for pattern, samples in sorted(groups.items())]


def read_tables(contract: Contract, paths: list[Path]) -> list[DraftTable]:
    """Describe the files as a contract does."""
    return [
        DraftTable(
            name,
            terms.patterns[0],
            [read_sample(path) for path in paths if terms.fits(path.name)],
            {column: terms.headers(column)[0] for column in terms.columns},
            {column: DraftColumn(each.type) for column, each in terms.columns.items()},
            terms.key,
        )
        for name, terms in contract.tables.items()
    ]


def find_pattern(path: Path) -> str:
    """Return the pattern of a file's name: digits stand for any digits, `.gz` may follow."""
    name = path.name.lower().removesuffix(".gz")
    stem, suffix = Path(name).stem, Path(name).suffix
    return re.sub(r"[0-9]+([-_.]?[0-9]+)*", "[0-9]*", stem) + suffix + "*"


def name_column(header: str, place: int) -> str:
    """Return a header as a name that SQL takes without quotes."""
    plain = unicodedata.normalize("NFKD", header.replace("ß", "ss")).encode("ascii", "ignore")
    name = re.sub(r"[^a-z0-9]+", "_", plain.decode().lower()).strip("_")[:60]
    if not name or name[0].isdigit():
        name = f"column_{name or place}"
    return f"{name}_" if RESERVED.fullmatch(name) else name


def _draft_table(pattern: str, samples: list[Sample]) -> DraftTable:
    names: dict[str, str] = {}
    for place, header in enumerate(samples[0].names, start=1):
        name = name_column(header, place)
        names[f"{name}_{place}" if name in names else name] = header
    same = [sample for sample in samples if sample.names == samples[0].names]
    columns = {
        name: draft_column(name, (row[place] for sample in same for row in sample.rows))
        for place, name in enumerate(names)
    }
    table = re.sub(r"[^a-z0-9]+", "_", Path(pattern).stem.replace("[0-9]*", ""))
    table = table.strip("_") or "files"
    table = f"table_{table}" if table[0].isdigit() else table[:60]
    key = find_key(columns, same)
    for name in key:
        # a number that names a row, as text it is looked up by bronze's index
        if columns[name] == DraftColumn("integer") and not NUMBERING.search(name):
            columns[name] = DraftColumn("identifier")
    return DraftTable(table, pattern, same, names, columns, key)


def find_key(columns: dict[str, DraftColumn], samples: list[Sample]) -> tuple[str, ...]:
    """Return the fewest columns that no two different rows of a file share; empty if none do.

    Columns whose names identify come first. Rows that are equal in every column count once; those
    whose key is empty, which would be quarantined, do not count.
    """
    names = ["", *columns]  # a row begins with the number of its file
    rows: set[tuple[str, ...]] = {
        (str(number), *row) for number, sample in enumerate(samples) for row in sample.rows
    }
    ranks = {
        place: _rank(name)
        for place, name in enumerate(names)
        if name and columns[name].type in KEY_TYPES and _is_filled(rows, place, _rank(name))
    }
    ranked = sorted(ranks, key=lambda place: ranks[place])[:6]
    found = [
        places
        for size in range(1, LONGEST_KEY + 1)
        for places in combinations(ranked, size)
        if (size < LONGEST_KEY or max(ranks[place] for place in places) < OTHER)
        and _is_unique(rows, places)
    ]
    # amounts may be unique by chance: a key with a name that identifies is the better guess
    found.sort(key=lambda places: ranks[places[0]])
    return tuple(names[place] for place in found[0]) if found else ()


def _is_filled(rows: set[tuple[str, ...]], place: int, rank: int) -> bool:
    """Say whether a column is filled; one whose name identifies may lack in a row of fifty."""
    empty = sum(not row[place].strip() for row in rows)
    return bool(rows) and empty <= (len(rows) * MOST_EMPTY if rank < OTHER else 0)


def _is_unique(rows: set[tuple[str, ...]], places: tuple[int, ...]) -> bool:
    keys = [(row[0], *(row[place] for place in places)) for row in rows]
    whole = [key for key in keys if all(part.strip() for part in key)]
    return len(set(whole)) == len(whole)


def _rank(name: str) -> int:
    if NUMBERING.search(name):
        return 1
    return 0 if IDENTIFYING.search(name) else OTHER
