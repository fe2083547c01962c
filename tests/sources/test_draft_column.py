"""Guessing what a column holds: never a reading that another one contradicts."""

import pytest

from include.sources.draft_column import DraftColumn, draft_column


@pytest.mark.parametrize(
    ("values", "kind", "formats", "affixes"),
    [
        (["1", "22"], "integer", (), ()),
        (["1.5", "22"], "number", (), ()),
        (["12,50", "1,00"], "number", ("1234,56",), ()),
        (["1.299,00", "15,00"], "number", ("1.234,56",), ()),
        (["€ 12,50", "€ 3"], "number", ("1234,56",), ("€",)),
        (["12 kg", "3 kg"], "number", ("1234.56",), ("kg",)),
        (["2026-03-01"], "date", (), ()),
        (["2026-03-01 10:00"], "timestamp", (), ()),
        (["01.02.2026"], "date", ("DD.MM.YYYY",), ()),
        (["01/02/2026", "13/02/2026"], "date", ("DD/MM/YYYY",), ()),
        (["1.3.2026 9:05"], "timestamp", ("DD.MM.YYYY HH:MI",), ()),
        (["2026-03-01T10:00:00Z"], "timestamp", ("YYYY-MM-DDTHH:MI:SSTZ",), ()),
        (["5-Mar-26"], "date", ("DD-Mon-YY",), ()),
        (["yes", "no", ""], "boolean", (), ()),
        (["no"], "text", (), ()),
        (["an1@x.com", "b2@y.org", "c3@z.kg"], "text", (), ()),
        (["Roses", "31.02.2026"], "text", (), ()),
    ],
)
def test_a_type_and_a_format_that_every_value_fits(
    values: list[str], kind: str, formats: tuple[str, ...], affixes: tuple[str, ...]
) -> None:
    found = draft_column("column", values)
    assert (found.type, found.formats, found.affixes) == (kind, formats, affixes)


@pytest.mark.parametrize(
    "values",
    [
        ["01/02/2026", "03/04/2026"],  # February or January
        ["1,234", "2,345"],  # thousands or a decimal comma
        ["1.234", "2.345"],
        ["€ 12", "$ 12"],
        ["1 kg", "800 g"],
    ],
)
def test_what_can_be_read_in_two_ways_stays_text_and_says_so(values: list[str]) -> None:
    found = draft_column("column", values)
    assert found.type == "text"
    assert found.doubt


@pytest.mark.parametrize(
    ("name", "values"),
    [("order_no", ["1", "2"]), ("postcode", ["10115"]), ("anything", ["007", "12"])],
)
def test_what_names_a_thing_is_no_number(name: str, values: list[str]) -> None:
    assert draft_column(name, values) == DraftColumn("identifier")


def test_a_mistake_among_numbers_is_named_not_made_the_type() -> None:
    found = draft_column("pieces", ["20", "1", "12", "9", "one"])
    assert found.type == "integer"
    assert "'one' will be quarantined" in found.doubt


def test_a_mistake_among_times_is_named_not_made_text() -> None:
    days = [f"{day:02}/08/2026 09:05" for day in range(10, 25)]
    found = draft_column("pedido", [*days, "10/13/2026 11:02", ""])
    assert (found.type, found.formats) == ("timestamp", ("DD/MM/YYYY HH:MI",))
    assert "'10/13/2026 11:02' will be quarantined" in found.doubt


def test_times_in_two_orders_of_days_stay_text() -> None:
    assert draft_column("pedido", ["13/08/2026", "14/08/2026", "08/15/2026"]).type == "text"
    months = [f"{month:02}/08/2026" for month in range(1, 13)]
    found = draft_column("pedido", [*months, "31/02/2026"])
    assert found.type == "text"
    assert "can be read in two ways" in found.doubt


def test_an_empty_column_is_text_and_says_so() -> None:
    assert draft_column("column", ["", " "]).doubt == "empty in every row that was read"
