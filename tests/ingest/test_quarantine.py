"""From a rejected row to its sheet, and from the edited sheet back into the row's own day."""

from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from include.ingest.mending import count_waiting, save_mended
from include.ingest.quarantine import collect_edits, find_news, save_sheet
from include.sources.contract import read_contract
from tests.ingest.tiny_source import CONTRACT, DAY, HEADER, TinySource, fetch, silver_content

GOOD = "a,created,2018-04-28 10:00:00,12.50,true"
LEDGER = (
    "select rows_read, rows_loaded, rows_merged, rows_quarantined from ops.load_ledger"
    " where table_name = 'orders'"
)


class Desk:
    """What the commands do with the tiny source's sheet of orders."""

    def __init__(self, tiny: TinySource, url: str, folder: Path) -> None:
        self.tiny = tiny
        self.url = url
        self.path = folder / "orders.csv"
        self.table = ("orders", tiny.contract.tables["orders"])

    def export(self) -> str:
        with closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            return save_sheet(cursor, self.tiny.landing, DAY, self.table, self.path)

    def replace(self, old: str, new: str) -> None:
        text = self.path.read_text(encoding="utf-8")
        assert old in text
        self.path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def take(self) -> tuple[int, list[str]]:
        """Remember the edits; return how many rows wait for a run, and what was refused."""
        with closing(psycopg2.connect(self.url)) as connection:
            with connection, connection.cursor() as cursor:
                rows, refused = collect_edits(cursor, self.tiny.landing, DAY, self.table, self.path)
                save_mended(cursor, DAY, rows)
                assert find_news(cursor, DAY, rows) == []
            with connection.cursor() as cursor:
                return count_waiting(cursor, DAY), refused


@pytest.fixture
def desk(tiny: TinySource, warehouse: str, tmp_path: Path) -> Desk:
    """Give the test a day with a good row and a bad one, loaded and in silver."""
    tiny.write_orders([GOOD, "b,created,,1x5,", "c,delivered,,3,"])
    tiny.run(DAY)
    return Desk(tiny, warehouse, tmp_path / "quarantine")


def test_a_mended_row_is_loaded_under_its_own_day_and_line(desk: Desk) -> None:
    assert desk.export().endswith("orders.csv: 1 rows")
    desk.replace(",1x5,", ",1.5,")
    assert desk.take() == (1, [])
    desk.tiny.run(DAY)
    found = "select order_id, amount, _day, _file, _row from bronze.orders where order_id = 'b'"
    assert fetch(desk.url, found) == [("b", "1.5", DAY, "orders.csv", 3)]
    assert fetch(desk.url, LEDGER) == [(3, 3, 0, 0)]
    assert fetch(desk.url, "select count(*) from ops.quarantine") == [(0,)]
    assert fetch(desk.url, "select used_at is not null from ops.mended_rows") == [(True,)]
    order = "select order_amount, known_from from silver.orders_versions where order_id = 'b'"
    assert [(float(amount), day) for amount, day in fetch(desk.url, order)] == [(1.5, DAY)]


def test_taking_the_same_sheet_twice_does_nothing(desk: Desk) -> None:
    desk.export()
    desk.replace(",1x5,", ",1.5,")
    desk.take()
    desk.tiny.run(DAY)
    before = silver_content(desk.url), fetch(desk.url, "select * from ops.mended_rows")
    assert desk.take() == (0, [])
    assert (silver_content(desk.url), fetch(desk.url, "select * from ops.mended_rows")) == before


def test_a_mended_row_outlives_another_run_of_its_day(desk: Desk) -> None:
    desk.export()
    desk.replace(",1x5,", ",1.5,")
    desk.take()
    desk.tiny.run(DAY)
    before = silver_content(desk.url)
    desk.tiny.run(DAY)
    assert silver_content(desk.url) == before
    assert fetch(desk.url, LEDGER) == [(3, 3, 0, 0)]
    assert desk.export() == ""
    assert not desk.path.exists()


def test_a_row_that_is_still_bad_is_quarantined_with_its_new_reason(desk: Desk) -> None:
    desk.export()
    desk.replace(",1x5,", ",5000,")
    assert desk.take() == (1, [])
    desk.tiny.run(DAY)
    reasons = "select line_number, value, reason, raw from ops.quarantine"
    ((line, value, reason, raw),) = fetch(desk.url, reasons)
    assert (line, value, bytes(raw)) == (3, "5000", b"b,created,,1x5,\n")
    assert reason == "amount is above 1000"
    assert fetch(desk.url, LEDGER) == [(3, 2, 0, 1)]
    assert desk.take() == (0, [])
    desk.export()
    desk.replace(",5000,", ",500,")
    assert desk.take() == (1, [])
    desk.tiny.run(DAY)
    assert fetch(desk.url, LEDGER) == [(3, 3, 0, 0)]


def test_a_row_whose_bytes_have_changed_since_is_refused(desk: Desk) -> None:
    desk.export()
    desk.replace(",1x5,", ",1.5,")
    desk.tiny.write_orders([GOOD, "x,created,,7x,", "c,delivered,,3,"])
    waiting, (problem,) = desk.take()
    assert waiting == 0
    assert "has changed since it was loaded" in problem
    desk.tiny.run(DAY)
    waiting, (problem,) = desk.take()
    assert waiting == 0
    assert problem.startswith("orders.csv line 3: other bytes stand on that line now")
    assert fetch(desk.url, "select count(*) from ops.mended_rows") == [(0,)]


