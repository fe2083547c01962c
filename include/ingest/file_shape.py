"""How a landed file is written and which of its columns the contract knows."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from include.ingest.dialect import find_dialect
from include.ingest.header import match_header
from include.ingest.landing import LandingError, list_paths, match_tables
from include.ingest.reading import read_header
from include.sources.contract import Contract, TableContract, fold_header


@dataclass(frozen=True)
class FileShape:
    """A file before its rows are read.

    `table` is empty for a file that no table claims, `problem` for one whose header fits.
    `ignored` maps each unknown header to a column that it may be meant for, or to nothing.
    """

    day: date
    file_name: str
    table: str
    encoding: str = ""
    delimiter: str = ""
    ignored: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    problem: str = ""


def find_shapes(contract: Contract, landing: Path, day: date) -> list[FileShape]:
    """Look at the dialect and the header of every file of a drop; nothing is an error."""
    folder = landing / day.isoformat()
    paths = list_paths(folder) if folder.is_dir() else []
    return [
        find_shape(path, day, table, contract.tables[table])
        for path in paths
        for table in match_tables(contract, path)
    ] + [FileShape(day, path.name, "") for path in paths if not match_tables(contract, path)]


def find_shape(path: Path, day: date, table: str, terms: TableContract) -> FileShape:
    """Look at one file of a table."""
    try:
        dialect = find_dialect(path, terms)
        if not terms.has_header:
            return FileShape(day, path.name, table, dialect.encoding, dialect.delimiter)
        match = match_header(read_header(path, dialect), terms)
    except LandingError as error:
        return FileShape(day, path.name, table, problem=str(error))
    lacking = {fold_header(terms.headers(name)[0]): name for name in match.missing_optional}
    ignored = [
        (name or f"column {place}", _find_like(name, lacking))
        for place, (name, column) in enumerate(zip(match.header, match.columns, strict=True), 1)
        if not column
    ]
    return FileShape(
        day,
        path.name,
        table,
        dialect.encoding,
        dialect.delimiter,
        tuple(ignored),
        match.missing_optional,
        match.describe_problem(),
    )


def _find_like(name: str, lacking: dict[str, str]) -> str:
    close = get_close_matches(fold_header(name), lacking, n=1)
    return lacking[close[0]] if close else ""
