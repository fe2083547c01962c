"""The ways in which a value can break its contract, each as an SQL condition and a sentence."""

from collections.abc import Iterator

from psycopg2 import sql

from include.ingest.casting import match_format, read_formats
from include.sources.columns import NUMBERS, POSTGRES_TYPES, TEXTS, ColumnContract, ColumnType
from include.sources.contract import TableContract

# An index entry holds at most 2,700 bytes. One over all key columns and a day has some of its own.
LONGEST_ENTRY_BYTES = 2600
ENTRY_BYTES, VALUE_BYTES = 16, 8
# Columns whose name ends in _id are keys elsewhere, up to four of them at once.
LONGEST_KEY_BYTES = 600
LARGEST_INTEGER = 10**18 - 1
LARGEST_NUMBER = 1e15  # where the contract states no bound
SMALLEST_NUMBER = 1e-100  # but for zero: a product of three is still in the range of a double
SCIENTIFIC = "^[0-9]([.,][0-9]+)?[eE][+][0-9]{1,3}$"
EXPECTED: dict[ColumnType, str] = {
    "text": "text",
    "identifier": "an identifier",
    "integer": "a whole number",
    "number": "a number such as 12.50",
    "date": "a date such as 2026-01-31",
    "timestamp": "a time such as 2026-01-31 18:30:00",
    "boolean": "true or false",
}
KINDS: dict[ColumnType, str] = EXPECTED | {
    "number": "a number",
    "date": "a date",
    "timestamp": "a time",
}


Failure = tuple[sql.Composable, str]


def longest_key_bytes(terms: TableContract) -> int:
    """Return how long a key column may be, so that an index over all of them and a day holds it."""
    room = LONGEST_ENTRY_BYTES - ENTRY_BYTES - VALUE_BYTES * len(terms.key)
    return min(LONGEST_KEY_BYTES, room // len(terms.key))


def longest_value(terms: TableContract, name: str) -> int | None:
    """Return how many bytes a value that is a key may have; None for any other."""
    if name in terms.key:
        return longest_key_bytes(terms)
    return LONGEST_KEY_BYTES if name.endswith("_id") else None


def list_failures(terms: TableContract, name: str) -> Iterator[Failure]:
    """Yield the ways in which one column can fail, in the order they are looked for."""
    column, value, longest = terms.columns[name], sql.Identifier(name), longest_value(terms, name)
    if column.is_required:
        yield sql.SQL("btrim({}) = ''").format(value), f"{name} is empty, but every row needs it"
    if longest is not None:
        yield (
            sql.SQL("octet_length({}) > {}").format(value, sql.Literal(longest)),
            f"{name} is longer than {longest} bytes, too long for a key",
        )
    if terms.is_identifier(name):
        yield (
            sql.SQL("position('+' in {0}) > 0 and {0} ~ {1}").format(
                value, sql.Literal(SCIENTIFIC)
            ),
            f"{name} is written like 9.12988E+11: its digits are gone",
        )
    if column.pattern is not None:
        yield (
            _mismatch(value, column.pattern),
            f"{name} does not match the pattern {column.pattern}",
        )
    if column.type in TEXTS:
        return
    if column.is_plain:
        yield from _list_plain_failures(name, column)
    else:
        yield from _list_format_failures(name, column)


def _mismatch(value: sql.Identifier, pattern: str) -> sql.Composed:
    return sql.SQL("{0} <> '' and {0} !~ {1}").format(value, sql.Literal(f"^(?:{pattern})$"))


def _list_plain_failures(name: str, column: ColumnContract) -> Iterator[Failure]:
    """Yield how a value can fail that PostgreSQL is to read as it stands."""
    value = sql.Identifier(name)
    if column.pattern is None:
        yield _mismatch(value, column.full_pattern), f"{name} is not {EXPECTED[column.type]}"
    yield (
        sql.SQL("{0} <> '' and not pg_input_is_valid({0}, {1})").format(
            value, sql.Literal(POSTGRES_TYPES[column.type])
        ),
        f"{name} looks like {EXPECTED[column.type]}, but there is none such",
    )
    yield from _list_bounds(
        name, column, sql.SQL("case when {0} <> '' then {0}::numeric end").format(value)
    )


def _list_format_failures(name: str, column: ColumnContract) -> Iterator[Failure]:
    """Yield how a value can fail that is written in one of the contract's formats."""
    value = sql.Identifier(name)
    formats = column.compile_formats()
    readings = read_formats(name, column.model_copy(update={"time_zone": None}), "UTC")
    examples = " or ".join(form.example for form in formats)
    every = sql.SQL(", ").join(readings)
    yield (
        sql.SQL("{} <> '' and not ({})").format(
            value, sql.SQL(" or ").join(match_format(name, column, form) for form in formats)
        ),
        f"{name} is not {KINDS[column.type]} such as {examples}",
    )
    yield (
        sql.SQL("{} <> '' and coalesce({}) is null").format(value, every),
        f"{name} looks like {KINDS[column.type]}, but there is none such",
    )
    if len(readings) > 1:
        yield (
            sql.SQL("{0} <> '' and least({1}) <> greatest({1})").format(value, every),
            f"{name} is ambiguous: {examples} read it differently",
        )
    reading = sql.SQL("coalesce({})").format(every)
    if column.type == "integer":
        yield (
            sql.SQL("{0} <> trunc({0})").format(reading),
            f"{name} is not {EXPECTED[column.type]}",
        )
        yield (
            sql.SQL("abs({}) > {}").format(reading, sql.Literal(LARGEST_INTEGER)),
            f"{name} has more than 18 digits",
        )
    if column.type in NUMBERS:
        yield from _list_bounds(name, column, reading)


def _list_bounds(name: str, column: ColumnContract, reading: sql.Composable) -> Iterator[Failure]:
    """Yield how a number can be out of its bounds; without any, 1e400 would stop what adds up.

    So would 1e-400, which no double holds.
    """
    if column.type == "number":
        yield (
            sql.SQL("{0} <> 0 and abs({0}) < {1}::numeric").format(
                reading, sql.Literal(str(SMALLEST_NUMBER))
            ),
            f"{name} is closer to zero than {SMALLEST_NUMBER:g}",
        )
    largest = LARGEST_NUMBER if column.type == "number" else None
    lowest = column.min if column.min is not None or largest is None else -largest
    highest = largest if column.max is None else column.max
    for bound, sign, word in ((lowest, "<", "below"), (highest, ">", "above")):
        if bound is not None:
            yield (
                sql.SQL("{} {} {}::numeric").format(
                    reading, sql.SQL(sign), sql.Literal(str(bound))
                ),
                f"{name} is {word} {bound:g}",
            )
