"""The landing folder: what is missing, doubtful or there twice is named."""

import hashlib
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from include.ingest.landing import (
    LandedFile,
    LandingError,
    MissingDropError,
    find_drop,
    list_files,
    refuse_changed,
)
from include.sources.contract import Contract

DAY = date(2018, 4, 28)
COLUMNS = {"order_id": {"type": "text", "is_required": True}}
SHOP = {
    "name": "shop",
    "description": "Two files for the tests",
    "currency": "EUR",
    "language": "en",
    "timezone": "Europe/Berlin",
    "country": "DE",
}


def make_contract(
    orders: str | list[str] = "orders*.csv*",
    lines: str = "lines.csv*",
    *,
    is_required: bool = True,
) -> Contract:
    """Return a contract whose orders must come and whose lines may."""
    terms = {"key": ["order_id"], "columns": COLUMNS}
    tables: dict[str, Any] = {
        "orders": {"file": orders, "is_required": is_required, **terms},
        "lines": {"file": lines, "is_required": False, **terms},
    }
    return Contract.model_validate({**SHOP, "tables": tables})


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes one file of the day's drop."""

    def write_file(name: str, content: str = "order_id\na\n") -> Path:
        path = tmp_path / DAY.isoformat() / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    return write_file


Write = Callable[..., Path]


def names(files: list[LandedFile]) -> list[tuple[str, str]]:
    return [(file.table, file.name) for file in files]


def test_a_missing_drop_names_folder_setting_and_the_commands_that_mend_it(tmp_path: Path) -> None:
    with pytest.raises(MissingDropError) as caught:
        list_files(make_contract(), tmp_path, DAY)
    folder = tmp_path / "2018-04-28"
    assert str(caught.value) == (
        f"no drop for 2018-04-28: folder {folder} does not exist (setting NIGHTSHIFT_LANDING is"
        f" {tmp_path}). Put the day's files there, then `make retry SOURCE=shop DAY=2018-04-28`;"
        f" if there was no business that day, `mkdir -p {folder} && touch {folder}/_CLOSED`,"
        " then `make retry SOURCE=shop DAY=2018-04-28`"
    )


def test_a_missing_required_file_names_file_and_folder(tmp_path: Path, write: Write) -> None:
    write("lines.csv")
    with pytest.raises(
        MissingDropError, match=r"2018-04-28: required file missing: orders\*\.csv\* \(table orders"
    ):
        list_files(make_contract(), tmp_path, DAY)


@pytest.mark.parametrize("name", ["", "surprise.csv"])
def test_a_folder_without_any_file_to_read_is_a_missing_drop_even_if_none_is_required(
    tmp_path: Path, write: Write, name: str
) -> None:
    (tmp_path / DAY.isoformat()).mkdir()
    if name:
        write(name)
    with pytest.raises(MissingDropError, match=r"holds no file that source shop reads.*_CLOSED`"):
        list_files(make_contract(is_required=False), tmp_path, DAY)
    write("_COMPLETE", "")
    assert list_files(make_contract(is_required=False), tmp_path, DAY) == []


def test_a_table_may_have_several_patterns_in_any_case(tmp_path: Path, write: Write) -> None:
    for name in ("Orders_1.CSV", "export-2.tsv", "bestellungen.txt", "lines.csv.gz"):
        write(name, name)
    contract = make_contract(["orders*.csv", "EXPORT-*", "bestellungen.txt"])
    assert names(list_files(contract, tmp_path, DAY)) == [
        ("orders", "Orders_1.CSV"),
        ("orders", "bestellungen.txt"),
        ("orders", "export-2.tsv"),
        ("lines", "lines.csv.gz"),
    ]


def test_a_file_of_an_odd_ending_is_read_where_the_contract_spells_it(
    tmp_path: Path, write: Write
) -> None:
    write("orders.export")
    assert names(list_files(make_contract("orders.export"), tmp_path, DAY)) == [
        ("orders", "orders.export")
    ]
    with pytest.raises(MissingDropError):
        list_files(make_contract("orders*"), tmp_path, DAY)


