"""The dry run of a source: what a night would make of files, without keeping any of it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import psycopg2
import pytest

from include.ingest.check_source import SourceCheck, check_source
from tests.ingest.tiny_source import DAY, HEADER, TinySource, fetch

Check = Callable[..., SourceCheck]
ROWS = ["a,created,2018-04-28 10:00:00,10,", "b,delivered,,20,true"]


@pytest.fixture
def check(tiny: TinySource, warehouse: str) -> Iterator[Check]:
    """Return a function that tries the tiny source on its landing folder, and keeps nothing."""

    def run(*days: date) -> SourceCheck:
        with closing(psycopg2.connect(warehouse)) as connection:
            found = check_source(
                connection, tiny.contract, tiny.mappings, tiny.landing, list(days or (DAY,))
            )
            connection.rollback()
        return found

    yield run
    assert fetch(warehouse, "select count(*) from ops.load_ledger") == [(0,)]
    assert fetch(warehouse, "select to_regclass('bronze.orders') is null") == [(True,)]


def test_rows_are_counted_by_what_becomes_of_them(tiny: TinySource, check: Check) -> None:
    tiny.write_orders([*ROWS, ROWS[1], "c,lost,,1,", "d,created,,x,", "e,created,,y,"])
    found = check()
    (file,) = found.files
    assert (file.rows_read, file.rows_loaded, file.rows_merged, file.rows_quarantined) == (
        6,
        2,
        1,
        3,
    )
    reasons = {one.column_name: (one.rows_count, one.line_numbers) for one in found.refusals}
    assert reasons == {"amount": (2, [6, 7]), "status": (1, [5])}
    assert [one.sample_values for one in found.refusals if one.column_name == "amount"] == [
        ["x", "y"]
    ]
    assert found.failures == []


def test_a_mapping_tells_its_rows_and_how_full_its_columns_are(
    tiny: TinySource, check: Check
) -> None:
    tiny.write_orders(ROWS)
    found = check()
    orders = next(mapping for mapping in found.mappings if mapping.table == "orders")
    assert orders.rows_count == 2
    assert orders.shares == {"status": 1.0, "ordered_at": 0.5, "order_amount": 1.0}
    assert "promised_at" in orders.absent
    assert {"order_items", "deliveries", "reviews"} <= set(found.empty_tables)
    assert "orders" not in found.empty_tables


def test_days_follow_one_another(tiny: TinySource, check: Check) -> None:
    tiny.write_orders(ROWS)
    tiny.write_orders(["a,delivered,2018-04-28 10:00:00,10,"], DAY + timedelta(days=1))
    found = check(DAY, DAY + timedelta(days=1))
    assert [file.rows_loaded for file in found.files] == [2, 1]
    assert [mapping.rows_count for mapping in found.mappings if mapping.table == "orders"] == [2]


def test_unknown_and_missing_columns_are_named_with_what_they_may_be(
    tiny: TinySource, check: Check
) -> None:
    tiny.write("orders.csv", "order_id,status,amounts,colour\na,created,1,red\n")
    found = check()
    (shape,) = found.shapes
    assert shape.ignored == (("amounts", "amount"), ("colour", ""))
    assert shape.missing == ("ordered_at", "amount", "is_gift")
    assert (shape.encoding, shape.delimiter) == ("utf-8", ",")


def test_a_file_that_no_table_claims_is_named(tiny: TinySource, check: Check) -> None:
    tiny.write_orders(ROWS)
    tiny.write("stores.csv", "store_id\n1\n")
    found = check()
    assert [shape.file_name for shape in found.shapes if not shape.table] == ["stores.csv"]
    assert found.failures == []


def test_a_required_file_that_is_missing_fails_and_the_rest_is_still_tried(
    tiny: TinySource, check: Check
) -> None:
    tiny.write("lines.csv", "order_id,line,due_on\na,1,2018-05-01\na,x,\n")
    found = check()
    (failure,) = found.failures
    assert "required file missing: orders*.csv*" in failure
    (file,) = [file for file in found.files if file.file_name == "lines.csv"]
    assert (file.rows_loaded, file.rows_quarantined) == (1, 1)
    assert [one.rows_count for one in found.mappings if one.table == "order_items"] == [1]


def test_a_header_that_lacks_a_required_column_fails_by_name(
    tiny: TinySource, check: Check
) -> None:
    tiny.write("orders.csv", "order_id,amount\na,1\n")
    tiny.write("lines.csv", "order_id,line,due_on\na,1,\n")
    found = check()
    assert len(found.failures) == 1
    assert "orders.csv" in found.failures[0]
    assert "lacks required column status" in found.failures[0]
    assert found.shapes[1].problem.startswith("the header lacks required column status")
    assert [file.rows_loaded for file in found.files if file.file_name == "lines.csv"] == [1]


def test_a_mapping_that_names_no_column_fails_with_its_file_and_line(
    tiny: TinySource, check: Check
) -> None:
    path = tiny.mappings / "orders.sql"
    path.write_text(path.read_text("utf-8").replace("    status,", "    statuss,"), "utf-8")
    tiny.write_orders(ROWS)
    found = check()
    (failure,) = found.failures
    assert "mapping/orders.sql" in failure
    assert 'column "statuss" does not exist' in failure


def test_a_line_whose_order_never_came_is_an_orphan(tiny: TinySource, check: Check) -> None:
    tiny.write_orders(ROWS)
    tiny.write("lines.csv", "order_id,line,due_on\na,1,\nz,1,\n")
    found = check()
    assert [(one.table_name, one.missing_table, one.sample_ids) for one in found.orphans] == [
        ("order_items", "orders", ["z"])
    ]


def test_a_file_is_read_where_it_lies(tiny: TinySource, check: Check, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(f"{HEADER}\n{ROWS[0]}\n", encoding="utf-8")
    (tiny.landing / DAY.isoformat()).mkdir(parents=True)
    (tiny.landing / DAY.isoformat() / "orders.csv").symlink_to(tmp_path / "export.csv")
    assert [file.rows_loaded for file in check().files] == [1]
