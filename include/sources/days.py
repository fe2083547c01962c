"""The day that a date or time stamp of a file names, read by the formats of its column."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from include.sources.columns import ColumnContract
from include.sources.formats import Format, compile_date

ISO_DAY = compile_date("YYYY-MM-DD")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

ReadDay = Callable[[str], str]


def make_day_reader(terms: ColumnContract) -> ReadDay:
    """Return a function from a value to its local day as stamped, `YYYY-MM-DD`.

    It returns an empty text for a value in none of the formats, or that two of them read
    differently: ingest will refuse it. A month is named by its first day. Equal values are read
    once, so that a file of many rows a day costs little.
    """
    formats = tuple((re.compile(each.pattern), each) for each in terms.compile_formats()) or (
        (re.compile(f"{ISO_DAY.pattern}(?:[ T].*)?", re.DOTALL), ISO_DAY),
    )

    @cache
    def read_day(value: str) -> str:
        days = {_spell(pattern, each, value.strip()) for pattern, each in formats} - {""}
        return days.pop() if len(days) == 1 else ""

    return read_day


def _spell(pattern: "re.Pattern[str]", terms: Format, value: str) -> str:
    found = pattern.fullmatch(value)
    if found is None:
        return ""
    year, month, day = found.expand(terms.plain).split(" ")[0].split("-")
    number = int(month) if month.isdecimal() else MONTHS.index(month.lower()) + 1
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:  # the calendar lacks it, such as 31 February
        return ""
