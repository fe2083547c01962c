"""Reading: every physical line is accounted for, whatever the file holds."""

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from include.ingest import lines, reading
from include.ingest.dialect import Dialect
from include.ingest.landing import LandingError
from include.ingest.lines import Row
from include.ingest.reading import Block, read_header, read_parts, read_raw

COMMAS = Dialect("utf-8", ",")


def _list_rows(path: Path, dialect: Dialect = COMMAS, *, may_end_open: bool = True) -> list[Row]:
    """Return every record, those that COPY would have read split at their commas."""
    rows: list[Row] = []
    for part in read_parts(path, dialect, 2, may_end_open=may_end_open):
        if isinstance(part, Block):
            texts = part.data.decode().split("\n")[:-1]
            assert len(texts) == part.rows
            rows += [
                Row(part.line + at, 1, "", next(csv.reader([text])))
                for at, text in enumerate(texts)
            ]
        else:
            rows += part
    return rows


def _read(tmp_path: Path, content: bytes, name: str = "f.csv") -> list[Row]:
    path = tmp_path / name
    path.write_bytes(content)
    return _list_rows(path)


def test_rows_carry_the_line_of_the_file_on_which_they_start(tmp_path: Path) -> None:
    rows = _read(tmp_path, b'a,b\n1,"two\nlines"\n\n3,4\n')
    assert rows == [Row(2, 2, "", ["1", "two\nlines"]), Row(5, 1, "", ["3", "4"])]


def test_a_byte_order_mark_and_carriage_returns_are_no_part_of_a_value(tmp_path: Path) -> None:
    rows = _read(tmp_path, b"\xef\xbb\xbfa,b\r\n1,2\r\n")
    assert rows == [Row(2, 1, "", ["1", "2"])]
    assert read_header(tmp_path / "f.csv", COMMAS) == ["a", "b"]


def test_a_packed_file_reads_like_the_plain_one(tmp_path: Path) -> None:
    content = b'\xef\xbb\xbfa,b\n1,"x\ny"\n2,3,4\n'
    plain = _read(tmp_path, content)
    assert _read(tmp_path, gzip.compress(content), "f.csv.gz") == plain


def test_a_cut_archive_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    packed = gzip.compress(b"a,b\n" + bytes(range(256)) * 100)
    with pytest.raises(LandingError, match=r"f\.csv\.gz: the archive is damaged or cut"):
        _read(tmp_path, packed[: len(packed) // 2], "f.csv.gz")


def test_a_file_that_only_claims_to_be_packed_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LandingError, match="damaged"):
        _read(tmp_path, b"a,b\n1,2\n", "f.csv.gz")


def test_too_few_and_too_many_fields_are_told_apart_from_good_rows(tmp_path: Path) -> None:
    rows = _read(tmp_path, b"a,b\n1\n1,2,3\n4,5\n")
    assert [row.problem for row in rows] == [
        "the line has 1 fields, the header has 2",
        "the line has 3 fields, the header has 2",
        "",
    ]


def test_a_quote_that_is_never_closed_costs_its_own_line_only(tmp_path: Path) -> None:
    rows = _read(tmp_path, b'a,b\n1,"open\n2,x\n3,y\n')
    assert rows == [
        Row(2, 1, "a quoted value is opened and never closed", []),
        Row(3, 1, "", ["2", "x"]),
        Row(4, 1, "", ["3", "y"]),
    ]


def test_two_stray_quotes_do_not_swallow_the_lines_between_them(tmp_path: Path) -> None:
    rows = _read(tmp_path, b'a,b\n1,"open\n2,x\n3,"again\n4,y\n')
    assert [(row.line, bool(row.problem)) for row in rows] == [
        (2, True),
        (3, False),
        (4, True),
        (5, False),
    ]


def test_a_nul_byte_and_bytes_that_are_not_utf8_are_problems_of_their_line(tmp_path: Path) -> None:
    rows = _read(tmp_path, b"a,b\n1,\0\n2,S\xe3o\n3,ok\n")
    assert [row.problem for row in rows] == [
        "the line holds a NUL byte",
        "the line is not UTF-8: byte 0xe3",
        "",
    ]


def test_an_empty_file_has_not_even_a_header(tmp_path: Path) -> None:
    for content in (b"", b"\xef\xbb\xbf", b"\n\n"):
        path = tmp_path / "f.csv"
        path.write_bytes(content)
        with pytest.raises(LandingError, match=r"f\.csv is empty: not even a header"):
            read_header(path, COMMAS)


def test_a_utf16_file_reads_like_the_plain_one(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes("a,b\n1,S\u00e3o \u2028\n".encode("utf-16"))
    assert _list_rows(path, Dialect("utf-16", ",")) == [Row(2, 1, "", ["1", "S\u00e3o \u2028"])]


def test_a_utf16_file_cut_inside_a_character_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes("a,b\n1,2\n".encode("utf-16")[:-1])
    with pytest.raises(LandingError, match=r"f\.csv is not UTF-16"):
        _list_rows(path, Dialect("utf-16", ","))


def test_a_line_without_end_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "BLOCK_BYTES", 100)
    monkeypatch.setattr(lines, "LONGEST_LINE", 1000)
    with pytest.raises(LandingError, match="line 2 is longer than 1000 bytes"):
        _read(tmp_path, b"a,b\n" + b"x" * 5000)


def test_a_last_line_without_end_may_be_cut(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"a,b\n1,2\n3,45")
    assert _list_rows(path)[-1] == Row(3, 1, "", ["3", "45"])
    cut = "the last line has no line end, the file may be cut"
    assert _list_rows(path, may_end_open=False)[-1] == Row(3, 1, cut, [])


def test_the_bytes_of_a_record_are_found_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b'a,b\n1,"two\nlines"\n\n3,4\n5,"open\n6,7\n')
    found = dict(read_raw(path, COMMAS, [2, 5, 6, 7]))
    assert found == {2: b'1,"two\nlines"\n', 5: b"3,4\n", 6: b'5,"open\n', 7: b"6,7\n"}


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from([b"x", b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"\xc3\xa9", b"1,2\n"])
    ),
    st.integers(1, 40),
)
def test_blocks_and_records_read_the_same(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], block_bytes: int
) -> None:
    path = tmp_path_factory.mktemp("reading") / "f.csv"
    path.write_bytes(b"a,b\n" + b"".join(pieces))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK_BYTES", block_bytes)
        by_blocks = _list_rows(path)
        patch.setattr(reading, "screen_block", lambda *_: None)
        assert _list_rows(path) == by_blocks


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([b"x", b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"\xc3\xa9"])))
def test_every_line_that_is_not_blank_belongs_to_exactly_one_row(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]
) -> None:
    content = b"a,b\n" + b"".join(pieces)
    path = tmp_path_factory.mktemp("reading") / "f.csv"
    path.write_bytes(content)
    covered = [line for row in _list_rows(path) for line in range(row.line, row.line + row.lines)]
    texts = content.split(b"\n")
    filled = {number for number, line in enumerate(texts, start=1) if line.strip(b"\r")} - {1}
    assert covered == sorted(set(covered))
    assert filled <= set(covered)
    assert set(covered) <= set(range(2, len(texts) + 1))
