"""One SQL expression per table that says what is wrong with a row, written from its contract."""

from collections.abc import Iterator

from psycopg2 import sql

from include.sources.contract import POSTGRES_TYPES, ColumnContract, ColumnType, TableContract

# An index entry holds at most 2,700 bytes, and a key at most four columns. Columns whose name ends
# in _id are keys elsewhere.
LONGEST_KEY_BYTES = 600
EXPECTED: dict[ColumnType, str] = {
    "text": "text",
    "integer": "a whole number",
    "number": "a number such as 12.50",
    "date": "a date such as 2026-01-31",
    "timestamp": "a time such as 2026-01-31 18:30:00",
    "boolean": "true or false",
}


def failure_expression(terms: TableContract) -> sql.Composed:
    """Return an SQL expression over a staging row: null, or an array of column, value and reason.

    The branches of a `case` run in order: a value is cast only after its pattern has matched.
    """
    branches = [
        sql.SQL("when _problem <> '' then array[null, null, _problem]"),
        *(
            sql.SQL("when {} then array[{}, {}, {}]").format(
                condition, sql.Literal(name), sql.Identifier(name), sql.Literal(reason)
            )
            for name, column in terms.columns.items()
            for condition, reason in _failures(
                name, column, is_key=name in terms.key or name.endswith("_id")
            )
        ),
    ]
    return sql.SQL("case\n{}\nend").format(sql.SQL("\n").join(branches))


def _failures(
    name: str, column: ColumnContract, *, is_key: bool
) -> Iterator[tuple[sql.Composed, str]]:
    """Yield the ways in which one column can fail, in the order they are looked for."""
    value = sql.Identifier(name)
    if column.is_required:
        yield sql.SQL("btrim({}) = ''").format(value), f"{name} is empty, but every row needs it"
    if is_key:
        yield (
            sql.SQL("octet_length({}) > {}").format(value, sql.Literal(LONGEST_KEY_BYTES)),
            f"{name} is longer than {LONGEST_KEY_BYTES} bytes, too long for a key",
        )
    if column.full_pattern:
        yield (
            sql.SQL("{0} <> '' and {0} !~ {1}").format(
                value, sql.Literal(f"^(?:{column.full_pattern})$")
            ),
            f"{name} does not match the pattern {column.pattern}"
            if column.pattern
            else f"{name} is not {EXPECTED[column.type]}",
        )
    if column.type != "text":
        yield (
            sql.SQL("{0} <> '' and not pg_input_is_valid({0}, {1})").format(
                value, sql.Literal(POSTGRES_TYPES[column.type])
            ),
            f"{name} looks like {EXPECTED[column.type]}, but there is none such",
        )
    for bound, sign, word in ((column.min, "<", "below"), (column.max, ">", "above")):
        if bound is not None:
            yield (
                sql.SQL("{0} <> '' and {0}::numeric {1} {2}::numeric").format(
                    value, sql.SQL(sign), sql.Literal(str(bound))
                ),
                f"{name} is {word} {bound:g}",
            )
