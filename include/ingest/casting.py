"""The SQL expression that reads a column's text as its type, written from its contract."""

from psycopg2 import sql

from include.sources.columns import NUMBERS, POSTGRES_TYPES, TEXTS, ColumnContract
from include.sources.formats import Format

LONGEST_NUMBER = 100  # characters: no multiplication can leave the range of numeric


def cast_column(name: str, column: ColumnContract, timezone: str) -> sql.Composable:
    """Return the typed expression of a column whose values were found valid.

    The value stays bare where it is a text that may not be empty, so that an index on it is used.
    """
    value = sql.Identifier(name)
    if column.type in TEXTS:
        return value if column.is_required else sql.SQL("nullif({}, '')").format(value)
    if column.is_plain:
        filled = value if column.is_required else sql.SQL("nullif({}, '')").format(value)
        return _cast_plain(filled, column, timezone)
    reading = _first_of(read_formats(name, column, timezone))
    return sql.SQL("{}::bigint").format(reading) if column.type == "integer" else reading


def read_formats(name: str, column: ColumnContract, timezone: str) -> list[sql.Composed]:
    """Return one expression for each format of a column: what the value means in it, or null.

    Whole numbers are read as numeric, so that a fraction can be refused. No expression can raise:
    the pattern comes first, then the question whether the type takes the text, then the cast.
    """
    return [_read_format(name, column, each, timezone) for each in column.compile_formats()]


def match_format(name: str, column: ColumnContract, form: Format) -> sql.Composed:
    """Return the condition that a value is written in a format."""
    condition = sql.SQL("{} ~ {}").format(
        sql.Identifier(name), sql.Literal(f"^(?:{form.pattern})$")
    )
    if column.type not in NUMBERS:
        return condition
    return sql.SQL("octet_length({}) <= {} and {}").format(
        sql.Identifier(name), sql.Literal(LONGEST_NUMBER), condition
    )


def _read_format(name: str, column: ColumnContract, form: Format, timezone: str) -> sql.Composed:
    text = _spell(name, form, form.plain)
    if column.type in NUMBERS:
        kind, cast = "numeric", sql.SQL("{}::numeric").format(_spell_number(text, form))
        text = _spell_number(text, form)
        if form.suffix:
            cast = sql.SQL("{} * {}").format(cast, _factor(name, column, form))
    elif column.type == "date":
        kind = "timestamp" if form.has_time else "date"
        cast = sql.SQL("{}::{}::date").format(text, sql.SQL(kind))
    elif form.has_zone:
        kind, cast = "timestamptz", sql.SQL("{}::timestamptz").format(text)
    else:
        kind, cast = "timestamp", _cast_plain(text, column, timezone)
    return sql.SQL("case when {} then case when pg_input_is_valid({}, {}) then {} end end").format(
        match_format(name, column, form), text, sql.Literal(kind), cast
    )


def _spell(name: str, form: Format, spelling: str) -> sql.Composed:
    return sql.SQL("regexp_replace({}, {}, {})").format(
        sql.Identifier(name), sql.Literal(f"^(?:{form.pattern})$"), sql.Literal(spelling)
    )


def _spell_number(text: sql.Composed, form: Format) -> sql.Composed:
    """Leave the thousands marks out, and write the decimal mark as a point."""
    marks = form.decimal + form.removed
    if marks in {"", "."}:
        return text
    return sql.SQL("translate({}, {}, {})").format(
        text, sql.Literal(marks), sql.Literal("." if form.decimal else "")
    )


def _factor(name: str, column: ColumnContract, form: Format) -> sql.Composed:
    branches = sql.SQL(" ").join(
        sql.SQL("when {} then {}").format(sql.Literal(word), sql.SQL(f"{factor:.15g}::numeric"))
        for word, factor in column.multipliers.items()
    )
    return sql.SQL("case {} {} else 1 end").format(_spell(name, form, form.suffix), branches)


def _cast_plain(value: sql.Composable, column: ColumnContract, timezone: str) -> sql.Composed:
    cast = sql.SQL("{}::{}").format(value, sql.SQL(POSTGRES_TYPES[column.type]))
    if column.type != "timestamp":
        return cast
    return sql.SQL("{} at time zone {}").format(cast, sql.Literal(column.time_zone or timezone))


def _first_of(readings: list[sql.Composed]) -> sql.Composed:
    return sql.SQL("coalesce({})").format(sql.SQL(", ").join(readings))
