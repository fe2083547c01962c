"""Opened files: columns that no contract knows, too many of them, and records at the edges."""

import pytest

from include.ingest.landing import LandingError
from include.sources.contract import read_contract
from tests.ingest.tiny_source import CONTRACT, TinySource, fetch


def _extra(url: str) -> list[tuple[object, ...]]:
    return fetch(url, "select order_id, _extra from bronze.orders order by _row")


def test_unknown_columns_of_one_name_are_all_kept(tiny: TinySource, warehouse: str) -> None:
    tiny.write("orders.csv", "order_id,status,note,note,\na,created,x,y,z\n")
    tiny.ingest()
    assert _extra(warehouse) == [("a", {"note": "x", "note (column 4)": "y", "column 5": "z"})]


def test_a_file_may_have_hundreds_of_unknown_columns_with_long_values(
    tiny: TinySource, warehouse: str
) -> None:
    names = [f"c{number}" for number in range(295)]
    header, row = ",".join(names), ",".join(["a text longer than a pointer to it"] * 295)
    tiny.write("orders.csv", f"order_id,status,{header}\na,created,{row}\n")
    tiny.ingest()
    ((_, extra),) = _extra(warehouse)
    assert isinstance(extra, dict)
    assert sorted(extra) == sorted(names)


def test_a_file_of_more_columns_than_a_row_can_have_is_refused_by_name(tiny: TinySource) -> None:
    header = ",".join(f"c{number}" for number in range(300))
    tiny.write("orders.csv", f"order_id,status,{header}\n")
    with pytest.raises(LandingError, match=r"orders\.csv has 302 columns, 300 are the most"):
        tiny.ingest()


def test_a_carriage_return_at_the_very_end_is_no_record(tiny: TinySource) -> None:
    tiny.write("orders.csv", b"order_id,status\na,created\nb,sold\n\r")
    assert tiny.ingest() == {"files": 1, "read": 2, "loaded": 1, "merged": 0, "quarantined": 1}


@pytest.mark.parametrize(
    ("content", "loaded"),
    [
        (b"\n\norder_id;status\na;created\n", 1),
        (b'"order_id";"status";"two\nlines"\na;created;x\n', 1),
    ],
)
def test_the_delimiter_is_found_in_the_first_record_wherever_it_stands(
    tiny: TinySource, content: bytes, loaded: int
) -> None:
    _accept_semicolons(tiny)
    tiny.write("orders.csv", content)
    assert tiny.ingest()["loaded"] == loaded


def test_a_file_of_carriage_returns_only_is_refused_by_name(tiny: TinySource) -> None:
    _accept_semicolons(tiny)
    tiny.write("orders.csv", b"order_id;status\ra;created\r")
    with pytest.raises(LandingError, match=r"orders\.csv: line 1: the header: a carriage return"):
        tiny.ingest()


def _accept_semicolons(tiny: TinySource) -> None:
    path = tiny.landing.parent / "contract.yaml"
    both = "orders*.csv*\n    delimiters: [',', ';']"
    path.write_text(CONTRACT.replace("orders*.csv*", both), encoding="utf-8")
    tiny.contract = read_contract(path)


@pytest.mark.parametrize(
    ("breach", "content"),
    [("columns", b"order_id,amount\na,1\n"), ("file", b""), ("file", b"\xff\xfea")],
)
def test_a_file_is_quarantined_by_what_the_contract_says_of_its_breach(
    tiny: TinySource, warehouse: str, breach: str, content: bytes
) -> None:
    path = tiny.landing.parent / "contract.yaml"
    tiny.write("orders.csv", content)
    for kind in ("columns", "file"):
        terms = f"orders*.csv*\n    on_breach: {{{kind}: quarantine_file}}"
        path.write_text(CONTRACT.replace("orders*.csv*", terms), encoding="utf-8")
        tiny.contract = read_contract(path)
        if kind == breach:
            assert tiny.ingest()["read"] == 0
            query = "select state, position('orders.csv' in note) > 0 from ops.load_ledger"
            assert fetch(warehouse, query) == [("quarantined", True)]
        else:
            with pytest.raises(LandingError, match=r"orders\.csv"):
                tiny.ingest()
