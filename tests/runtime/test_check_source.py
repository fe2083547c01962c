"""The commands for a source that is being added: what they say, and when they refuse."""

from datetime import date
from pathlib import Path

import pytest

from include.ingest.check_results import Refusal
from include.ingest.file_shape import FileShape
from include.runtime.check_report import describe_refusal, describe_shape
from include.runtime.check_source import lay_out
from include.runtime.draft_source import ENDINGS, list_data_files
from include.settings import SettingError
from tests.runtime.conftest import Runtime

DAY = date(2026, 5, 8)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("check-source", "--source", "shop"), "setting FROM is not set"),
        (("check-source", "--source", "shop", "--from", "no/such"), "setting FROM is 'no/such'"),
        (("check-source", "--source", "shop", "--from", "docs"), "make draft-source NAME=shop"),
        (("draft-source", "--source", "My Shop", "--from", "docs"), "setting NAME is 'My Shop'"),
        (("draft-source", "--source", "shop", "--from", "docs"), "no file there ends in .csv"),
    ],
)
def test_an_error_is_one_line_that_names_the_setting(
    runtime: Runtime, arguments: tuple[str, ...], sentence: str
) -> None:
    done = runtime(*arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_source_that_ships_is_tried_on_files_of_its_own(runtime: Runtime, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("order_id,colour\n1,red\n", encoding="utf-8")
    done = runtime("check-source", "--source", "demo", "--from", str(tmp_path))
    assert done.returncode == 1
    assert "column 'colour' is in no contract" in done.stdout
    assert f"would fail the night: folder {tmp_path}: required file missing" in done.stdout
    assert "nothing would fail" not in done.stdout


def test_quarantined_rows_are_told_by_line_column_and_value() -> None:
    refusal = Refusal(DAY, "orders.csv", "price", "price is not a number", 3, [2, 9], ["x", None])
    assert describe_refusal(refusal) == (
        "orders.csv: column price: 3 rows quarantined: price is not a number"
        " (first lines 2, 9, values 'x', '')"
    )
    ragged = Refusal(DAY, "orders.csv", None, "the line has 4 fields", 1, [6], [None])
    assert describe_refusal(ragged) == (
        "orders.csv: 1 row quarantined: the line has 4 fields (line 6)"
    )


def test_columns_that_are_not_used_are_told_with_the_column_they_may_be() -> None:
    shape = FileShape(
        DAY, "orders.csv", "orders", ignored=(("prise", "price"),), missing=("price",)
    )
    assert describe_shape(shape) == [
        "orders.csv: column 'prise' is in no contract: kept aside, not used; is it price?"
        " Then add it to the aliases of price",
        "orders.csv: has no price: left empty",
    ]


def test_files_are_tried_where_they_lie(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "orders.csv").write_text("order_id\n", encoding="utf-8")
    assert lay_out({DAY: tmp_path / "data"}, tmp_path / "landing") == [DAY]
    drop = tmp_path / "landing" / "2026-05-08"
    assert (drop / "orders.csv").is_symlink()
    assert (drop / "_COMPLETE").is_file()


def test_a_draft_reads_only_files_that_may_hold_rows(tmp_path: Path) -> None:
    for name in ("orders.csv", "lines.CSV.gz", "readme.pdf", "_CLOSED"):
        (tmp_path / name).touch()
    assert [path.name for path in list_data_files([tmp_path])] == ["lines.CSV.gz", "orders.csv"]
    (tmp_path / "none").mkdir()
    with pytest.raises(SettingError, match=f"no file there ends in {ENDINGS[0]}"):
        list_data_files([tmp_path / "none"])
