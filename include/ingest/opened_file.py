"""A file whose dialect and header are understood."""

import logging
from dataclasses import dataclass

from include.ingest.dialect import Dialect, find_dialect, read_first
from include.ingest.header import is_header, match_header
from include.ingest.landing import LandedFile, LandingError
from include.ingest.reading import read_header
from include.sources.contract import TableContract

# A row of more does not fit into a page of PostgreSQL, even if each value is stored elsewhere.
MOST_COLUMNS = 300

log = logging.getLogger(__name__)


class HeaderError(LandingError):
    """The columns of a file do not fit its contract; the file itself can be read."""


@dataclass(frozen=True)
class OpenedFile:
    """A file whose header is understood: the contract's column of each field, "" where none is."""

    file: LandedFile
    dialect: Dialect
    header: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def extras(self) -> dict[int, str]:
        """Return a name of its own for each field that the contract does not know, by place.

        A header that is empty, or there before, is told apart by its place.
        """
        names: dict[int, str] = {}
        for place, column in enumerate(self.columns):
            if not column:
                name = self.header[place] or f"column {place + 1}"
                while name in names.values():
                    name = f"{name} (column {place + 1})"
                names[place] = name
        return names


def open_file(file: LandedFile, terms: TableContract) -> OpenedFile:
    """Understand a file's dialect and header.

    Raises `LandingError` when it cannot be read, `HeaderError` when its columns do not fit.
    """
    dialect = find_dialect(file.path, terms)
    if not terms.has_header:
        if is_header(read_first(file.path, dialect.encoding, dialect.delimiter), terms):
            raise HeaderError(f"file {file.path}: line 1 is a header; has_header says it has none")
        return OpenedFile(file, dialect, tuple(terms.columns), tuple(terms.columns))
    header = read_header(file.path, dialect)
    if len(header) > MOST_COLUMNS:
        raise HeaderError(
            f"file {file.path} has {len(header)} columns, {MOST_COLUMNS} are the most that fit"
        )
    match = match_header(header, terms)
    if problem := match.describe_problem():
        raise HeaderError(f"file {file.path}: {problem}")
    for column in match.missing_optional:
        log.warning(
            "file %s: optional column %s is missing, left empty%s",
            file.path,
            column,
            match.suggest(terms.headers(column)[0]),
        )
    opened = OpenedFile(file, dialect, tuple(header), match.columns)
    if opened.extras:
        log.warning("file %s: unknown columns %s", file.path, ", ".join(opened.extras.values()))
    return opened
