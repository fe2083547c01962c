"""Values as businesses write them, from a file in the landing to the typed view."""

import gzip
import logging
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from include.ingest.landing import LandingError
from include.sources.contract import Contract, read_contract
from tests.ingest.tiny_source import DAY, TinySource, fetch

CONTRACT = """
name: shop
description: One file with every way to write a value
currency: BRL
language: pt
timezone: America/Sao_Paulo
country: BR
tables:
  sales:
    file: sales*.csv*
    key: [sale]
    delimiters: [",", ";", "\\t", "|"]
    encodings: [utf-8, cp1252]
    columns:
      sale: {type: text, is_required: true}
      customer_id: {type: text}
      sold_on: {type: date, formats: [DD/MM/YYYY, YYYY-MM-DD]}
      shipped_on: {type: date, formats: [DD-MM-YYYY, MM-DD-YYYY]}
      paid_at: {type: timestamp, formats: ["DD/MM/YYYY HH:MI", "YYYY-MM-DD HH:MI:SSTZ"]}
      logged_at: {type: timestamp, time_zone: UTC}
      price: {type: number, formats: ["1.234,56"], affixes: ["R$"], min: 0}
      listed: {type: number, formats: ["1,234.56", "1.234,56"]}
      sold: {type: integer, formats: ["1234,56"], multipliers: {rb: 1000, jt: 1000000}}
      weight: {type: number, affixes: [kg], unit: kilograms}
      note: {type: text}
"""
COLUMNS = (
    *("sale", "customer_id", "sold_on", "shipped_on", "paid_at", "logged_at"),
    *("price", "listed", "sold", "weight", "note"),
)


class Shop:
    """The source of one file, and what became of its rows."""

    def __init__(self, tiny: TinySource, url: str, folder: Path) -> None:
        self.tiny, self.url = tiny, url
        path = folder / "shop.yaml"
        path.write_text(CONTRACT, encoding="utf-8")
        tiny.contract = read_contract(path)

    def change(self, column: str, **fields: Any) -> None:
        """Change a column of the contract."""
        values = self.tiny.contract.model_dump()
        values["tables"]["sales"]["columns"][column].update(fields)
        self.tiny.contract = Contract.model_validate(values)

    def load(self, *rows: dict[str, str], day: date = DAY) -> dict[str, int]:
        """Load rows, numbered from 1 where they have no key, from a file with a semicolon."""
        lines = [";".join(COLUMNS)]
        for number, row in enumerate(rows, 1):
            lines.append(";".join({"sale": str(number), **row}.get(name, "") for name in COLUMNS))
        self.tiny.write("sales.csv", "\n".join(lines) + "\n", day)
        return self.tiny.ingest(day)

    def read(self, column: str) -> list[Any]:
        """Return a column of the typed view, in the order of the file."""
        query = f"select {column} from bronze.sales_typed order by _day, _row"
        return [value for (value,) in fetch(self.url, query)]

    def reasons(self) -> list[tuple[Any, ...]]:
        """Return what was quarantined: line, column, value and reason."""
        query = "select line_number, column_name, value, reason from ops.quarantine order by 1"
        return fetch(self.url, query)


@pytest.fixture
def shop(tiny: TinySource, warehouse: str, tmp_path: Path) -> Shop:
    """Give the test a source of one file and an empty warehouse."""
    return Shop(tiny, warehouse, tmp_path)