def test_a_file_that_no_table_reads_is_left_alone_logged_and_kept_for_the_ledger(
    tmp_path: Path, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    write("orders.csv")
    write("surprise.csv", "a\n1\n")
    write("orders.csv.tmp", "half a file")
    drop = find_drop(make_contract(), tmp_path, DAY)
    assert names(list(drop.files)) == [("orders", "orders.csv")]
    assert names(list(drop.unknown)) == [("", "orders.csv.tmp"), ("", "surprise.csv")]
    assert "surprise.csv: no table of source shop reads it" in caplog.text
    assert "orders.csv.tmp: no table of source shop reads it" in caplog.text


def test_markers_hidden_files_and_folders_are_no_files_of_the_drop(
    tmp_path: Path, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("orders.csv", "_COMPLETE", ".DS_Store", "._orders.csv", ".orders.csv.k2Jf"):
        write(name, name)
    (tmp_path / DAY.isoformat() / "orders_old.csv").mkdir()
    drop = find_drop(make_contract("*orders*.csv*"), tmp_path, DAY)
    assert names(list(drop.files)) == [("orders", "orders.csv")]
    assert drop.unknown == ()
    assert caplog.messages == []


def test_a_file_that_two_tables_claim_is_an_error(tmp_path: Path, write: Write) -> None:
    write("orders.csv")
    with pytest.raises(LandingError, match=r"orders\.csv fits both table orders and lines"):
        list_files(make_contract(lines="*.csv"), tmp_path, DAY)


def test_a_file_carries_its_size_and_checksum(tmp_path: Path, write: Write) -> None:
    path = write("orders.csv", "order_id\nb\n")
    (file,) = list_files(make_contract(), tmp_path, DAY)
    content = path.read_bytes()
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert file.duplicate_of is None


def test_the_same_bytes_under_two_names_are_a_duplicate_of_the_first(
    tmp_path: Path, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    for name, content in (
        ("orders.csv", "same"),
        ("orders_copy.csv", "same"),
        ("orders_copy_2.csv", "same"),
        ("orders_other.csv", "other"),
        ("lines.csv", "same"),
    ):
        write(name, content)
    found = {file.name: file.duplicate_of for file in list_files(make_contract(), tmp_path, DAY)}
    assert found == {
        "orders.csv": None,
        "orders_copy.csv": "orders.csv",
        "orders_copy_2.csv": "orders.csv",
        "orders_other.csv": None,
        "lines.csv": None,
    }
    assert "orders_copy.csv: holds the same bytes as orders.csv" in caplog.text


def test_a_day_declared_closed_has_no_files_and_misses_none(
    tmp_path: Path, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    write("_CLOSED", "")
    write("_COMPLETE", "")
    drop = find_drop(make_contract(), tmp_path, DAY)
    assert (drop.files, drop.unknown, drop.is_closed) == ((), (), True)
    assert "2018-04-28: declared closed" in caplog.text


def test_a_closed_day_with_files_is_a_contradiction(tmp_path: Path, write: Write) -> None:
    write("_CLOSED", "")
    write("orders.csv")
    write("surprise.csv")
    with pytest.raises(
        LandingError, match=r"_CLOSED says .* files lie beside it: orders\.csv, surprise\.csv\."
    ):
        list_files(make_contract(), tmp_path, DAY)


def test_a_name_that_is_no_utf8_is_refused_before_anything_is_loaded(
    tmp_path: Path, write: Write
) -> None:
    write("orders.csv").rename(tmp_path / DAY.isoformat() / os.fsdecode(b"orders_\xe9.csv"))
    with pytest.raises(LandingError, match=r"orders_\\udce9\.csv: rename it, its name is no UTF-8"):
        list_files(make_contract(), tmp_path, DAY)


@pytest.mark.parametrize("change", ["grow", "replace", "remove"])
def test_a_file_that_changes_while_it_is_loaded_is_refused(
    tmp_path: Path, write: Write, change: str
) -> None:
    path = write("orders.csv", "order_id\na\n")
    files = list_files(make_contract(), tmp_path, DAY)
    refuse_changed(files)
    if change == "grow":
        with path.open("a", encoding="utf-8") as file:
            file.write("b\n")
    elif change == "replace":
        path.write_text("order_id\nb\n", encoding="utf-8")
        os.utime(path, ns=(1, 1))
    else:
        path.unlink()
    with pytest.raises(LandingError, match=r"orders\.csv changed while it was loaded"):
        refuse_changed(files)
