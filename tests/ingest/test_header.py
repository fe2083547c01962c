"""Headers as they come: other cases, other spellings, columns too many, too few, or none at all."""

import logging
from typing import Any

import pytest

from include.ingest.landing import LandingError
from include.sources.contract import Contract
from tests.ingest.tiny_source import TinySource, fetch

ROWS = "select order_id, status, amount, is_gift, _extra from bronze.orders order by _row"


def _set(tiny: TinySource, **fields: Any) -> None:
    values = tiny.contract.model_dump()
    values["tables"]["orders"].update(fields)
    tiny.contract = Contract.model_validate(values)


@pytest.mark.parametrize(
    "header",
    [
        "ORDER_ID,STATUS,AMOUNT,IS_GIFT",
        " order_id , Status,\tamount ,is_gift ",
        "Order ID,Status,Amount,Is Gift",
        "order-id,status:,amount.,is gift?",
        '"order_id","status","amount","is_gift"',
        "order_id,status,amount,gift",
        "\ufefforder_id,status,amount,is_gift",
    ],
)
def test_a_header_is_known_in_any_case_padding_and_accepted_spelling(
    tiny: TinySource, warehouse: str, header: str
) -> None:
    tiny.write("orders.csv", f"{header}\na,created,5,true\n")
    tiny.ingest()
    assert fetch(warehouse, ROWS) == [("a", "created", "5", "true", None)]


def test_reordered_and_added_columns_find_their_place(tiny: TinySource, warehouse: str) -> None:
    tiny.write("orders.csv", "is_gift,colour,amount,status,order_id\ntrue,red,5,created,a\n")
    tiny.ingest()
    assert fetch(warehouse, ROWS) == [("a", "created", "5", "true", {"colour": "red"})]


def test_a_missing_optional_column_is_loaded_empty_and_told_with_its_likely_spelling(
    tiny: TinySource, warehouse: str, caplog: pytest.LogCaptureFixture
) -> None:
    tiny.write("orders.csv", "order_id,status,amuont,is_gift\na,created,5,true\n")
    with caplog.at_level(logging.WARNING):
        tiny.ingest()
    assert fetch(warehouse, ROWS) == [("a", "created", None, "true", {"amuont": "5"})]
    assert "optional column amount is missing, left empty; is 'amuont' meant" in caplog.text
    assert fetch(warehouse, "select amount from bronze.orders_typed") == [(None,)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("order_id,amount\na,5\n", "the header lacks required column status; its first line is"),
        ("order_id,statsu\na,b\n", "is 'statsu' meant for status. Then add it to the aliases"),
        ("order_id,status,Status\na,b,c\n", "has column status more than once"),
        ("order_id,status,is_gift,gift\na,b,c,d\n", "has column is_gift more than once"),
        ("a,created,2018-04-28,5,true\n", "line 1 holds no known column"),
        ("order_id;status\na;created\n", "but ';' would split it into some"),
        ("order_id\tstatus\na\tcreated\n", r"but '\\t' would split it into some"),
    ],
)
def test_a_header_that_does_not_fit_fails_the_day_and_says_what_to_do(
    tiny: TinySource, content: str, message: str
) -> None:
    tiny.write("orders.csv", content)
    with pytest.raises(LandingError, match=message):
        tiny.ingest()


def test_a_file_whose_header_does_not_fit_is_quarantined_whole_where_the_contract_says_so(
    tiny: TinySource, warehouse: str
) -> None:
    _set(tiny, on_breach={"columns": "quarantine_file"})
    tiny.write("orders_1.csv", "order_id,amount\na,5\n")
    tiny.write("orders_2.csv", "order_id,status\nb,created\n")
    tiny.ingest()
    assert [row[0] for row in fetch(warehouse, ROWS)] == ["b"]
    states = "select file_name, state from ops.load_ledger order by 1"
    assert fetch(warehouse, states) == [("orders_1.csv", "quarantined"), ("orders_2.csv", "loaded")]


def test_a_missing_required_column_is_all_empty_where_the_contract_only_warns(
    tiny: TinySource, warehouse: str
) -> None:
    _set(tiny, on_breach={"columns": "warn"})
    tiny.write("orders.csv", "order_id,amount\na,5\n")
    assert tiny.ingest()["loaded"] == 1
    assert fetch(warehouse, "select status, amount from bronze.orders_typed") == [(None, 5)]
    tiny.write("orders.csv", "status,amount\ncreated,5\n")
    with pytest.raises(LandingError, match="lacks required column order_id"):
        tiny.ingest()


def test_a_file_without_a_header_has_the_columns_of_the_contract_in_order(
    tiny: TinySource, warehouse: str
) -> None:
    _set(tiny, has_header=False)
    tiny.write("orders.csv", "a,created,2018-04-28 10:00:00,5,true\nb,created,,,\n")
    tiny.ingest()
    assert fetch(warehouse, ROWS)[0] == ("a", "created", "5", "true", None)
    assert fetch(warehouse, "select _row from bronze.orders order by 1") == [(1,), (2,)]


def test_a_header_that_the_contract_denies_is_never_loaded_as_a_row(tiny: TinySource) -> None:
    _set(tiny, has_header=False)
    tiny.write("orders.csv", "order_id,status,ordered_at,amount,is_gift\na,created,,,\n")
    with pytest.raises(LandingError, match="line 1 is a header; has_header says it has none"):
        tiny.ingest()


def test_a_first_row_that_cannot_be_read_is_only_a_bad_row(tiny: TinySource) -> None:
    _set(tiny, has_header=False)
    tiny.write("orders.csv", 'a,"created\nb,created,,,\n')
    assert tiny.ingest() == {"files": 1, "read": 2, "loaded": 1, "merged": 0, "quarantined": 1}
