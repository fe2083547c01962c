"""Mail and pages show nothing of people, unless the setting says otherwise."""

import pytest

from include.report.masking import mask_contacts, mask_text, mask_value, name_person
from include.report.samples import show_value
from include.settings import SettingError
from include.sources.personal import HIDDEN


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("NIGHTSHIFT_MASK_PERSONAL_DATA", "false")
    return monkeypatch


def test_a_person_is_called_by_the_id() -> None:
    assert name_person("Ada Courier", "p1") == "p1"
    assert name_person("Ada Courier", None) == ""
    assert name_person(None, "ada@example.com") == HIDDEN


@pytest.mark.usefixtures("shown")
def test_a_person_is_called_by_the_name_where_people_are_shown() -> None:
    assert name_person("Ada\u202e Courier", "p1") == "Ada Courier"
    assert name_person(None, "p1") == "p1"
    assert name_person(None, None) == ""


def test_a_value_is_hidden_by_its_column_or_by_its_looks() -> None:
    assert mask_value("customer_name", "Bo") == HIDDEN
    assert mask_value("customer_name", None) == ""
    assert mask_value("order_total", "12.50") == "12.50"
    assert mask_value("order_total", "call +49 30 1234567") == f"call {HIDDEN}"


@pytest.mark.usefixtures("shown")
def test_every_value_is_shown_where_people_are_shown() -> None:
    assert mask_value("customer_name", "Bo") == show_value("customer_name", "Bo") == "Bo"
    assert mask_text("call\n+49 30 1234567") == "call +49 30 1234567"
    assert mask_contacts("bo@example.com\nwrote") == "bo@example.com\nwrote"


def test_text_keeps_its_lines_only_where_they_are_asked_for() -> None:
    assert mask_text("one\nbo@example.com") == f"one {HIDDEN}"
    assert mask_contacts("one\nbo@example.com") == f"one\n{HIDDEN}"


def test_a_setting_that_is_neither_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGHTSHIFT_MASK_PERSONAL_DATA", "no")
    with pytest.raises(SettingError, match="NIGHTSHIFT_MASK_PERSONAL_DATA is 'no': it takes true"):
        mask_text("x")
