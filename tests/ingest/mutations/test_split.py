"""The oracle against Python's csv module, and COPY against the oracle, on any bytes."""

import csv
import io
from contextlib import closing

import psycopg2
from hypothesis import given, settings
from hypothesis import strategies as st

from include.ingest.screen import screen_block
from tests.ingest.mutations.split import Record, split

VALUES = st.text(alphabet='ab,;"\n\r \té\\.', max_size=6)
PIECES = st.lists(
    st.sampled_from([*[b"x", b",", b",", b'"', b'"', b"\n", b"\n"], b"\r\n", b"\r", b"\\.", b" "]),
    max_size=20,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.lists(VALUES, min_size=2, max_size=2), max_size=6))
def test_the_oracle_reads_back_what_the_csv_module_writes(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    assert [record.values for record in split(out.getvalue().encode(), ",")] == rows


def test_a_line_that_begins_no_record_is_bad_alone() -> None:
    assert split(b'a,"b\nc,d\n\n"e"f,\n', ",") == [
        Record(1, 1, b'a,"b\n', [], "no record begins here"),
        Record(2, 1, b"c,d\n", ["c", "d"]),
        Record(4, 1, b'"e"f,\n', [], "no record begins here"),
    ]


def test_what_the_screen_passes_is_read_by_copy_as_by_the_oracle(
    postgres_url: "object", template_database: str
) -> None:
    passed = []

    @settings(max_examples=1500, deadline=None, derandomize=True)
    @given(PIECES)
    def look(pieces: list[bytes]) -> None:
        block = b"".join(pieces) + b"\n"
        plain = screen_block(block, "utf-8", ",", 2)
        records = split(block, ",")
        is_plain = (
            bool(records)
            and all(not each.problem and len(each.values) == 2 for each in records)
            and [each.line for each in records] == list(range(1, block.count(b"\n") + 1))
        )
        if plain is not None:
            assert is_plain
            passed.append((plain, [each.values for each in records]))

    look()
    assert len(passed) > 20
    with (
        closing(psycopg2.connect(postgres_url(template_database))) as connection,  # type: ignore[operator]
        connection.cursor() as cursor,
    ):
        cursor.execute("create temp table read (number serial, one text, two text)")
        for plain, values in passed:
            cursor.copy_expert(
                "copy read (one, two) from stdin (format csv, force_not_null (one, two))",
                io.BytesIO(plain),
            )
            cursor.execute("select one, two from read order by number")
            assert [list(row) for row in cursor.fetchall()] == values
            cursor.execute("truncate read")
        connection.rollback()
