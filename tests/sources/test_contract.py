"""Contracts: what is accepted, and how an error names file, line and field."""

import re
from pathlib import Path

import pytest

from include.settings import PROJECT
from include.sources.contract import (
    DEFAULT_PATTERNS,
    ContractError,
    fold_header,
    known_sources,
    load_contract,
    read_contract,
)

GOOD = """\
name: shop
description: a shop
currency: EUR
language: en
timezone: Europe/Berlin
country: DE
tables:
  orders:
    file: orders.csv*
    key: [order_id]
    columns:
      order_id: {type: text, is_required: true}
      amount: {type: number, header: Amount, aliases: [total], min: 0}
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "contract.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_contract_is_read(tmp_path: Path) -> None:
    contract = read_contract(_write(tmp_path, GOOD))
    assert contract.tables["orders"].key == ("order_id",)
    assert contract.tables["orders"].headers("amount") == ("Amount", "total")
    assert contract.tables["orders"].delimiter == ","


@pytest.mark.parametrize("source", known_sources())
def test_every_contract_of_the_project_is_good(source: str) -> None:
    assert load_contract(source).name == source


def test_an_unknown_source_lists_the_known_ones() -> None:
    with pytest.raises(ContractError, match=r"'nowhere' is unknown: known are .*demo.*olist"):
        load_contract("nowhere")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    key:", "    colour: red\n    key:", r"line 10: tables\.orders\.colour"),
        ("type: number", "type: nummer", r"line 13: tables\.orders\.columns\.amount\.type"),
        ("currency: EUR\n", "", r"line 1: currency: Field required"),
        ("currency: EUR", "currency: euro", r"line 3: currency"),
        ("country: DE", "country: ZZ", r"line 6: country: no holidays are known of 'ZZ'"),
        ("timezone: Europe/Berlin", "timezone: Mars/Base", r"timezone 'Mars/Base' is unknown"),
        ("key: [order_id]", "key: []", r"line 8: tables\.orders: .*key is empty"),
        ("key: [order_id]", "key: [id]", r"key column 'id' is not among the columns"),
        ("is_required: true", "is_required: false", r"key column 'order_id' must have is_required"),
        ("aliases: [total]", "aliases: [order_id]", r"header 'order_id' belongs to both"),
        ("min: 0", "min: 5, max: 1", r"min 5 is above max 1"),
        ("type: text,", "type: text, min: 1,", r"line 12: .*order_id\.min: min belongs to"),
        ("min: 0", "pattern: '('", r"pattern '\(' is not a pattern"),
        ("currency: EUR\n", "currency: EUR\ncurrency: USD\n", r"line 4: 'currency' is there twice"),
        ("tables:\n", "tables: [\n", r"line \d+: "),
        ("file: orders.csv*", "file: []", r"line 9: tables\.orders\.file: .*at least 1 item"),
        ("key:", "mode: full\n    key:", r"line 10: .*orders\.mode: .*'changes' or"),
        ("key:", "max_shrink: 0.1\n    key:", r"max_shrink belongs to mode: snapshot"),
        ("key:", "max_shrink: 2\n    key:", r"line 10: tables\.orders\.max_shrink: .*less than or"),
        ("key:", "delimiters: [';;']\n    key:", r"line 10: tables\.orders\.delimiters\.0: "),
        ("key:", "encodings: [latin-x]\n    key:", r"line 10: .*: unknown encoding: latin-x"),
        ("key:", "on_breach: {columns: stop}\n    key:", r"line 10: .*on_breach\.columns: "),
        ("key:", "on_breach: {file: warn}\n    key:", r"line 10: .*on_breach\.file: .*fail_day"),
        ("min: 0", "formats: [1.2]", r"line 13: .*formats\.0: Input should be a valid string"),
        ("min: 0", "formats: ['12,5']", r"format '12,5' is no way to write 1234.56, such as"),
        ("min: 0", "formats: ['1,234,56']", r"format '1,234,56' is no way to write"),
        ("min: 0", "formats: ['1234,56', '1234,56']", r"formats has one of them twice"),
        ("number,", "date, formats: [DD.MM],", r"format 'DD\.MM' needs one year"),
        ("number,", "date, formats: [DD.MM.JJJJ],", r"'JJJJ' is no token, known are YYYY YY"),
        ("number,", "date, formats: [DD MM YYYY HH:MI TZ],", r"TZ belongs to a timestamp"),
        ("number,", "date, formats: [DD MM YYYY HH],", r"has HH without MI"),
        ("number,", "date, formats: [DD DD MM YYYY],", r"has a token twice"),
        ("number,", "timestamp, formats: [Mon-YY],", r"has no day \(DD\)"),
        ("number,", "boolean, formats: ['1'],", r"formats belong to numbers, dates and timestamps"),
        ("number,", "date, time_zone: UTC,", r"line 13: .*amount\.time_zone: time_zone belongs to"),
        ("number,", "timestamp, time_zone: Mars,", r"timezone 'Mars' is unknown"),
        ("number,", "text, affixes: [kg],", r"affixes belongs to integer and number"),
        ("min: 0", "multipliers: {rb: 0}", r"multiplier 'rb' is 0"),
        ("min: 0", "on_breach: skip", r"line 13: .*amount\.on_breach: .*'quarantine_row'"),
        ("min: 0", "is_required: true, on_breach: warn", r"warn empties the value"),
        ("  orders:", "  orders_typed:", r"tables?.*'orders_typed': its name may have 50 letters"),
        ("  orders:", f"  {'o' * 51}:", r"its name may have 50 letters"),
        ("key: [order_id]", f"key: [{', '.join(['order_id'] * 32)}]", r"line 10: .*at most 31"),
        ("min: 0", "pattern: '(?P<a>b)'", r"PostgreSQL does not know '\(\?P'"),
    ],
)  # fmt: skip
def test_a_wrong_contract_names_file_line_and_field(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in GOOD
    with pytest.raises(ContractError, match=expected) as caught:
        read_contract(_write(tmp_path, GOOD.replace(old, new, 1)))
    assert str(tmp_path / "contract.yaml") in str(caught.value)


def test_every_field_of_a_contract_has_a_default_that_is_careful(tmp_path: Path) -> None:
    table = read_contract(_write(tmp_path, GOOD)).tables["orders"]
    assert (table.mode, table.max_shrink, table.delimiters) == ("changes", 0.5, (",",))
    assert (table.encodings, table.has_header) == (("utf-8",), True)
    assert not table.may_end_without_newline
    assert (table.on_breach.columns, table.on_breach.file) == ("fail_day", "fail_day")
    assert table.columns["amount"].on_breach == "quarantine_row"


def test_a_table_may_have_several_file_patterns_whose_case_does_not_matter(tmp_path: Path) -> None:
    text = GOOD.replace("file: orders.csv*", "file: [Orders_*.csv, 'auftraege*.csv']")
    table = read_contract(_write(tmp_path, text)).tables["orders"]
    assert table.fits("ORDERS_2018.CSV")
    assert table.fits("auftraege.csv")
    assert not table.fits("order_items.csv")


def test_a_column_of_text_that_names_a_thing_is_judged_as_an_identifier(tmp_path: Path) -> None:
    text = GOOD + "      parent_id: {type: text}\n      code: {type: identifier}\n"
    table = read_contract(_write(tmp_path, text)).tables["orders"]
    judged = [name for name in table.columns if table.is_identifier(name)]
    assert judged == ["order_id", "parent_id", "code"]


@pytest.mark.parametrize(
    "name", ["Order ID", " order_id ", "ORDER-ID", "order.id", "\ufeffOrder_Id"]
)
def test_headers_are_compared_without_case_padding_and_punctuation(name: str) -> None:
    assert fold_header(name) == "order_id"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", ["0", "-12", "+7"], ["1_000", "0x1F", "1.5", "1e3", ""]),
        ("number", ["1", "-1.5", ".5", "5.", "1e-05"], ["NaN", "infinity", "12,50", "1_000", "."]),
        ("date", ["2018-04-03"], ["03/04/2018", "today", "2018-4-3", "Mar-23"]),
        ("timestamp", ["2018-04-03 10:00:00", "2018-04-03T10:00"], ["2018-04-03", "now"]),
        ("boolean", ["true", "0"], ["maybe"]),
    ],
)
def test_a_pattern_refuses_what_only_postgresql_would_take(
    kind: str, good: list[str], bad: list[str]
) -> None:
    pattern = DEFAULT_PATTERNS[kind]  # type: ignore[index]
    assert all(re.fullmatch(pattern, value) for value in good)
    assert not any(re.fullmatch(pattern, value) for value in bad)


@pytest.mark.parametrize("source", known_sources())
def test_every_mapping_reads_one_typed_view_and_fills_only_silver_columns(source: str) -> None:
    contract = load_contract(source)
    for path in sorted((PROJECT / "include" / "sources" / source / "mapping").glob("*.sql")):
        text = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        tables = re.findall(r"\bfrom\s+bronze\.(\w+)", text)
        assert len(tables) == 1, path
        assert tables[0].endswith("_typed"), path
        assert tables[0].removesuffix("_typed") in contract.tables, path
        assert "join" not in text, path
        assert not re.search(r"at time zone|nullif\(\w+, ''\)", text), path  # the view's work
        ddl = (PROJECT / "include" / "sql" / "ddl" / "silver" / path.name).read_text("utf-8")
        head = text.split("from bronze.")[0]
        outputs = re.findall(r"(?:\bas\s+|^\s+)(\w+),?$", head, flags=re.MULTILINE)
        assert {"_day", "_file", "_row"} <= set(outputs), path
        unknown = [
            name
            for name in outputs
            if name not in {"_day", "select", "end"} and not re.search(rf"^\s+{name} ", ddl, re.M)
        ]
        assert not unknown, (path, unknown)


MONEY = """\
money:
  late_amount: 200
  expedite_amount: 25
  expedite_success: 0.5
  notice_amount: 2
  notice_success: 0.1
  minutes_per_intervention: 12
  minutes_per_day: 480
"""


def test_a_contract_may_state_its_money(tmp_path: Path) -> None:
    assert read_contract(_write(tmp_path, GOOD)).money is None
    money = read_contract(_write(tmp_path, GOOD + MONEY)).money
    assert money is not None
    assert (money.late_amount, money.minutes_per_day) == (200, 480)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("late_amount: 200", "late_amount: -1", "money.late_amount: .*greater than 0"),
        ("  late_amount: 200\n", "", "money.late_amount: Field required"),
        ("success: 0.5", "success: 50", "money.expedite_success: .*less than or equal to 1"),
        ("expedite_amount: 25", "expedite_amount: 100", "expediting never pays: it costs 100"),
        ("notice_amount: 2", "notice_amount: 9", "a notice pays from a risk of 45%.*from 25%"),
        ("intervention: 12", "intervention: 0", "minutes_per_intervention: .*greater than 0"),
        ("minutes_per_day: 480", "alerts: 40", "money.alerts: Extra inputs"),
    ],
)
def test_wrong_money_is_refused_with_its_field(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    with pytest.raises(ContractError, match=rf"contract.yaml: .*line \d+: .*{expected}"):
        read_contract(_write(tmp_path, GOOD + MONEY.replace(old, new)))