@pytest.mark.parametrize(
    ("column", "value", "meaning"),
    [
        ("sold_on", "03/04/2018", date(2018, 4, 3)),
        ("sold_on", "3/4/2018", date(2018, 4, 3)),
        ("sold_on", "2018-04-03", date(2018, 4, 3)),
        ("shipped_on", "13-04-2018", date(2018, 4, 13)),
        ("shipped_on", "04-13-2018", date(2018, 4, 13)),
        ("shipped_on", "04-04-2018", date(2018, 4, 4)),
        ("paid_at", "03/04/2018 10:30", datetime(2018, 4, 3, 13, 30, tzinfo=UTC)),
        ("paid_at", "03/01/2018 10:30", datetime(2018, 1, 3, 12, 30, tzinfo=UTC)),
        ("paid_at", "2018-04-03 10:30:00Z", datetime(2018, 4, 3, 10, 30, tzinfo=UTC)),
        ("logged_at", "2018-04-03 10:30:00", datetime(2018, 4, 3, 10, 30, tzinfo=UTC)),
        ("price", "R$ 1.234,56", Decimal("1234.56")),
        ("price", "1.234", Decimal(1234)),
        ("price", "0,5", Decimal("0.5")),
        ("listed", "1,234.56", Decimal("1234.56")),
        ("listed", "1.234,56", Decimal("1234.56")),
        ("listed", "12.5", Decimal("12.5")),
        ("sold", "4,4rb", 4400),
        ("sold", "1,2 jt", 1_200_000),
        ("sold", "37", 37),
        ("weight", "2.5 kg", Decimal("2.5")),
        ("weight", "9.12988E+11", Decimal(912988000000)),
        ("customer_id", "0042", "0042"),
        ("note", "", None),
        ("price", "", None),
    ],
)
def test_a_value_means_what_the_contract_says_and_stays_in_bronze_as_it_came(
    shop: Shop, warehouse: str, column: str, value: str, meaning: object
) -> None:
    assert shop.load({column: value})["loaded"] == 1
    assert shop.read(column) == [meaning]
    assert fetch(warehouse, f"select {column} from bronze.sales") == [(value,)]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("sold_on", "04-03-2018", "sold_on is not a date such as DD/MM/YYYY or YYYY-MM-DD"),
        ("sold_on", "31/13/2018", "sold_on is not a date such as DD/MM/YYYY or YYYY-MM-DD"),
        ("sold_on", "30/02/2018", "sold_on looks like a date, but there is none such"),
        ("sold_on", "today", "sold_on is not a date such as DD/MM/YYYY or YYYY-MM-DD"),
        ("shipped_on", "03-04-2018", "is ambiguous: DD-MM-YYYY or MM-DD-YYYY read it differently"),
        ("paid_at", "03/04/2018", "paid_at is not a time such as DD/MM/YYYY HH:MI or"),
        ("price", "1,234.56", "price is not a number such as 1.234,56"),
        ("price", "US$ 5", "price is not a number such as 1.234,56"),
        ("price", "R$ -5,00", "price is below 0"),
        ("price", "NaN", "price is not a number such as 1.234,56"),
        ("listed", "1.234", "listed is ambiguous: 1,234.56 or 1.234,56 read it differently"),
        ("listed", "1,234", "listed is ambiguous: 1,234.56 or 1.234,56 read it differently"),
        ("sold", "4,4", "sold is not a whole number"),
        ("sold", "4,4k", "sold is not a whole number such as 1234,56"),
        ("customer_id", "9.12988E+11", "customer_id is written like 9.12988E+11: its digits are"),
        ("customer_id", "9,12988E+11", "customer_id is written like 9.12988E+11: its digits are"),
        ("sale", "1e+05", "sale is written like 9.12988E+11: its digits are gone"),
    ],
)
def test_a_value_that_could_mean_something_else_is_quarantined_never_guessed(
    shop: Shop, column: str, value: str, reason: str
) -> None:
    outcome = shop.load({"sale": "good"}, {column: value})
    assert (outcome["loaded"], outcome["quarantined"]) == (1, 1)
    ((line, found_column, found_value, found_reason),) = shop.reasons()
    assert (line, found_column, found_value) == (3, column, value)
    assert reason in found_reason


def test_one_column_may_hold_two_formats_of_dates(shop: Shop) -> None:
    shop.load(*({"sold_on": value} for value in ("31/12/2017", "2018-01-01", "01/02/2018")))
    assert shop.read("sold_on") == [date(2017, 12, 31), date(2018, 1, 1), date(2018, 2, 1)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_accepted_delimiter_is_found_by_the_header(
    shop: Shop, delimiter: str, newline: str
) -> None:
    lines = [("sale", "note"), ("a", '"x, ; | \t ""y"""'), ("b", "plain")]
    text = "".join(delimiter.join(line) + newline for line in lines)
    shop.tiny.write("sales.csv", text)
    assert shop.tiny.ingest()["loaded"] == 2
    assert shop.read("note") == ['x, ; | \t "y"', "plain"]


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        ("São João".encode("cp1252"), ["São João"]),
        ("São João".encode(), ["São João"]),
        ("São João".encode("utf-8-sig"), ["São João"]),
        (b"S\x80o", ["S€o"]),
    ],
)
def test_an_encoding_is_taken_only_where_the_bytes_allow_no_other(
    shop: Shop, content: bytes, notes: list[str]
) -> None:
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    shop.tiny.write("sales.csv", mark + b"sale;note\na;" + content.removeprefix(mark) + b"\n")
    shop.tiny.ingest()
    assert shop.read("note") == notes


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_byte_order_mark_settles_the_encoding(shop: Shop, encoding: str) -> None:
    text = "sale;note\na;São João\n"
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    shop.tiny.write("sales.csv.gz", gzip.compress((mark + text).encode(encoding)))
    shop.tiny.ingest()
    assert shop.read("note") == ["São João"]


