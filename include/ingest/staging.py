"""Copy files as text into the table where their rows are judged.

That is a temporary table like the bronze table, or the bronze table itself while it is empty: the
first load of a long history then writes each row once.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812
from psycopg2.extras import execute_values

from include.ingest.landing import LandingError
from include.ingest.lines import Row
from include.ingest.opened_file import MOST_COLUMNS, OpenedFile
from include.ingest.reading import Block, read_parts
from include.sources.contract import TableContract


@dataclass(frozen=True)
class Target:
    """Where rows are copied to. `extras` are the unknown headers that it has columns for."""

    name: sql.Composable
    is_bronze: bool
    extras: tuple[str, ...] = ()

    @property
    def options(self) -> sql.SQL:
        """Return how rows are copied. Bronze was truncated just now, so its rows may be frozen.

        The next step then reads them without marking, and logging, each page first.
        """
        return sql.SQL("format csv, freeze" if self.is_bronze else "format csv")

    def fields(self, opened: OpenedFile) -> list[str]:
        """Return the target's column for each field of a file."""
        extras = opened.extras
        return [
            column or f"_extra_{self.extras.index(extras[place])}"
            for place, column in enumerate(opened.columns)
        ]


@dataclass
class Copied:
    """What one file gave: rows that the reader saw, and rows that the server took."""

    read: int = 0
    taken: int = 0
    mended: list[int] = field(default_factory=list)


def create_target(
    cursor: Cursor,
    table: str,
    terms: TableContract,
    extras: tuple[str, ...],
    *,
    is_empty: bool,
) -> Target:
    """Prepare where the files of one table are copied to, and `rejected` for their bad rows.

    `extras` are the headers of all their fields that the contract does not know.
    """
    cursor.execute("drop table if exists staging, rejected")
    cursor.execute(
        "create temp table rejected (_file text, _row bigint, column_name text,"
        " value text, reason text, _place tid) on commit drop"
    )
    cursor.execute("create temp sequence if not exists line_numbers cache 1000")
    if is_empty and not extras:
        return Target(sql.Identifier("bronze", table), is_bronze=True)
    if len(extras) + len(terms.columns) > MOST_COLUMNS:
        raise LandingError(
            f"table {table}: all its files together have more than {MOST_COLUMNS} columns"
        )
    columns = [*terms.columns, *(f"_extra_{number}" for number in range(len(extras)))]
    cursor.execute(
        sql.SQL(
            "create temp table staging (_day date, _file text, _row bigint, {}) on commit drop"
        ).format(sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(n)) for n in columns))
    )
    return Target(sql.Identifier("staging"), is_bronze=False, extras=extras)


def set_defaults(cursor: Cursor, target: Target, day: date, file_name: str) -> None:
    """Let every row that is copied next carry its day, its file and the next line number."""
    cursor.execute(
        sql.SQL(
            "alter table {} alter column _day set default {}::date,"
            " alter column _file set default {},"
            " alter column _row set default nextval('pg_temp.line_numbers')"
        ).format(target.name, sql.Literal(day), sql.Literal(file_name))
    )


def drop_defaults(cursor: Cursor, target: Target) -> None:
    """Take the defaults of `set_defaults` away."""
    cursor.execute(
        sql.SQL(
            "alter table {} alter column _day drop default, alter column _file drop default,"
            " alter column _row drop default"
        ).format(target.name)
    )


def copy_file(
    cursor: Cursor,
    target: Target,
    opened: OpenedFile,
    terms: TableContract,
    mended: dict[int, list[str]],
) -> Copied:
    """Copy a file's records into the target, and those that cannot be read into `rejected`.

    `mended` holds the fields that stand for the record on a line.
    """
    copied = Copied()
    for part in read_parts(
        opened.file.path,
        opened.dialect,
        len(opened.columns),
        has_header=terms.has_header,
        may_end_open=terms.may_end_without_newline,
    ):
        if isinstance(part, Block) and not _holds_any(part, mended):
            copied.read += part.rows
            copied.taken += _copy_block(cursor, target, opened, part)
            continue
        rows = part if isinstance(part, list) else _split(part, opened.dialect.delimiter)
        copied.read += len(rows)
        copied.mended += [row.line for row in rows if row.line in mended]
        rows = [
            Row(row.line, 1, "", mended[row.line]) if row.line in mended else row for row in rows
        ]
        copied.taken += _copy_rows(cursor, target, opened, rows)
    return copied


def _holds_any(block: Block, lines: Iterable[int]) -> bool:
    return any(block.line <= line < block.line + block.rows for line in lines)


def _split(block: Block, delimiter: str) -> list[Row]:
    """Return a block's records one by one: each takes one line."""
    records = csv.reader(io.StringIO(block.data.decode(), newline=""), delimiter=delimiter)
    return [Row(line, 1, "", values) for line, values in enumerate(records, start=block.line)]


def _copy_block(cursor: Cursor, target: Target, opened: OpenedFile, block: Block) -> int:
    cursor.execute("select setval('pg_temp.line_numbers', %s, false)", (block.line,))
    names = _join(target.fields(opened))
    cursor.copy_expert(
        sql.SQL("copy {} ({}) from stdin with ({}, delimiter {}, force_not_null ({}))").format(
            target.name, names, target.options, sql.Literal(opened.dialect.delimiter), names
        ),
        io.BytesIO(block.data),
        size=len(block.data),
    )
    return int(cursor.rowcount)


def _copy_rows(cursor: Cursor, target: Target, opened: OpenedFile, rows: list[Row]) -> int:
    """Copy records with their line numbers; those with a problem go to `rejected`."""
    problems = []
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    for row in rows:
        if row.problem:
            problems.append((opened.file.name, row.line, row.problem))
        else:
            writer.writerow([row.line, *row.values])
    if problems:
        execute_values(cursor, "insert into rejected (_file, _row, reason) values %s", problems)
    names = _join(target.fields(opened))
    cursor.copy_expert(
        sql.SQL("copy {} (_row, {}) from stdin with ({}, force_not_null ({}))").format(
            target.name, names, target.options, names
        ),
        io.BytesIO(lines.getvalue().encode()),
    )
    return int(cursor.rowcount)


def forget_file(cursor: Cursor, target: Target, file_name: str) -> None:
    """Delete what was copied from a file that is refused whole."""
    cursor.execute(sql.SQL("delete from {} where _file = %s").format(target.name), (file_name,))
    cursor.execute("delete from rejected where _file = %s", (file_name,))


def _join(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
