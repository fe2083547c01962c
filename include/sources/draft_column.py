"""Guess what the values of a column are: a type that they fit, and fit in one way only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from include.sources.columns import DEFAULT_PATTERNS, ColumnType
from include.sources.formats import Format, compile_date, compile_number

NUMBER_FORMATS = ("1234.56", "1234,56", "1,234.56", "1.234,56", "1 234.56", "1 234,56", "1'234.56")
DAYS = tuple(
    re.split(
        " *[|] *",
        "YYYY-MM-DD | DD.MM.YYYY | DD/MM/YYYY | MM/DD/YYYY | DD-MM-YYYY | MM-DD-YYYY | YYYY/MM/DD"
        " | YYYY.MM.DD | DD.MM.YY | DD/MM/YY | MM/DD/YY | DD-Mon-YYYY | DD Mon YYYY | DD-Mon-YY",
    )
)
PLAIN_TYPES: tuple[ColumnType, ...] = ("integer", "number", "date", "timestamp")
HOURS = ("HH:MI", "HH:MI:SS", "HH:MI AM", "HH:MI:SS AM", "HH:MI:SSTZ", "HH:MI:SS TZ")
TIMES: tuple[tuple[ColumnType, tuple[str, ...]], ...] = (
    ("date", DAYS),
    ("timestamp", tuple(f"{day}{gap}{hour}" for hour in HOURS for gap in " T" for day in DAYS)),
)
DATED = re.compile(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,3}[-/. ][0-9]{2,4}")
MOST_DATED = 0.9  # of the distinct values
SIGNS = tuple(
    re.split(" +", "R$ US$ € $ £ ¥ ₹ Rp zł kr EUR USD GBP CHF BRL INR IDR Rs kg g km m cm l ml %")
)
IDENTIFYING = re.compile(r"(^|_)(id|no|nr|number|code|key|zip|postcode|plz|phone|sku|ean|ref)$")
AMOUNT = re.compile(r"\s*[+-]?[0-9][0-9.,' \u00a0\u202f]*")
MOST_FIT = 0.7  # of the distinct values: then the others are mistakes, not texts
NUMBERING = re.compile(
    r"(^|_)(line|position|pos|sequence|sequential|seq|item)(_(no|nr|number|id))?$"
)
ANSWERS = ({"true", "false"}, {"yes", "no"}, {"t", "f"})


@dataclass(frozen=True)
class DraftColumn:
    """What a column seems to be; `doubt` is what a person has to settle, empty if nothing."""

    type: ColumnType
    formats: tuple[str, ...] = ()
    affixes: tuple[str, ...] = ()
    doubt: str = ""


def draft_column(name: str, values: Iterable[str]) -> DraftColumn:
    """Return the narrowest type that every filled value has; text where two readings differ."""
    filled = sorted({value.strip() for value in values if value.strip()})
    if not filled:
        return DraftColumn("text", doubt="empty in every row that was read")
    is_name = IDENTIFYING.search(name) and not NUMBERING.search(name)
    if is_name or any(re.fullmatch(r"0[0-9]+", value) for value in filled):
        return DraftColumn("identifier")
    for kind in PLAIN_TYPES:
        if _fit(DEFAULT_PATTERNS[kind], filled):
            if kind == "number" and (rival := _find_rival(filled)):
                return rival
            return DraftColumn(kind)
    if set(filled) in ANSWERS:
        return DraftColumn("boolean")
    return (
        _draft_number(filled)
        or _draft_time(filled)
        or _draft_most_times(filled)
        or _draft_most(name, filled)
    )


def _draft_most(name: str, values: list[str]) -> DraftColumn:
    """Return the type that nearly all values have, with a doubt that names the others; or text."""
    misfits = [value for value in values if not re.match(r"\D{0,4}[0-9]", value)]
    rest = [value for value in values if value not in misfits]
    if not misfits or len(rest) < MOST_FIT * len(values):
        return DraftColumn("text")
    narrow = draft_column(name, rest)
    if narrow.type in {"text", "identifier"}:
        return DraftColumn("text")
    return _name_misfits(narrow, misfits)


def _name_misfits(narrow: DraftColumn, misfits: list[str]) -> DraftColumn:
    strange = ", ".join(repr(value) for value in misfits[:3])
    return replace(narrow, doubt=f"{strange} will be quarantined, or is it text?")


def _fit(pattern: str, values: Iterable[str]) -> bool:
    compiled = re.compile(pattern)
    return all(compiled.fullmatch(value) for value in values)


def _find_rival(values: list[str]) -> DraftColumn | None:
    """Return a doubt where plain numbers may as well have a point every three digits."""
    if all(re.fullmatch(r"[1-9][0-9]{0,2}([.][0-9]{3})+", value) for value in values):
        return _doubt("number", values[0], ("1234.56", "1.234,56"))
    return None


def _draft_number(values: list[str]) -> DraftColumn | None:
    affixes = tuple(sorted({sign for value in values if (sign := _find_sign(value))}))
    if len(affixes) > 1:
        return DraftColumn("text", doubt=f"the values are in {' and in '.join(affixes)}")
    fitting: dict[str, list[str]] = {}
    for example in NUMBER_FORMATS:
        compiled = compile_number(example, affixes, ())
        thousands = compiled.removed
        if _fit(compiled.pattern, values) and not (
            thousands and any(re.match(rf"\D*0[{re.escape(thousands)}]", each) for each in values)
        ):
            fitting[example] = [_read_number(compiled, value) for value in values]
    if not fitting:
        return None
    readings = {tuple(read): example for example, read in reversed(fitting.items())}
    if len(readings) > 1:
        return _doubt("number", values[0], tuple(readings.values()))
    return DraftColumn("number", (next(iter(fitting)),), affixes)


def _find_sign(value: str) -> str:
    """Return the longest sign that a number begins or ends with; empty if none."""
    signs = [
        sign
        for sign in SIGNS
        if AMOUNT.fullmatch(value.removeprefix(sign)) or AMOUNT.fullmatch(value.removesuffix(sign))
    ]
    if AMOUNT.fullmatch(value):
        return ""
    return max(signs, key=len, default="")


def _read_number(compiled: Format, value: str) -> str:
    found = re.fullmatch(compiled.pattern, value)
    text = found[3] if found else value
    for mark in compiled.removed:
        text = text.replace(mark, "")
    return text.replace(compiled.decimal, ".") if compiled.decimal else text


def _draft_time(values: list[str]) -> DraftColumn | None:
    for kind, examples in TIMES:
        fitting = {
            example: read
            for example in examples
            if len(read := _read_times(example, values, is_strict=True)) == len(values)
        }
        readings = {tuple(read.values()): example for example, read in reversed(fitting.items())}
        if len(readings) > 1:
            return _doubt(kind, values[0], tuple(readings.values()))
        if fitting:
            return DraftColumn(kind, (next(iter(fitting)),))
    return None


def _draft_most_times(values: list[str]) -> DraftColumn | None:
    """Return the time that nearly all values are, with a doubt that names the others."""
    if sum(bool(DATED.match(value)) for value in values) < MOST_DATED * len(values):
        return None
    read = max(
        (_read_times(example, values) for _, examples in TIMES for example in examples), key=len
    )
    if len(read) < MOST_DATED * len(values):
        return None
    narrow = _draft_time(list(read))
    misfits = [value for value in values if value not in read]
    return _name_misfits(narrow, misfits) if narrow and not narrow.doubt else narrow


def _read_times(example: str, values: list[str], *, is_strict: bool = False) -> dict[str, str]:
    """Read the values that a format takes; of no other, if strict, once one does not fit."""
    compiled = compile_date(example)
    read: dict[str, str] = {}
    for value in values:
        if re.fullmatch(compiled.pattern, value):
            plain = re.sub(compiled.pattern, compiled.plain, value)
            if _is_day(plain):
                read[value] = plain
                continue
        if is_strict:
            break
    return read


def _is_day(plain: str) -> bool:
    """Return whether a spelling `2026-3-1 ...` or `2026-Mar-1` names a day of the calendar."""
    year, month, day = plain.split(" ", maxsplit=1)[0].split("T", maxsplit=1)[0].split("-")[:3]
    if not month.isdigit():
        return True
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _doubt(kind: ColumnType, value: str, examples: tuple[str, ...]) -> DraftColumn:
    ways = " or ".join(f'["{example}"]' for example in examples)
    return DraftColumn("text", doubt=f"{value!r} can be read in two ways: {kind}, formats {ways}")
