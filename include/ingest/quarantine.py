"""The rows in quarantine, and the corrections of them that people hand in."""

from collections.abc import Iterable
from datetime import date
from hashlib import file_digest
from pathlib import Path

from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.dialect import find_dialect
from include.ingest.landing import LandingError
from include.ingest.mending import MendedRow, load_mended
from include.ingest.opening import line_encoding
from include.ingest.quarantine_sheet import (
    Edit,
    FileLayout,
    RejectedRow,
    SheetError,
    find_edit,
    make_key,
    name_columns,
    read_sheet,
    write_sheet,
)
from include.ingest.reading import read_header
from include.sources.contract import TableContract

SHEET_ROWS = 10_000


def load_rejected(cursor: Cursor, day: date, table: str) -> list[RejectedRow]:
    """Return the rows of a table and day that are in quarantine, the first `SHEET_ROWS` of them."""
    cursor.execute(
        """
        select
            quarantine.file_name, quarantine.line_number, quarantine.column_name,
            quarantine.reason, quarantine.raw, mended_rows.mended
        from ops.quarantine
        left join ops.mended_rows
            on
                quarantine.day = mended_rows.day
                and quarantine.file_name = mended_rows.file_name
                and quarantine.line_number = mended_rows.line_number
                and encode(sha256(quarantine.raw), 'hex') = mended_rows.raw_sha256
        where quarantine.day = %(day)s::date and quarantine.table_name = %(table)s
        order by quarantine.file_name, quarantine.line_number
        limit %(limit)s
        """,
        {"day": day, "table": table, "limit": SHEET_ROWS},
    )
    return [
        RejectedRow(file, line, column, reason, bytes(raw), mended)
        for file, line, column, reason, raw, mended in cursor.fetchall()
    ]


def load_files(cursor: Cursor, day: date, table: str) -> dict[str, str]:
    """Return the files of a table that were loaded for a day, with their checksums."""
    cursor.execute(
        "select file_name, sha256 from ops.load_ledger"
        " where day = %s::date and table_name = %s order by file_name",
        (day, table),
    )
    return dict(cursor.fetchall())


def read_layout(path: Path, terms: TableContract, sha256: str) -> FileLayout:
    """Return how a landed file is written.

    Raises `SheetError` when it is not the file any more that the load has read.
    """
    if not path.is_file() or hash_file(path) != sha256:
        raise SheetError(
            f"{path} has changed since it was loaded, or is gone: mend its rows after the next load"
        )
    dialect = find_dialect(path, terms)
    header = read_header(path, dialect) if terms.has_header else list(terms.columns)
    return FileLayout(name_columns(header), dialect.delimiter, line_encoding(dialect.encoding))


def list_changed(cursor: Cursor, landing: Path, day: date) -> list[str]:
    """Return the files of a day that hold other bytes now than when they were loaded."""
    cursor.execute(
        "select file_name, sha256 from ops.load_ledger"
        " where day = %s::date and sha256 <> '' order by file_name",
        (day,),
    )
    folder = landing / day.isoformat()
    return [
        name
        for name, sha256 in cursor.fetchall()
        if (folder / name).is_file() and hash_file(folder / name) != sha256
    ]


def hash_file(path: Path) -> str:
    """Return the checksum of a file, as the ledger has it."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def read_layouts(
    cursor: Cursor, landing: Path, day: date, table: tuple[str, TableContract], names: set[str]
) -> tuple[dict[str, FileLayout], list[str]]:
    """Return how some files of a table are written, and what is wrong with the others."""
    loaded = load_files(cursor, day, table[0])
    layouts: dict[str, FileLayout] = {}
    problems: list[str] = []
    for name in sorted(names):
        try:
            path = landing / day.isoformat() / name
            layouts[name] = read_layout(path, table[1], loaded.get(name, ""))
        except (SheetError, LandingError) as error:
            problems.append(str(error))
    return layouts, problems


def save_sheet(
    cursor: Cursor, landing: Path, day: date, table: tuple[str, TableContract], path: Path
) -> str:
    """Write the rejected rows of a table as a sheet, or remove an old one; say what was done.

    A sheet with changes that no load has seen is kept. Says nothing when there is nothing to say.
    """
    if path.exists():
        mended, refused = collect_edits(cursor, landing, day, table, path)
        if refused or find_news(cursor, day, mended):
            return f"kept {path}: it holds changes that were not replayed; remove it for a new one"
        path.unlink()
    rows = load_rejected(cursor, day, table[0])
    if not rows:
        return ""
    layouts, problems = read_layouts(cursor, landing, day, table, {row.file_name for row in rows})
    rows = [row for row in rows if row.file_name in layouts]
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(write_sheet(rows, layouts), encoding="utf-8", newline="")
    cut = f" (the first {SHEET_ROWS:,})" if len(rows) == SHEET_ROWS else ""
    return "\n".join([*problems, f"wrote {path}: {len(rows):,} rows{cut}"])


def collect_edits(
    cursor: Cursor, landing: Path, day: date, table: tuple[str, TableContract], path: Path
) -> tuple[list[MendedRow], list[str]]:
    """Read the corrections in a sheet; return the mended rows, and why others were refused."""
    try:
        records = read_sheet(path.read_text(encoding="utf-8"))
    except (SheetError, UnicodeDecodeError) as error:
        return [], [f"{path} is no sheet that can be read, save it as CSV in UTF-8: {error}"]
    names = {record["file"] for record in records}
    layouts, refused = read_layouts(cursor, landing, day, table, names)
    mended: dict[tuple[str, int], MendedRow] = {}
    for record in records:
        try:
            layout = layouts.get(record["file"])
            if layout and (edit := find_edit(record, layout)):
                row = _accept_edit(cursor, day, edit, layout)
                if mended.setdefault((row.file_name, row.line_number), row) != row:
                    raise SheetError(f"{row.file_name} line {row.line_number}: mended in two ways")
        except SheetError as error:
            refused.append(str(error))
    return list(mended.values()), refused


def find_news(cursor: Cursor, day: date, rows: Iterable[MendedRow]) -> list[MendedRow]:
    """Return the mended rows that are not remembered yet, or with another text."""
    known: dict[str, dict[int, tuple[str, str]]] = {}
    news = []
    for row in rows:
        if row.file_name not in known:
            known[row.file_name] = load_mended(cursor, day, row.file_name)
        if known[row.file_name].get(row.line_number) != (row.raw_sha256, row.mended):
            news.append(row)
    return news


def _accept_edit(cursor: Cursor, day: date, edit: Edit, layout: FileLayout) -> MendedRow:
    """Tie an edit to the bytes that it mends: of a row in quarantine, or of one mended before."""
    cursor.execute(
        """
        select encode(sha256(raw), 'hex')
        from ops.quarantine
        where day = %(day)s::date and file_name = %(file)s and line_number = %(line)s
        union
        select raw_sha256
        from ops.mended_rows
        where day = %(day)s::date and file_name = %(file)s and line_number = %(line)s
        """,
        {"day": day, "file": edit.file_name, "line": edit.line_number},
    )
    for (checksum,) in cursor.fetchall():
        if make_key(checksum, layout) == edit.key:
            return MendedRow(edit.file_name, edit.line_number, checksum, edit.mended)
    raise SheetError(
        f"{edit.file_name} line {edit.line_number}: other bytes stand on that line now than when"
        " the sheet was written: remove the sheet and run `make quarantine` for a new one"
    )
