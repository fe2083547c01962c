"""A sheet of rejected rows: what a person sees of a row, and what an edit of it means."""

import csv
import io

import pytest

from include.ingest.mending import hash_record
from include.ingest.quarantine_sheet import (
    LONGEST_RAW,
    UNREADABLE,
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

LAYOUT = FileLayout(("order_id", "amount", "note"), ";", "cp1252")
BAD = RejectedRow("orders.csv", 3, "amount", "amount is not a number", b"b;x,y;caf\xe9\r\n")
RAGGED = RejectedRow("orders.csv", 4, None, "4 fields", b"c;1;two;three\r\n")
BROKEN = RejectedRow("orders.csv", 5, None, "a quote is never closed", b'd;"1;open\r\n')
NUL = RejectedRow("orders.csv", 6, None, "a NUL", b"e;1;a\0b\r\n")
ROWS = [BAD, RAGGED, BROKEN, NUL]


def edit(row: RejectedRow, layout: FileLayout = LAYOUT, **changes: str) -> Edit | None:
    (record,) = read_sheet(write_sheet([row], {row.file_name: layout}))
    assert set(changes) <= set(record)
    return find_edit(record | changes, layout)


def test_a_sheet_shows_where_why_and_the_fields_as_far_as_a_row_splits() -> None:
    records = read_sheet(write_sheet(ROWS, {"orders.csv": LAYOUT}))
    shown = [
        tuple(record[name] for name in ("line", "column", "order_id", "amount", "note", "raw"))
        for record in records
    ]
    assert shown == [
        ("3", "amount", "b", "x,y", "café", "b;x,y;café"),
        ("4", "", "c", "1", "two", "c;1;two;three"),
        ("5", "", "", "", "", 'd;"1;open'),
        ("6", "", "e", "1", f"a{UNREADABLE}b", f"e;1;a{UNREADABLE}b"),
    ]
    assert records[0]["reason"] == "amount is not a number"


def test_a_row_that_nobody_edited_is_no_edit() -> None:
    assert [edit(row) for row in ROWS] == [None] * 4


def test_a_mended_field_gives_the_record_with_commas_and_the_row_that_it_stands_for() -> None:
    found = edit(BAD, amount="1,5")
    assert found is not None
    assert (found.file_name, found.line_number, found.mended) == ("orders.csv", 3, 'b,"1,5",café')
    assert found.key == make_key(hash_record(BAD.raw), LAYOUT)


def test_mended_raw_text_is_read_with_the_delimiter_of_the_file() -> None:
    found = edit(BROKEN, raw='d;"1";open')
    assert found is not None
    assert found.mended == "d,1,open"
    assert edit(RAGGED, note="two three").mended == "c,1,two three"  # type: ignore[union-attr]


def test_a_mended_value_may_hold_a_line_break() -> None:
    found = edit(BAD, amount="1", note='say "hi"\nthere')
    assert found is not None
    assert next(csv.reader([found.mended])) == ["b", "1", 'say "hi"\nthere']


@pytest.mark.parametrize(
    ("row", "changes", "message"),
    [
        (BAD, {"amount": "1", "raw": "b;1;"}, "either the fields or the raw text, not both"),
        (BROKEN, {"raw": 'd;"1;"open'}, "still not one record"),
        (BROKEN, {"raw": "d;1"}, "the raw text has 2 fields, the header has 3"),
        (NUL, {"amount": "2"}, "where a byte could not be read"),
        (BAD, {"checksum": ""}, "start again from a new sheet"),
        (BAD, {"line": "3.0"}, "start again from a new sheet"),
    ],
)
def test_an_edit_that_cannot_be_taken_says_why(
    row: RejectedRow, changes: dict[str, str], message: str
) -> None:
    with pytest.raises(SheetError, match=message):
        edit(row, **changes)


def test_a_row_whose_reason_is_emptied_is_taken_as_it_stands_if_it_splits() -> None:
    found = edit(BAD, reason="")
    assert found is not None
    assert found.mended == 'b,"x,y",café'
    with pytest.raises(SheetError, match="the raw text has 4 fields, the header has 3"):
        edit(RAGGED, reason=" ")


def test_a_row_that_was_mended_in_vain_shows_what_it_was_mended_to() -> None:
    again = RejectedRow("orders.csv", 3, "amount", "still no number", BAD.raw, 'b,"1,y",café')
    (record,) = read_sheet(write_sheet([again], {"orders.csv": LAYOUT}))
    assert (record["amount"], record["raw"]) == ("1,y", "b;x,y;café")


def test_a_sheet_survives_a_spreadsheet() -> None:
    text = write_sheet(ROWS, {"orders.csv": LAYOUT})
    saved = io.StringIO(newline="")
    csv.writer(saved, delimiter=";", lineterminator="\r\n").writerows(csv.reader(io.StringIO(text)))
    records = read_sheet("\ufeff" + saved.getvalue())
    assert [find_edit(record, LAYOUT) for record in records] == [None] * 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must start with file,line,column,reason"),
        ("file,line,column,reason,raw\n", "lacks checksum"),
        ("file,line,column,reason,raw,checksum\na,2,,,,x,y\n", "more fields than the first line"),
    ],
)
def test_what_is_no_sheet_is_refused(text: str, message: str) -> None:
    with pytest.raises(SheetError, match=message):
        read_sheet(text)


def test_headers_that_repeat_or_are_empty_or_ours_get_a_name_of_their_own() -> None:
    names = name_columns(["line", "", "a", "a", " a "])
    assert names == ("line (1)", "column 2", "a", "a (4)", "a (5)")


def test_files_of_one_table_with_other_headers_share_a_sheet() -> None:
    other = FileLayout(("order_id", "Price"), ",", "utf-8")
    row = RejectedRow("old.csv", 2, "Price", "no number", b"z,q\n")
    layouts = {"orders.csv": LAYOUT, "old.csv": other}
    first, second = read_sheet(write_sheet([BAD, row], layouts))
    assert (first["Price"], second["Price"]) == ("", "q")
    found = find_edit(second | {"Price": "5"}, other)
    assert found is not None
    assert found.mended == "z,5"


def test_a_row_too_long_to_edit_is_listed_without_its_text() -> None:
    row = RejectedRow("orders.csv", 3, None, "too long", b"x" * (LONGEST_RAW + 1))
    (record,) = read_sheet(write_sheet([row], {"orders.csv": LAYOUT}))
    assert (record["raw"], record["reason"]) == ("", "too long")
