"""The landing folder: what is missing or doubtful is named."""

from datetime import date

import pytest

from include.ingest.landing import LandingError, list_files
from include.sources.contract import Contract
from tests.ingest.tiny_source import DAY, HEADER, TinySource


def test_a_missing_drop_names_the_folder_and_the_setting(tiny: TinySource) -> None:
    with pytest.raises(LandingError, match=r"landing/2018-04-29 .*NIGHTSHIFT_LANDING"):
        list_files(tiny.contract, tiny.landing, date(2018, 4, 29))


def test_a_missing_required_file_names_file_and_folder(tiny: TinySource) -> None:
    tiny.write("lines.csv", "order_id,line\n")
    with pytest.raises(LandingError, match=r"2018-04-28: required file missing: orders\*\.csv\*"):
        list_files(tiny.contract, tiny.landing, DAY)


def test_a_file_that_no_table_reads_is_left_alone_and_logged(
    tiny: TinySource, caplog: pytest.LogCaptureFixture
) -> None:
    tiny.write_orders([])
    tiny.write("surprise.csv", "a\n1\n")
    tiny.write("orders.csv.tmp", "half a file")
    assert [file.name for file in list_files(tiny.contract, tiny.landing, DAY)] == ["orders.csv"]
    assert "surprise.csv" in caplog.text
    assert "orders.csv.tmp" in caplog.text


def test_a_file_that_two_tables_claim_is_an_error(tiny: TinySource) -> None:
    tiny.write("orders.csv", HEADER)
    values = tiny.contract.model_dump()
    values["tables"]["lines"]["file"] = "*.csv"
    with pytest.raises(LandingError, match=r"orders\.csv fits both table orders and lines"):
        list_files(Contract.model_validate(values), tiny.landing, DAY)
