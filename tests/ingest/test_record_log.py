"""What the log of a load says: every file, every outcome, and rows that one can find again."""

from contextlib import closing

import psycopg2

from include.ingest.mending import MendedRow, save_mended
from include.ingest.record_log import describe_outcome, load_reasons, shorten_value
from tests.ingest.tiny_source import DAY, TinySource

GOOD = "a,created,2018-04-28 10:00:00,12.50,true"


def _describe(url: str) -> list[str]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        return describe_outcome(cursor, DAY)


def test_the_log_says_per_file_what_became_of_its_rows(tiny: TinySource, warehouse: str) -> None:
    bad = [f"k{number},created,,{'x' * number}," for number in range(1, 6)]
    tiny.write_orders([GOOD, GOOD, *bad, "z,created"])
    tiny.write("lines.csv", "order_id,line\na,1\n")
    tiny.ingest()
    lines = _describe(warehouse)
    assert lines[0] == "lines.csv (lines): 1 read = 1 loaded + 0 merged + 0 quarantined"
    assert lines[1] == "orders.csv (orders): 8 read = 1 loaded + 1 merged + 6 quarantined"
    assert lines[2].startswith("    5 rows: amount is not a number")
    assert lines[3:6] == [
        "        line 4: amount is 'x'",
        "        line 5: amount is 'xx'",
        "        line 6: amount is 'xxx'",
    ]
    assert lines[6:] == [
        "    1 row: the line has 2 fields, the header has 5",
        "        line 9: the whole line",
    ]


def test_a_file_that_was_not_loaded_says_why(warehouse: str) -> None:
    with closing(psycopg2.connect(warehouse)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into ops.load_ledger (day, file_name, table_name, rows_read, rows_loaded,"
            " rows_merged, rows_quarantined, bytes, sha256, state, note) values"
            " (%s, 'again.csv', 'orders', 2, 0, 2, 0, 9, '', 'duplicate', 'same as orders.csv')",
            (DAY,),
        )
        assert describe_outcome(cursor, DAY) == [
            "again.csv (orders, duplicate): 2 read = 0 loaded + 2 merged + 0 quarantined;"
            " same as orders.csv"
        ]


def test_a_mended_row_whose_bytes_have_changed_is_told(tiny: TinySource, warehouse: str) -> None:
    with closing(psycopg2.connect(warehouse)) as connection, connection, connection.cursor() as one:
        save_mended(one, DAY, [MendedRow("orders.csv", 2, "0" * 64, "a,created,,1,")])
    tiny.write_orders([GOOD])
    tiny.ingest()
    assert _describe(warehouse)[1].startswith("orders.csv line 2: the mended row was not taken")


def test_values_are_short_and_cannot_drive_a_terminal() -> None:
    assert shorten_value("\x1b[2J\u202eabc\n") == " [2J abc "
    assert shorten_value("x" * 81) == "x" * 79 + "…"
    assert shorten_value("x" * 80) == "x" * 80
    assert shorten_value(None) == ""


def test_reasons_come_with_as_many_samples_as_asked_for(tiny: TinySource, warehouse: str) -> None:
    tiny.write_orders([f"k{number},created,,x," for number in range(5)])
    tiny.ingest()
    with closing(psycopg2.connect(warehouse)) as connection, connection.cursor() as cursor:
        (reason,) = load_reasons(cursor, DAY, 4)["orders.csv"]
    assert (reason.rows_count, len(reason.samples)) == (5, 4)