def test_a_mended_row_never_replaces_other_bytes(desk: Desk) -> None:
    desk.export()
    desk.replace(",1x5,", ",1.5,")
    desk.take()
    desk.tiny.write_orders([GOOD, "x,created,,7,", "c,delivered,,3,"])
    desk.tiny.run(DAY)
    rows = fetch(desk.url, "select order_id, amount from bronze.orders where _row = 3")
    assert rows == [("x", "7")]
    assert fetch(desk.url, "select used_at from ops.mended_rows") == [(None,)]


def test_a_sheet_with_edits_that_wait_is_not_written_over(desk: Desk) -> None:
    desk.export()
    desk.replace(",1x5,", ",1.5,")
    edited = desk.path.read_text(encoding="utf-8")
    assert desk.export().startswith("kept ")
    assert desk.path.read_text(encoding="utf-8") == edited
    desk.take()
    assert desk.export().startswith("wrote ")


def test_a_sheet_that_was_broken_by_an_editor_is_kept_and_told(desk: Desk) -> None:
    desk.export()
    desk.path.write_bytes("file,line,col\u00f6mn\n".encode("cp1252"))
    assert desk.export().startswith("kept ")
    waiting, (problem,) = desk.take()
    assert waiting == 0
    assert "save it as CSV in UTF-8" in problem


def test_a_row_that_was_mended_in_two_ways_is_told_and_the_first_is_taken(desk: Desk) -> None:
    desk.export()
    text = desk.path.read_text(encoding="utf-8")
    header, row = text.splitlines()
    one, other = row.replace(",1x5,", ",1,", 1), row.replace(",1x5,", ",2,", 1)
    desk.path.write_text("\n".join([header, one, one, other, ""]), encoding="utf-8")
    assert desk.take() == (1, ["orders.csv line 3: mended in two ways"])
    assert fetch(desk.url, "select mended from ops.mended_rows") == [("b,created,,1,",)]


def test_only_its_owner_may_read_a_sheet(desk: Desk) -> None:
    desk.export()
    assert desk.path.stat().st_mode & 0o077 == 0
    assert desk.path.parent.stat().st_mode & 0o077 == 0


def test_records_over_several_lines_and_broken_quotes_can_be_mended(
    tiny: TinySource, warehouse: str, tmp_path: Path
) -> None:
    tiny.write_orders([GOOD, 'b,created,,"1\n5",', 'c,"created,,4,', "d,created,,4,"])
    tiny.run(DAY)
    desk = Desk(tiny, warehouse, tmp_path / "quarantine")
    desk.export()
    desk.replace('"1\n5"', "15")
    desk.replace('"c,""created,,4,"', '"c,created,,4,"')
    assert desk.take() == (2, [])
    tiny.run(DAY)
    rows = fetch(warehouse, "select order_id, amount, _row from bronze.orders order by _row")
    assert rows == [("a", "12.50", 2), ("b", "15", 3), ("c", "4", 5), ("d", "4", 6)]
    assert fetch(warehouse, LEDGER) == [(4, 4, 0, 0)]


def test_a_last_line_that_is_whole_after_all_can_be_confirmed(
    tiny: TinySource, warehouse: str, tmp_path: Path
) -> None:
    tiny.write("orders.csv", f"{HEADER}\n{GOOD}\nb,created,,15,")
    tiny.run(DAY)
    ((reason,),) = fetch(warehouse, "select reason from ops.quarantine")
    desk = Desk(tiny, warehouse, tmp_path / "quarantine")
    desk.export()
    desk.replace(f'"{reason}"' if "," in reason else reason, "")
    assert desk.take() == (1, [])
    tiny.run(DAY)
    assert fetch(warehouse, "select order_id from bronze.orders order by 1") == [("a",), ("b",)]
    assert fetch(warehouse, LEDGER) == [(2, 2, 0, 0)]


@pytest.mark.parametrize(
    ("delimiter", "encoding", "value"),
    [(";", "cp1252", "1;5"), ("\t", "utf-16", "1,5"), (",", "utf-8-sig", "1,5")],
)
def test_rows_of_files_in_another_dialect_are_mended_all_the_same(
    tiny: TinySource,
    warehouse: str,
    tmp_path: Path,
    delimiter: str,
    encoding: str,
    value: str,
) -> None:
    contract = CONTRACT.replace(
        "    key: [order_id]\n    columns:",
        '    key: [order_id]\n    delimiters: [",", ";", "\\t"]\n'
        "    encodings: [utf-8, cp1252]\n    columns:",
    )
    (tmp_path / "contract.yaml").write_text(contract, encoding="utf-8")
    tiny.contract = read_contract(tmp_path / "contract.yaml")
    rows = [
        ["order_id", "status", "amount"],
        ["caf\u00e9", "created", value],
        ["b", "created", "4"],
    ]
    text = "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)
    tiny.write("orders.csv", text.encode(encoding))
    tiny.run(DAY)
    desk = Desk(tiny, warehouse, tmp_path / "quarantine")
    desk.export()
    desk.replace(f',"{value}",' if "," in value else f",{value},", ",1.5,")
    assert desk.take() == (1, [])
    tiny.run(DAY)
    found = fetch(warehouse, "select order_id, amount from bronze.orders order by 1")
    assert found == [("b", "4"), ("caf\u00e9", "1.5")]
