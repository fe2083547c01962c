"""Rejected rows as a CSV file that a person edits, and what that person changed.

A line of the sheet says where the row stands and why it was rejected, then shows its fields under
the file's own header, then its raw text, then a checksum of what was shown. So a line that was not
edited is known as such, and an edited one finds the very row that it was made from.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from include.ingest.mending import hash_record

PLACE = ("file", "line", "column", "reason")
TAIL = ("raw", "checksum")
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
LONGEST_RAW = 100_000  # bytes; a longer row is mended in its file
LONGEST_CELL = 10 * LONGEST_RAW
LINE_ENDS = re.compile(r"\r\n?")


class SheetError(ValueError):
    """A sheet, or a line of it, cannot be taken; the message says which and what to do."""


@dataclass(frozen=True)
class FileLayout:
    """How a landed file is written: the header's names, each once, the delimiter, the encoding."""

    names: tuple[str, ...]
    delimiter: str
    encoding: str


@dataclass(frozen=True)
class RejectedRow:
    """One row in quarantine; `mended` is an earlier correction that was not enough."""

    file_name: str
    line_number: int
    column_name: str | None
    reason: str
    raw: bytes
    mended: str | None = None


@dataclass(frozen=True)
class Edit:
    """An edited line of a sheet; `key` is what `make_key` gave when the sheet was written."""

    file_name: str
    line_number: int
    mended: str
    key: str


def name_columns(header: Iterable[str]) -> tuple[str, ...]:
    """Return a name for each field of a header: its own, made unique, or its place."""
    names: list[str] = []
    for place, spelling in enumerate(header, start=1):
        name = spelling.strip() or f"column {place}"
        while name in {*PLACE, *TAIL, *names}:
            name = f"{name} ({place})"
        names.append(name)
    return tuple(names)


def make_key(raw_sha256: str, layout: FileLayout) -> str:
    """Return what ties a line of a sheet to a record's bytes and the header above them."""
    return _hash_cells([raw_sha256, *layout.names])


def write_sheet(rows: Iterable[RejectedRow], layouts: Mapping[str, FileLayout]) -> str:
    """Return the text of a sheet: one line for each row, under the headers of all its files."""
    names = _merge_names(layouts)
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow([*PLACE, *names, *TAIL])
    for row in rows:
        layout = layouts[row.file_name]
        fields, raw = _show_record(row, layout)
        shown = dict(zip(layout.names, fields, strict=True))
        cells = [shown.get(name, "") for name in names]
        keys = (make_key(hash_record(row.raw), layout), _hash_cells(fields), _hash_cells([raw]))
        writer.writerow(
            [
                row.file_name,
                row.line_number,
                row.column_name or "",
                row.reason,
                *cells,
                raw,
                "-".join(keys),
            ]
        )
    return sheet.getvalue()


def read_sheet(text: str) -> list[dict[str, str]]:
    """Return the rows of a sheet by column; raises `SheetError` when it is none.

    It may come back from a spreadsheet: with a mark, another delimiter, other line ends.
    """
    start = re.match(rf'\ufeff?"?{PLACE[0]}"?([,;\t])', text)
    if start is None:
        raise SheetError(f"its first line must start with {','.join(PLACE)}")
    body = io.StringIO(text.removeprefix("\ufeff"), newline="")
    reader = csv.DictReader(body, delimiter=start[1], restval="")
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        records = list(reader)
    except csv.Error as error:
        raise SheetError(f"line {reader.line_num} cannot be read: {error}") from error
    finally:
        csv.field_size_limit(limit)
    if lacking := {*PLACE, *TAIL} - set(reader.fieldnames or ()):
        raise SheetError(f"its first line lacks {', '.join(sorted(lacking))}")
    if any(None in record for record in records):
        raise SheetError("a row has more fields than the first line")
    return records


def find_edit(record: Mapping[str, str], layout: FileLayout) -> Edit | None:
    """Return the correction that a row of a sheet holds; None when nothing was changed.

    A row that is right as it stands (a last line without a line end) is one whose reason was
    emptied.
    """
    file, line = record["file"], record["line"]
    place = f"{file} line {line}"
    keys = re.fullmatch(r"([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{16})", record["checksum"])
    if keys is None or not line.isdecimal():
        raise SheetError(f"{place}: its line or checksum was changed: start again from a new sheet")
    fields = [record.get(name, "") for name in layout.names]
    has_new_fields = _hash_cells(fields) != keys[2]
    has_new_raw = _hash_cells([record["raw"]]) != keys[3]
    if not has_new_fields and not has_new_raw and record["reason"].strip():
        return None
    if has_new_fields and has_new_raw:
        raise SheetError(f"{place}: change either the fields or the raw text, not both")
    if not has_new_fields:
        found = split_record(LINE_ENDS.sub("\n", record["raw"]), layout.delimiter)
        if found is None:
            raise SheetError(f"{place}: the raw text is still not one record; look at its quotes")
        if len(found) != len(fields):
            raise SheetError(
                f"{place}: the raw text has {len(found)} fields, the header has {len(fields)}"
            )
        fields = found
    mended = join_record(fields)
    if UNREADABLE in mended or "\0" in mended:
        raise SheetError(f"{place}: it still holds {UNREADABLE} where a byte could not be read")
    return Edit(file, int(line), mended, keys[1])


def join_record(fields: Iterable[str]) -> str:
    """Return fields as one record of CSV with commas, without a line end."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="").writerow(fields)
    return line.getvalue()


def split_record(text: str, delimiter: str) -> list[str] | None:
    """Return the fields of a text that is exactly one record; None when it is not."""
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None


def _merge_names(layouts: Mapping[str, FileLayout]) -> list[str]:
    return list(dict.fromkeys(name for layout in layouts.values() for name in layout.names))


def _show_record(row: RejectedRow, layout: FileLayout) -> tuple[list[str], str]:
    """Return the fields of a row as far as it splits, one for each name, and its raw text."""
    if len(row.raw) > LONGEST_RAW:
        return [""] * len(layout.names), ""
    raw = row.raw.decode(layout.encoding, errors="replace").replace("\0", UNREADABLE).rstrip("\r\n")
    found = split_record(row.mended, ",") if row.mended else split_record(raw, layout.delimiter)
    fields = (found or [])[: len(layout.names)]
    return fields + [""] * (len(layout.names) - len(fields)), raw


def _hash_cells(cells: Iterable[str]) -> str:
    text = json.dumps([LINE_ENDS.sub("\n", cell) for cell in cells])
    return sha256(text.encode()).hexdigest()[:16]
