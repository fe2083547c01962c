"""How numbers, dates and times are written: a contract's format as pattern and plain spelling.

A date is described by tokens (`DD-MM-YYYY`), a number by how 1234.56 looks (`1.234,56`). Patterns
keep to the syntax that Python and PostgreSQL read alike; groups never number more than nine.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
TOKENS: dict[str, str] = {
    "YYYY": "[0-9]{4}",
    "YY": "[0-9]{2}",
    "Mon": "|".join("".join(f"[{c.upper()}{c}]" for c in month) for month in MONTHS),
    "MM": "0[1-9]|1[0-2]",
    "DD": "0[1-9]|[12][0-9]|3[01]",
    "HH": "[01][0-9]|2[0-3]",
    "MI": "[0-5][0-9]",
    "SS": "[0-5][0-9](?:[.][0-9]{1,9})?",
    "AM": "[AaPp][Mm]",
    "TZ": "[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?",
}
# Between separators a leading zero may be missing: 3/4/2018 9:05.
SHORT_TOKENS = {
    "MM": "0?[1-9]|1[0-2]",
    "DD": "0?[1-9]|[12][0-9]|3[01]",
    "HH": "[01]?[0-9]|2[0-3]",
}
SEPARATORS = frozenset(" -/.,:_T")
TOKEN = re.compile("|".join((*TOKENS, "T", "[A-Za-z]+", ".")), re.DOTALL)
NUMBER = re.compile(r"1(?P<thousands>[.,' ]?)234(?:(?P<decimal>[.,])56)?")
SPACES = "[ \u00a0\u202f]"
NUMBER_EXAMPLES = "1234.56, 1,234.56, 1.234,56, 1234,56, 1 234.56"


class FormatError(ValueError):
    """A format cannot be understood; the message names it and what would do."""


@dataclass(frozen=True)
class Format:
    """One way to write a value.

    A value that fully matches `pattern` has the spelling `plain` (with `\\1` for the first group)
    that PostgreSQL casts. In a number, `removed` are the marks to leave out of it, `decimal` is the
    decimal mark, and `suffix` spells the multiplier. `has_time` and `has_zone` tell what a date
    brings.
    """

    example: str
    pattern: str
    plain: str
    removed: str = ""
    decimal: str = ""
    suffix: str = ""
    has_time: bool = False
    has_zone: bool = False


def compile_date(example: str) -> Format:
    """Compile a date or time written in tokens; raises `FormatError`."""
    parts = TOKEN.findall(example)
    tokens = [part for part in parts if part in TOKENS]
    _check_tokens(example, parts, tokens)
    places: dict[str, str] = {}
    pattern = ""
    for at, part in enumerate(parts):
        if part not in TOKENS:
            pattern += re.escape(part)
            continue
        places[part] = f"\\{len(places) + 1}"
        is_free = not {*parts[max(at - 1, 0) : at], *parts[at + 1 : at + 2]} & set(TOKENS)
        pattern += f"({SHORT_TOKENS.get(part, TOKENS[part]) if is_free else TOKENS[part]})"
    return Format(
        example,
        pattern,
        _plain_date(places),
        has_time="HH" in places,
        has_zone="TZ" in places,
    )


def _check_tokens(example: str, parts: list[str], tokens: list[str]) -> None:
    unknown = [part for part in parts if part not in TOKENS and part not in SEPARATORS]
    if unknown:
        raise FormatError(
            f"format {example!r}: {unknown[0]!r} is no token, known are {' '.join(TOKENS)}"
        )
    if len(tokens) != len(set(tokens)):
        raise FormatError(f"format {example!r} has a token twice")
    if len({"YYYY", "YY"} & set(tokens)) != 1 or len({"MM", "Mon"} & set(tokens)) != 1:
        raise FormatError(f"format {example!r} needs one year (YYYY, YY) and one month (MM, Mon)")
    if {"MI", "SS", "AM", "TZ"} & set(tokens) and not {"HH", "MI", "DD"} <= set(tokens):
        raise FormatError(f"format {example!r} has a time, which needs DD, HH and MI")
    if "HH" in tokens and "MI" not in tokens:
        raise FormatError(f"format {example!r} has HH without MI")


def _plain_date(places: dict[str, str]) -> str:
    """Spell the date as PostgreSQL reads it under every setting: year, month, day, time."""
    year = places.get("YYYY") or f"20{places['YY']}"
    month = places.get("MM") or places["Mon"]
    plain = f"{year}-{month}-{places.get('DD', '01')}"
    if "HH" not in places:
        return plain
    seconds = f":{places['SS']}" if "SS" in places else ""
    half = f" {places['AM']}" if "AM" in places else ""
    return f"{plain} {places['HH']}:{places['MI']}{seconds}{half}{places.get('TZ', '')}"


def compile_number(example: str, affixes: Iterable[str], multipliers: Iterable[str]) -> Format:
    """Compile a number by its example, between signs that mean nothing; raises `FormatError`."""
    found = NUMBER.fullmatch(example)
    if found is None or found["thousands"] == found["decimal"]:
        raise FormatError(
            f"format {example!r} is no way to write 1234.56, such as {NUMBER_EXAMPLES}"
        )
    thousands, decimal = found["thousands"], found["decimal"] or ""
    mark = SPACES if thousands == " " else re.escape(thousands)
    whole = f"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|[0-9]+" if thousands else "[0-9]+"
    body = f"(?:{whole})"
    if decimal:
        point = re.escape(decimal)
        body = f"(?:{body}(?:{point}[0-9]*)?|{point}[0-9]+)"
    if not thousands and decimal == ".":
        body += "(?:[eE][+-]?[0-9]{1,3})?"
    sign = _any_of(affixes)
    around = f"(?:{SPACES}*{sign})*" if sign else ""
    suffix = _any_of(multipliers)
    return Format(
        example,
        f"([+-]?){around}{SPACES}*([+-]?)({body})"
        + (f"(?:{SPACES}*({suffix}))?" if suffix else "")
        + around,
        r"\1\2\3",
        removed=" \u00a0\u202f" if thousands == " " else thousands,
        decimal=decimal,
        suffix=r"\4" if suffix else "",
    )


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first; empty without words."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, ordered))})" if ordered else ""
