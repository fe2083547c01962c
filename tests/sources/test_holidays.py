"""Public holidays by country."""

from datetime import date

from include.sources.contract import known_sources, load_contract
from include.sources.holidays import list_holidays


def test_holidays_are_those_of_the_country_and_of_the_years_around_the_range() -> None:
    found = list_holidays("BR", date(2017, 12, 30), date(2018, 1, 2))
    assert {date(2016, 9, 7), date(2018, 3, 30), date(2019, 9, 7)} <= set(found)
    assert found == sorted(found)
    assert date(2018, 10, 3) not in found
    assert date(2018, 10, 3) in list_holidays("DE", date(2018, 1, 1), date(2018, 1, 1))


def test_every_source_has_a_country_with_holidays() -> None:
    for name in known_sources():
        assert list_holidays(load_contract(name).country, date(2018, 1, 1), date(2018, 1, 1))
