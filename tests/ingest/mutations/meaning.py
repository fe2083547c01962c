"""What a text means under its column's contract, written apart from the product's SQL.

Each reader returns every outcome that is right for a text: a value, `REFUSED`, or both where a
careful load may do either.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

REFUSED = "refused"
NOTHING = None
BLANKS = " \u00a0\u202f"
LARGEST_NUMBER = 10**15
SMALLEST_NUMBER = Decimal("1e-100")  # the least but zero: a double holds none below 1e-307
LONGEST_SURE_NUMBER = 90  # digits that nobody means
LONGEST_KEY = 600
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DIGITS_GONE = re.compile(r"[+-]?\d[.,]\d+[eE][+]\d+", re.ASCII)
DIGITS_PERHAPS_GONE = re.compile(r"[+-]?\d*[.,]?\d*[eE][+-]?\d+", re.ASCII)
DEFAULT_FORMATS = {
    "number": ("1234.56",),
    "integer": ("1234",),
    "date": ("YYYY-MM-DD",),
    "timestamp": ("YYYY-MM-DD HH:MI:SS", "YYYY-MM-DD HH:MI"),
}
TRUE, FALSE = {"true", "t", "yes", "y", "1"}, {"false", "f", "no", "n", "0"}


def read_value(text: str, column: Any, timezone: str, *, is_key: bool) -> set[Any]:
    """Return the right outcomes for one value of a column.

    A column's own `pattern` is the contract's business: it may forbid, never allow.
    """
    if column.is_required and not text.strip(" "):
        return {REFUSED}
    if text == "":
        return {NOTHING}
    if is_key and len(text.encode()) > LONGEST_KEY:
        return {REFUSED}
    if column.pattern and not re.fullmatch(column.pattern, text, re.DOTALL | re.ASCII):
        return {REFUSED}
    if column.type in {"text", "identifier"}:
        if column.type == "text" and not is_key:
            return {text}
        if DIGITS_GONE.fullmatch(text):
            return {REFUSED}
        return {text, REFUSED} if DIGITS_PERHAPS_GONE.fullmatch(text.strip()) else {text}
    outcomes = _read_typed(text, column, timezone)
    return {_within(outcome, column) for outcome in outcomes}


def _within(value: Any, column: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    if value and abs(value) < SMALLEST_NUMBER:
        return REFUSED
    largest = LARGEST_NUMBER if column.type == "number" else 10**19
    lowest = -largest if column.min is None else column.min
    highest = largest if column.max is None else column.max
    return value if Decimal(str(lowest)) <= value <= Decimal(str(highest)) else REFUSED


def _read_typed(text: str, column: Any, timezone: str) -> set[Any]:
    bare = text.strip(BLANKS + "\t")
    padded = {REFUSED} if bare != text else set()
    if column.type == "boolean":
        word = bare.casefold()
        careful = padded | ({REFUSED} if word != bare else set())
        return {word in TRUE} | careful if word in TRUE | FALSE else {REFUSED}
    formats = getattr(column, "formats", ()) or DEFAULT_FORMATS[column.type]
    if column.type in {"number", "integer"}:
        readings = [found for form in formats for found in _read_number(bare, form, column)]
    else:
        is_given = bool(getattr(column, "formats", ()))
        readings = [
            found for form in formats for found in _read_time(bare, form, may_lack_zeros=is_given)
        ]
        readings = [
            (found, is_sure and not (is_given and "T" in bare)) for found, is_sure in readings
        ]
    careful = {REFUSED} if any(not is_sure for _, is_sure in readings) else set()
    values = {value for value, _ in readings}
    if len(values) != 1:
        return {REFUSED}
    (value,) = values
    if column.type == "date":
        value = value.date()
    if column.type == "timestamp":
        value = _epoch(value, getattr(column, "time_zone", None) or timezone)
    return {value} | careful | padded


def _read_number(text: str, form: str, column: Any) -> Iterator[tuple[Decimal, bool]]:
    """Yield what a number means in one format, and whether a careful load must take it."""
    bare, factor, is_sure = _strip_signs(text, column)
    thousands, point = _marks(form)
    blank = f"[{BLANKS}]" if thousands == " " else re.escape(thousands)
    whole = rf"(?:[0-9]{{1,3}}(?:{blank}[0-9]{{3}})+|[0-9]+)" if thousands else "[0-9]+"
    mark = re.escape(point)
    fraction = rf"(?:{whole}(?:{mark}[0-9]*)?|{mark}[0-9]+)" if point else whole
    power = r"(?:[eE][+-]?[0-9]{1,3})?" if form == "1234.56" else ""
    if not re.fullmatch(rf"[+-]?{fraction}{power}", bare):
        return
    plain = re.sub(blank, "", bare) if thousands else bare
    with localcontext(prec=300_000):
        number = Decimal(plain.replace(point, ".") if point else plain) * factor
    if bare[0] == "+" or (point and not re.fullmatch(rf"-?{whole}({mark}[0-9]+)?", bare)):
        is_sure = False
    if len(bare) > LONGEST_SURE_NUMBER:
        is_sure = False
    if column.type == "integer":
        if number != int(number) or not -(2**63) <= number < 2**63:
            return
        is_sure = is_sure and bare.lstrip("-").isdigit() and len(bare) <= 18
    yield number, is_sure


def _strip_signs(text: str, column: Any) -> tuple[str, Decimal, bool]:
    """Take signs of currency and a multiplier off; return the rest, the factor, and if it is sure.

    Where a sign of currency stands is a matter of taste: a load may be careful about it.
    """
    factor, is_sure = Decimal(1), True
    for affix in sorted(getattr(column, "affixes", ()), key=len, reverse=True):
        for sign in ("", "-", "+"):
            if text.startswith(sign + affix):
                text, is_sure = sign + text[len(sign + affix) :].strip(BLANKS), False
        if text.endswith(affix):
            text, is_sure = text[: -len(affix)].strip(BLANKS), False
    for suffix, times in dict(getattr(column, "multipliers", {}) or {}).items():
        if text.endswith(suffix):
            text, factor = text[: -len(suffix)].strip(BLANKS), Decimal(str(times))
    return text, factor, is_sure


def _marks(form: str) -> tuple[str, str]:
    """Return the thousands mark and the decimal mark of an example such as 1.234,56."""
    thousands = "" if form[1] == "2" else form[1]
    return thousands, form[-3] if form.endswith("56") else ""


def _read_time(text: str, form: str, *, may_lack_zeros: bool) -> Iterator[tuple[datetime, bool]]:
    """Yield what a date or time means in one format, and whether a careful load must take it."""
    found = _time_pattern(form).fullmatch(text)
    if found is None:
        return
    parts = found.groupdict()
    year = int(parts.get("YYYY") or 2000)
    if parts.get("YY"):
        year = 2000 + int(parts["YY"])
    month = int(parts.get("MM") or 1)
    if parts.get("Mon"):
        if parts["Mon"].lower() not in MONTHS:
            return
        month = MONTHS.index(parts["Mon"].lower()) + 1
    hour, second = int(parts.get("HH") or 0), int(parts.get("SS") or 0)
    minute = int(parts.get("MI") or 0)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return
    is_sure = hour < 24 and second < 60
    if half := (parts.get("AM") or "").upper():
        is_sure = is_sure and 1 <= hour <= 12
        if hour > 12 and half == "AM":
            return
        hour = hour % 12 + (12 if half == "PM" else 0)
    if not may_lack_zeros:
        is_sure = is_sure and all(len(parts.get(part) or "00") == 2 for part in ("MM", "DD", "HH"))
    try:
        day = datetime(year, month, int(parts.get("DD") or 1))  # noqa: DTZ001
        moment = day + timedelta(hours=hour, minutes=minute, seconds=second)
    except (ValueError, OverflowError):
        return
    fraction = Decimal(f"0.{parts.get('fraction') or '0'}") * 1_000_000
    is_sure = is_sure and fraction == int(fraction)  # no clock of ours is finer
    moment += timedelta(microseconds=round(fraction))
    if not parts.get("TZ"):
        yield moment, is_sure
    elif (offset := _read_offset(parts["TZ"])) is not None:
        yield moment.replace(tzinfo=offset), is_sure


def _read_offset(text: str) -> timezone | None:
    """Return the offset that a time states; None where no place on earth has it."""
    digits = text[1:].replace(":", "") or "0"
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 15 or minutes > 59:
        return None
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if text[0] == "-" else distance)


@cache
def _time_pattern(form: str) -> re.Pattern[str]:
    pattern = ""
    for piece in re.findall(r"YYYY|YY|Mon|MM|DD|HH|MI|SS|AM|TZ|.", form):
        if piece == "YYYY":
            pattern += r"(?P<YYYY>[0-9]{4})"
        elif piece == "Mon":
            pattern += r"(?P<Mon>[A-Za-z]{3})"
        elif piece in {"MM", "DD", "HH"} and re.search("[^YMDHISonATZ]", form):
            pattern += rf"(?P<{piece}>[0-9]{{1,2}})"
        elif piece in {"YY", "MM", "DD", "HH", "MI"}:
            pattern += rf"(?P<{piece}>[0-9]{{2}})"
        elif piece == "SS":
            pattern += r"(?P<SS>[0-9]{2})(?:[.](?P<fraction>[0-9]{1,9}))?"
        elif piece == "AM":
            pattern += "(?P<AM>[AaPp][Mm])"
        elif piece == "TZ":
            pattern += "(?P<TZ>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)"
        else:
            pattern += "[ T]" if piece == " " else re.escape(piece)
    return re.compile(pattern)


def _epoch(moment: datetime, local: str) -> Decimal:
    """Return the seconds since 1970 of a local time, or of one that states its zone.

    Of two readings in autumn the later counts; a time that spring skips is read by the offset
    before it.
    """
    if moment.tzinfo is not None:
        since = moment - datetime(1970, 1, 1, tzinfo=UTC)
        return Decimal(since // timedelta(microseconds=1)) / 1_000_000
    zone = ZoneInfo(local)
    before, after = (moment.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    assert before is not None
    assert after is not None
    offset = before if before < after else after
    since = moment - datetime(1970, 1, 1) - offset  # noqa: DTZ001
    return Decimal(since // timedelta(microseconds=1)) / 1_000_000


def to_comparable(value: Any, kind: str) -> Any:
    """Bring a value read from PostgreSQL into the oracle's form."""
    if value is None or kind in {"text", "identifier", "boolean"}:
        return value
    if kind == "date":
        return date.fromisoformat(value)
    return Decimal(value)
