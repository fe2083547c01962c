"""Contracts: what is accepted, and how an error names file, line and field."""

import re
from pathlib import Path

import pytest

from include.settings import PROJECT
from include.sources.contract import (
    DEFAULT_PATTERNS,
    ContractError,
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
        ("timezone: Europe/Berlin", "timezone: Mars/Base", r"timezone 'Mars/Base' is unknown"),
        ("key: [order_id]", "key: []", r"line 8: tables\.orders: .*key is empty"),
        ("key: [order_id]", "key: [id]", r"key column 'id' is not among the columns"),
        ("is_required: true", "is_required: false", r"key column 'order_id' must have is_required"),
        ("aliases: [total]", "aliases: [order_id]", r"header 'order_id' belongs to both"),
        ("min: 0", "min: 5, max: 1", r"min 5 is above max 1"),
        ("type: text,", "type: text, min: 1,", r"min and max belong to integer and number"),
        ("min: 0", "pattern: '('", r"pattern '\(' is not a pattern"),
        ("currency: EUR\n", "currency: EUR\ncurrency: USD\n", r"line 4: 'currency' is there twice"),
        ("tables:\n", "tables: [\n", r"line \d+: "),
    ],
)  # fmt: skip
def test_a_wrong_contract_names_file_line_and_field(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in GOOD
    with pytest.raises(ContractError, match=expected) as caught:
        read_contract(_write(tmp_path, GOOD.replace(old, new, 1)))
    assert str(tmp_path / "contract.yaml") in str(caught.value)


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


@pytest.mark.parametrize("source", ["demo", "olist"])
def test_every_mapping_reads_one_bronze_table_and_fills_only_silver_columns(source: str) -> None:
    contract = load_contract(source)
    for path in sorted((PROJECT / "include" / "sources" / source / "mapping").glob("*.sql")):
        text = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        tables = re.findall(r"\bfrom\s+bronze\.(\w+)", text)
        assert len(tables) == 1, path
        assert tables[0] in contract.tables, path
        assert "join" not in text, path
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
