"""How numbers and foreign text are written."""

from datetime import date
from decimal import Decimal

import pytest

from include.report import formats


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), -float("inf")])
def test_a_figure_that_is_none_is_a_dash_everywhere(value: float | None) -> None:
    written = {
        formats.format_count(value),
        formats.format_percent(value),
        formats.format_points(value),
        formats.format_change(value),
        formats.format_number(value),
        formats.format_money(value, "EUR"),
        formats.format_minutes(value),
    }
    assert written == {formats.NOTHING}


def test_money_carries_its_currency_and_its_sign() -> None:
    assert formats.format_money(Decimal("12345.6"), "BRL") == "R$\u00a012,346"
    assert formats.format_money(-3, "EUR", 2) == "\u2212€3.00"
    assert formats.format_money(5, "CHF") == "CHF\u00a05"


def test_a_figure_of_any_size_keeps_three_digits() -> None:
    assert formats.format_figure(0.01234) == "0.0123"
    assert formats.format_figure(1.2e-9) == "1.2e\u221209"
    assert formats.format_figure(float("nan")) == formats.NOTHING


def test_changes_carry_their_sign() -> None:
    assert formats.format_change(0.124) == "+12.4%"
    assert formats.format_change(-0.0) == "+0.0%"
    assert formats.format_points(-0.024) == "\u22122.4 points"


def test_minutes_take_the_unit_that_a_person_would_use() -> None:
    assert formats.format_minutes(45) == "45 min"
    assert formats.format_minutes(192) == "3.2 h"
    assert formats.format_minutes(-5 * 1440) == "\u22125.0 days"


def test_days_are_written_out() -> None:
    assert formats.format_day(date(2018, 4, 28)) == "Saturday 28 April 2018"
    assert formats.format_short_day(date(2018, 4, 8)) == "Sun 8 Apr"


def test_foreign_text_loses_control_and_direction_marks_and_is_cut() -> None:
    assert formats.clean_text("a\u202eb\x00c\nd\u2028e") == "a b c d e"
    assert formats.clean_text(None) == ""
    assert len(formats.clean_text("x" * 100_000, 60)) == 60
    assert formats.clean_text("caf\u00e9 \U0001f600") == "caf\u00e9 \U0001f600"
