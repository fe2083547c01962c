"""The day that a value names, by the formats of its column."""

import pytest

from include.sources.columns import ColumnContract
from include.sources.days import make_day_reader

YEAR_FIRST = "YYYY-MM-DD HH:MI:SS"
DAY_FIRST = "DD-MM-YYYY HH:MI"


@pytest.mark.parametrize(
    ("kind", "formats", "value", "day"),
    [
        ("timestamp", (), "2024-02-29 23:59:59", "2024-02-29"),
        ("timestamp", (), "2024-02-29T23:59", "2024-02-29"),
        ("date", (), " 2024-02-29 ", "2024-02-29"),
        ("timestamp", (YEAR_FIRST, DAY_FIRST), "2024-02-01 08:00:00", "2024-02-01"),
        ("timestamp", (YEAR_FIRST, DAY_FIRST), "1-2-2024 8:00", "2024-02-01"),
        ("date", ("Mon-YY",), "Feb-24", "2024-02-01"),
        ("date", ("Mon-YY",), "feb-24", "2024-02-01"),
        ("date", ("DD/MM/YYYY", "MM/DD/YYYY"), "02/02/2024", "2024-02-02"),
        ("date", ("DD/MM/YYYY", "MM/DD/YYYY"), "03/02/2024", ""),  # either of two days
        ("date", ("DD/MM/YYYY", "MM/DD/YYYY"), "13/02/2024", "2024-02-13"),
        ("date", (), "yesterday", ""),
        ("date", ("DD-MM-YYYY",), "2024-02-29", ""),
        ("date", (), "", ""),
    ],
)
def test_a_value_names_one_day_or_none(
    kind: str, formats: tuple[str, ...], value: str, day: str
) -> None:
    terms = ColumnContract.model_validate({"type": kind, "formats": formats})
    assert make_day_reader(terms)(value) == day


def test_a_day_that_the_calendar_lacks_is_none() -> None:
    terms = ColumnContract.model_validate({"type": "date", "formats": ("DD-MM-YYYY",)})
    assert make_day_reader(terms)("31-02-2024") == ""
    assert make_day_reader(ColumnContract(type="date"))("2023-02-29") == ""
