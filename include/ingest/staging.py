"""Copy one file into the staging table of its bronze table, as text."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.landing import LandedFile, LandingError
from include.ingest.reading import read_header, read_rows
from include.sources.contract import TableContract

CHUNK_CHARACTERS = 256 * 1024
AUDIT_COLUMNS = ("_seq", "_row", "_lines", "_problem", "_extra")


def create_staging(cursor: Cursor, terms: TableContract) -> None:
    """Create the empty staging table: every row of every file, in order, problems included."""
    cursor.execute("drop table if exists staging")
    columns = sql.SQL(", ").join(
        sql.SQL("{} text").format(sql.Identifier(name)) for name in terms.columns
    )
    cursor.execute(
        sql.SQL(
            "create temp table staging (_seq bigint, _file text, _row bigint, _lines bigint,"
            " _problem text, _extra text, {}) on commit drop"
        ).format(columns)
    )


def copy_file(cursor: Cursor, file: LandedFile, terms: TableContract, first: int) -> int:
    """Copy a file's rows, numbered from `first`, into the staging table; return how many."""
    header = read_header(file.path, terms.delimiter)
    columns = match_header(file, terms, header)
    known = [column for column in columns if column]
    cursor.execute(
        sql.SQL("alter table staging alter column _file set default {}").format(
            sql.Literal(file.name)
        )
    )
    stream = _CopyStream(_staging_rows(file, terms, header, columns, first))
    statement = sql.SQL(
        "copy staging ({}) from stdin with (format csv, force_not_null ({}))"
    ).format(_identifiers((*AUDIT_COLUMNS, *known)), _identifiers(known))
    cursor.copy_expert(statement, stream)
    if stream.error is not None:
        raise stream.error
    return stream.rows


def match_header(file: LandedFile, terms: TableContract, header: list[str]) -> list[str]:
    """Return the column of each field of the header, empty for a field the contract ignores.

    Raises `LandingError` when a required column is missing or a column is there twice.
    """
    spellings = {
        spelling.casefold(): column
        for column in terms.columns
        for spelling in terms.headers(column)
    }
    columns = [spellings.get(name.casefold(), "") for name in header]
    missing = [
        terms.headers(column)[0]
        for column, contract in terms.columns.items()
        if contract.is_required and column not in columns
    ]
    if missing:
        raise LandingError(
            f"file {file.path}: the header lacks required column {', '.join(missing)};"
            f" its first line is {terms.delimiter.join(header)[:200]!r}"
        )
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise LandingError(
            f"file {file.path}: the header has column {', '.join(sorted(twice))} more than once"
        )
    return columns


def _staging_rows(
    file: LandedFile, terms: TableContract, header: list[str], columns: list[str], first: int
) -> Iterator[list[Any]]:
    """Yield the rows as the staging table takes them: audit columns, then the known columns."""
    known = [place for place, column in enumerate(columns) if column]
    extra = {
        place: header[place] or f"column {place + 1}"
        for place, column in enumerate(columns)
        if not column
    }
    is_plain = not extra
    blank = [""] * len(known)
    for seq, row in enumerate(read_rows(file.path, terms.delimiter), start=first):
        if row.problem:
            yield [seq, row.line, row.lines, row.problem, "", *blank]
        elif is_plain:
            yield [seq, row.line, row.lines, "", "", *row.values]
        else:
            values = {name: row.values[place] for place, name in extra.items()}
            text = json.dumps(values, ensure_ascii=False)
            yield [seq, row.line, row.lines, "", text, *(row.values[place] for place in known)]


def _identifiers(names: list[str] | tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


class _CopyStream(io.RawIOBase):
    """Rows as a file that COPY reads; keeps the error that psycopg2 would put into words."""

    def __init__(self, rows: Iterator[list[Any]]) -> None:
        self.rows = 0
        self.error: Exception | None = None
        self._source = rows

    def read(self, _size: int = -1) -> bytes:
        chunk = io.StringIO(newline="")
        writer = csv.writer(chunk, lineterminator="\r\n")
        try:
            for row in self._source:
                writer.writerow(row)
                self.rows += 1
                if chunk.tell() >= CHUNK_CHARACTERS:
                    break
        except (ValueError, OSError) as error:
            self.error = error
            return b""
        return chunk.getvalue().encode("utf-8")
