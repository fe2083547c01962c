"""How the pages and the mail write numbers, days and text that came from outside."""

import math
import unicodedata
from datetime import date, datetime
from decimal import Decimal

Number = int | float | Decimal

NOTHING = "\u2013"
MINUS = "\u2212"
SYMBOLS = {"BRL": "R$", "EUR": "€", "GBP": "£", "IDR": "Rp", "INR": "₹", "USD": "$"}


def is_known(value: Number | None) -> bool:
    """Return whether a figure can be shown: not null, not infinite, a number."""
    return value is not None and math.isfinite(value)


def is_positive(value: Number | None) -> bool:
    """Return whether a figure can be shown and is more than nothing."""
    return value is not None and is_known(value) and value > 0


def format_count(value: Number | None) -> str:
    """Write a count with thousands separated: 12,345."""
    return f"{round(value):,}" if value is not None and is_known(value) else NOTHING


def format_percent(value: Number | None, digits: int = 1) -> str:
    """Write a share of 0 to 1 as a percentage: 0.9312 is 93.1%."""
    return f"{100 * float(value):.{digits}f}%" if value is not None and is_known(value) else NOTHING


def format_points(value: Number | None, digits: int = 1) -> str:
    """Write a difference of two shares in percentage points, with its sign: +2.4 points."""
    if value is None or not is_known(value):
        return NOTHING
    points = round(100 * float(value), digits) + 0.0
    return f"{points:+.{digits}f} points".replace("-", MINUS)


def format_change(value: Number | None) -> str:
    """Write a relative change with its sign: 0.124 is +12.4%."""
    if value is None or not is_known(value):
        return NOTHING
    return f"{100 * float(value) + 0.0:+.1f}%".replace("-", MINUS)


def format_number(value: Number | None, digits: int = 2) -> str:
    """Write a plain number with a fixed number of digits: 0.78."""
    if value is None or not is_known(value):
        return NOTHING
    return f"{value:,.{digits}f}".replace("-", MINUS)


def format_figure(value: float) -> str:
    """Write a figure of any size with three significant digits: 0.0123, 1.2e-09."""
    return f"{value:.3g}".replace("-", MINUS) if is_known(value) else NOTHING


def format_money(value: Number | None, currency: str, digits: int = 0) -> str:
    """Write an amount with its currency: R$ 12,345."""
    if value is None or not is_known(value):
        return NOTHING
    symbol = SYMBOLS.get(currency, currency)
    space = "" if len(symbol) == 1 else "\u00a0"
    sign = MINUS if value < 0 else ""
    return f"{sign}{symbol}{space}{abs(value):,.{digits}f}"


def format_minutes(value: Number | None) -> str:
    """Write a length of time in the unit that a person would use: 45 min, 3.2 h, 2.1 days."""
    if value is None or not is_known(value):
        return NOTHING
    minutes = float(value)
    if abs(minutes) < 120:
        return f"{minutes:.0f} min".replace("-", MINUS)
    if abs(minutes) < 48 * 60:
        return f"{minutes / 60:.1f} h".replace("-", MINUS)
    return f"{minutes / 1440:.1f} days".replace("-", MINUS)


def format_day(day: date) -> str:
    """Write a day in full: Saturday 28 April 2018."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def format_short_day(day: date) -> str:
    """Write a day for a table: Sat 28 Apr."""
    return f"{day:%a} {day.day} {day:%b}"


def format_moment(moment: datetime | None) -> str:
    """Write a local moment for a table: Sat 28 Apr 18:00; the caller has set its time zone."""
    return f"{format_short_day(moment)} {moment:%H:%M}" if moment is not None else NOTHING


def format_plural(count: int, noun: str, plural: str = "") -> str:
    """Write a count and its noun: 1 order, 1,204 orders."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def clean_text(text: str | None, limit: int = 160) -> str:
    """Return text from outside without control or direction marks, cut to one short line."""
    kept = "".join(
        character if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} else " "
        for character in (text or "")[: 4 * limit]
    )
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
