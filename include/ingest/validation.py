"""One SQL expression per table that says what is wrong with a row, written from its contract."""

from collections.abc import Iterable
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.acceptance import accept_column, find_digit_columns
from include.ingest.failures import list_failures, longest_value
from include.sources.contract import TableContract

FIND_WRONG = """
    select
        _file, count(*), min(_row), (array_agg({column} order by _row))[1],
        (array_agg(reason order by _row))[1]
    from (select _file, _row, {column}, {reason} as reason from {target}) as judged
    where reason is not null
    group by _file
    order by _file
"""
# A row has one reason: it names the column whose breach reaches furthest.
REACH = {"fail_day": 0, "quarantine_file": 1, "quarantine_row": 2}
EMPTY_WRONG = "update {target} set {column} = '' where {reason} is not null"


@dataclass(frozen=True)
class Emptied:
    """Values of one column and file that were wrong and were emptied: how many, and the first."""

    file: str
    column: str
    rows: int
    line: int
    value: str
    reason: str


def failure_expression(terms: TableContract) -> sql.Composed:
    """Return an SQL expression over a staging row: null, or an array of column, value and reason.

    The branches of a `case` run in order: a value is cast only after its pattern has matched. The
    first branch accepts a value that is written in the commonest way, because patterns cost ten
    times as much. Columns that only warn are left to `empty_wrong_values`. Execute it without
    parameters: a pattern may hold a percent sign.
    """
    strict, judged = _judge_columns(terms)
    digits = find_digit_columns(
        {name: (terms.columns[name], longest_value(terms, name)) for name in judged}
    )
    if digits is None:
        return _first_of([*strict, *judged.values()])
    # one search in all of them together costs half of one in each
    together = sql.SQL("case when not coalesce({}, false) then {} end").format(
        digits.accept, _first_of(judged[name] for name in judged if name in digits.names)
    )
    others = [judged[name] for name in judged if name not in digits.names]
    return _first_of([*strict, together, *others])


def empty_wrong_values(
    cursor: Cursor, target: sql.Composable, terms: TableContract
) -> list[Emptied]:
    """Empty the values that the contract only warns of, in the rows just copied; return them.

    Run it before the rows are judged: an emptied value is then no failure.
    """
    emptied: list[Emptied] = []
    for name, column in terms.columns.items():
        if column.on_breach != "warn":
            continue
        reason = _judge_column(terms, name, is_reason_only=True)
        if reason is None:
            continue
        parts = {"target": target, "column": sql.Identifier(name), "reason": reason}
        cursor.execute(sql.SQL(FIND_WRONG).format(**parts))
        found = [
            Emptied(file, name, rows, line, value, text)
            for file, rows, line, value, text in cursor.fetchall()
        ]
        if found:
            cursor.execute(sql.SQL(EMPTY_WRONG).format(**parts))
        emptied += found
    return emptied


def _judge_columns(terms: TableContract) -> tuple[list[sql.Composed], dict[str, sql.Composed]]:
    """Judge the columns whose breach reaches beyond the row, furthest first, and the others."""
    strict: list[sql.Composed] = []
    judged: dict[str, sql.Composed] = {}
    columns = {name: each for name, each in terms.columns.items() if each.on_breach in REACH}
    for name in sorted(columns, key=lambda name: REACH[columns[name].on_breach]):
        found = _judge_column(terms, name, is_reason_only=False)
        if found is not None and columns[name].on_breach == "quarantine_row":
            judged[name] = found
        elif found is not None:
            strict.append(found)
    return strict, judged


def _judge_column(terms: TableContract, name: str, *, is_reason_only: bool) -> sql.Composed | None:
    """Return what is wrong with one column's value, or null; None where nothing can be."""
    result = sql.SQL("{2}") if is_reason_only else sql.SQL("array[{0}, {1}, {2}]")
    branches = [
        sql.SQL("when {} then {}").format(
            condition,
            result.format(sql.Literal(name), sql.Identifier(name), sql.Literal(reason)),
        )
        for condition, reason in list_failures(terms, name)
    ]
    if not branches:
        return None
    accept = accept_column(
        name,
        terms.columns[name],
        longest=longest_value(terms, name),
        is_identifier=terms.is_identifier(name),
    )
    if accept is not None:
        branches.insert(0, sql.SQL("when {} then null").format(accept))
    return sql.SQL("case {} end").format(sql.SQL("\n    ").join(branches))


def _first_of(judged: Iterable[sql.Composable]) -> sql.Composed:
    """Return what is wrong with the first column that has something wrong, or null."""
    return sql.SQL("coalesce(\n{}\n)").format(
        sql.SQL(",\n").join([*judged, sql.SQL("null::text[]")])
    )
