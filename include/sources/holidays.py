"""The public holidays of a source's country, by the `holidays` library."""

from datetime import date

import holidays


def check_country(country: str) -> str:
    """Return the code of a country; raise ValueError where nobody knows its holidays."""
    if country not in holidays.list_supported_countries(include_aliases=False):
        raise ValueError(f"no holidays are known of {country!r}, take an ISO code such as DE")
    return country


def list_holidays(country: str, from_day: date, to_day: date) -> list[date]:
    """Return the holidays of all the country, from a year before `from_day` to one after `to_day`.

    Orders of the range were placed up to months before it and promise something after it.
    """
    years = range(from_day.year - 1, to_day.year + 2)
    return sorted(holidays.country_holidays(country, years=years))