def test_a_row_in_another_encoding_than_its_file_is_quarantined(shop: Shop) -> None:
    rows = [b"a;S\xc3\xa3o", b"b;S\xe3o", b"c;plain"]
    shop.tiny.write("sales.csv", b"sale;note\n" + b"\n".join(rows) + b"\n")
    shop.tiny.ingest()
    assert shop.read("sale") == ["a", "c"]
    ((line, _, _, reason),) = shop.reasons()
    assert (line, "not UTF-8" in reason) == (3, True)


def test_a_value_that_the_contract_only_warns_of_is_emptied_and_told(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.change("sold", on_breach="warn")
    with caplog.at_level(logging.WARNING):
        outcome = shop.load({"sold": "many", "note": "x"}, {"sold": "4,4rb"}, {"sold": "lots"})
    assert (outcome["loaded"], outcome["quarantined"]) == (3, 0)
    assert shop.read("sold") == [None, 4400, None]
    assert shop.read("note")[0] == "x"
    assert "sold is not a whole number such as 1234,56" in caplog.text
    assert "2 values of sold emptied, the first on line 2" in caplog.text


def test_a_value_may_put_its_whole_file_into_quarantine_or_fail_the_day(
    shop: Shop, warehouse: str
) -> None:
    shop.change("price", on_breach="quarantine_file")
    shop.load({"price": "5,00"}, {"price": "five"})
    assert shop.read("price") == []
    assert fetch(warehouse, "select state from ops.load_ledger") == [("quarantined",)]
    shop.change("price", on_breach="fail_day")
    with pytest.raises(LandingError, match=r"sales\.csv: line 3: price is not a number such as"):
        shop.load({"price": "5,00"}, {"price": "five"})


def test_of_several_breaches_in_a_file_the_one_that_reaches_furthest_counts(
    shop: Shop, warehouse: str
) -> None:
    shop.change("sold", on_breach="quarantine_file")
    shop.load({"sold": "1", "price": "5,00"}, {"sold": "many", "price": "five"})
    assert fetch(warehouse, "select state from ops.load_ledger") == [("quarantined",)]
    shop.change("price", on_breach="fail_day")
    with pytest.raises(LandingError, match=r"sales\.csv: line 3: price is not a number such as"):
        shop.load({"sold": "many"}, {"sold": "many", "price": "five"})


def test_a_changed_contract_changes_the_typed_view_and_an_equal_one_leaves_it(
    shop: Shop, warehouse: str
) -> None:
    view = "select oid from pg_class where relname = 'sales_typed'"
    shop.load({"sold_on": "2018-04-03"})
    before = fetch(warehouse, view)
    shop.load({"sold_on": "2018-04-03"}, day=DAY + timedelta(days=1))
    assert fetch(warehouse, view) == before
    shop.change("sold_on", type="timestamp", formats=["YYYY-MM-DD"])
    shop.load({"sold_on": "2018-04-03"}, day=DAY + timedelta(days=2))
    assert fetch(warehouse, view) != before
    assert shop.read("sold_on") == [datetime(2018, 4, 3, 3, tzinfo=UTC)] * 3


def test_a_lookup_by_key_through_the_typed_view_uses_the_index(shop: Shop, warehouse: str) -> None:
    shop.load(*({"price": "1,00"} for _ in range(2000)))
    query = "explain select price from bronze.sales_typed where sale = '77'"
    plan = "\n".join(line for (line,) in fetch(warehouse, query))
    assert "Index" in plan, plan
    assert "Seq Scan" not in plan, plan
