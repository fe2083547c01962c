"""What is wrong with a value, asked of PostgreSQL itself: reasons, casts, and the quick way in."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.casting import cast_column
from include.ingest.failures import list_failures, longest_key_bytes
from include.ingest.validation import empty_wrong_values, failure_expression
from include.sources.contract import TableContract

VALUES = re.split(
    r"\|",
    (
        "0|1|-1|+1|01|-0|12|1_000|0x1F|0b1|1e3|1e400|-1e-400|1e-05|1E+3|9.12988E+11|912988000000|"
        "999999999999999999|9999999999999999999|-999999999999999999|1.5|1234.5|1.50|.5|5.|"
        "-.5|.|-|1,5|1.234,5|1,234.5|1,234,567|1.234|1.234.567|1 234,5|12,34.5|1,23|NaN|"
        "Infinity|-Infinity|R$ 5|-R$5,50|R$-5,50|5 R$|R$ R$ 5|R$|4,4rb|1rb+|2 jt|rb|--5|"
        "2018-04-03|2018-4-3|2018-02-30|0000-00-00|10000-01-01|0044-03-15 BC|03-04-2018|"
        "13-04-2018|04-13-2018|3/4/2018|03/03/2018|30/02/2018|31.12.2026|2018-04-03 10:00:00|"
        "2018-04-03T10:00|2018-04-03 10:00:00.5|2018-04-03 24:00:00|2018-02-30 10:00:00|"
        "2018-04-03 10:00:00+02|2018-04-03 10:00:00Z|10000-01-01 00:00:00|"
        "0044-03-15 00:00:00 BC|04/03/2018 5:07 PM|04/03/2018 15:07 PM|today|now|epoch|"
        "Mar-23|mar-23|Foo-23|May-2023|infinity|true|True|t|no|N|maybe|a|created|delivered|"
        "creat|5%|é"
    ),
)
VALUES += ["", " ", " 12", "12 ", "9" * 200, "1\xa0234,5", "a\nb", "1\n", "\n1", "\t5", "x" * 601]
COLUMNS: tuple[dict[str, Any], ...] = (
    {"type": "text"},
    {"type": "text", "is_required": True},
    {"type": "text", "pattern": "created|delivered"},
    {"type": "text", "pattern": "[0-9]{2,4}"},
    {"type": "text", "pattern": "[0-9]+", "is_required": True},
    {"type": "identifier"},
    {"type": "identifier", "is_required": True, "pattern": "[0-9]{1,18}"},
    {"type": "integer"},
    {"type": "integer", "is_required": True, "min": 1, "max": 12},
    {"type": "integer", "min": 0.5},
    {"type": "integer", "formats": ["1,234"]},
    {"type": "integer", "formats": ["1234,56"], "multipliers": {"rb": 1000, "jt": 1e6}},
    {"type": "number"},
    {"type": "number", "min": 0, "is_required": True},
    {"type": "number", "min": -5, "max": 1000},
    {"type": "number", "min": -1e20, "max": 1e20},
    {"type": "number", "pattern": "[0-9]+[.][0-9]+"},
    {"type": "number", "formats": ["1,234.56"]},
    {"type": "number", "formats": ["1.234,56", "1234.56"], "min": 2},
    {"type": "number", "formats": ["1 234,56"], "affixes": ["R$", "%"]},
    {"type": "number", "formats": ["1234,56"], "affixes": ["R$", "+"], "multipliers": {"rb": 1e3}},
    {"type": "date"},
    {"type": "date", "is_required": True},
    {"type": "date", "formats": ["DD-MM-YYYY", "MM-DD-YYYY", "DD/MM/YYYY"]},
    {"type": "date", "formats": ["Mon-YY", "YYYY-MM-DD", "DD.MM.YYYY"]},
    {"type": "timestamp"},
    {"type": "timestamp", "formats": ["YYYY-MM-DD HH:MI:SSTZ", "MM/DD/YYYY HH:MI AM"]},
    {"type": "timestamp", "formats": ["YYYY-MM-DD", "YYYY-MM-DDTHH:MI"], "time_zone": "UTC"},
    {"type": "boolean"},
)  # fmt: skip


def _terms(column: dict[str, Any], name: str = "v") -> TableContract:
    columns = {"key": {"type": "text", "is_required": True}, name: column}
    return TableContract.model_validate({"file": "f.csv", "key": ["key"], "columns": columns})


@pytest.fixture(scope="module")
def cursor(postgres_url: Callable[[str], str]) -> Iterator[Cursor]:
    """Give a cursor with the table `staging` of all the values."""
    url = postgres_url("postgres")
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("create temp table staging (_file text, _row bigint, key text, v text)")
        for line, value in enumerate(VALUES):
            cursor.execute("insert into staging values ('f.csv', %s, 'k', %s)", (line, value))
        yield cursor


def _judge(cursor: Cursor, expression: sql.Composable) -> dict[str, str | None]:
    cursor.execute(sql.SQL("select v, ({})[3] from staging").format(expression))
    return dict(cursor.fetchall())


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_the_quick_way_in_accepts_just_what_the_patterns_accept(
    cursor: Cursor, column: dict[str, Any]
) -> None:
    terms = _terms(column)
    slowly = sql.SQL("case when false then null::text[] {} end").format(
        sql.SQL(" ").join(
            sql.SQL("when {} then array['', '', {}]").format(condition, sql.Literal(reason))
            for condition, reason in list_failures(terms, "v")
        )
    )
    assert _judge(cursor, failure_expression(terms)) == _judge(cursor, slowly)


def test_columns_of_digits_are_asked_together_and_judged_as_if_alone(cursor: Cursor) -> None:
    columns = {
        "key": {"type": "identifier", "is_required": True, "pattern": "[0-9]{1,6}"},
        "v": {"type": "integer", "is_required": True, "min": 1, "max": 12},
        "w": {"type": "text", "is_required": True, "pattern": "[0-9]{2}"},
    }
    values: dict[str, Any] = {"file": "f.csv", "key": ["key"], "columns": columns}
    cursor.execute(
        "create temp table pairs as select one.v as key, two.v, three.v as w from staging as one,"
        " staging as two, (values ('12'), ('123'), ('1x'), ('')) as three (v)"
    )
    terms = TableContract.model_validate(values)
    alone = sql.SQL(", ").join(
        sql.SQL("case when {} is null then 0 else 1 end").format(
            failure_expression(terms.model_copy(update={"columns": {name: terms.columns[name]}}))
        )
        for name in columns
    )
    cursor.execute(
        sql.SQL("select count(*), count(*) filter (where ({}) is null), count(*) filter (where"
                " (({}) is null) <> (greatest({}) = 0)) from pairs").format(
            failure_expression(terms), failure_expression(terms), alone
        )
    )  # fmt: skip
    ((rows, accepted, different),) = cursor.fetchall()
    assert rows == 4 * len(VALUES) ** 2
    assert accepted > 0
    assert different == 0


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_python_and_postgresql_read_a_pattern_alike(cursor: Cursor, column: dict[str, Any]) -> None:
    pattern = _terms(column).columns["v"].full_pattern
    cursor.execute("select v, v ~ %s from staging", (f"^(?:{pattern})$",))
    found = dict(cursor.fetchall())
    assert not pattern or found == {v: bool(re.fullmatch(pattern, v)) for v in VALUES}


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_a_value_that_was_accepted_is_cast_without_an_error(
    cursor: Cursor, column: dict[str, Any]
) -> None:
    terms = _terms(column)
    cursor.execute(
        sql.SQL(
            "select v, read from (select v, case when {} is null then {} end as read from staging)"
            " as judged where v <> '' and read is not null"
        ).format(failure_expression(terms), cast_column("v", terms.columns["v"], "UTC"))
    )
    read = dict(cursor.fetchall())
    accepted = {v for v, reason in _judge(cursor, failure_expression(terms)).items() if not reason}
    assert set(read) == accepted - {""}
    assert read


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ({"formats": ["1,234.56"]}, "1,234.5", "1234.5"),
        ({"formats": ["1,234.56"]}, "1234.5", "1234.5"),
        ({"formats": ["1,234.56"]}, "12,34.5", "is not a number such as 1,234.56"),
        ({"formats": ["1.234,56"]}, "1.234,5", "1234.5"),
        ({"formats": ["1.234,56"]}, "1.234", "1234"),
        ({"formats": ["1234.56", "1.234,56"]}, "1.234", "is ambiguous: 1234.56 or 1.234,56 read"),
        ({"formats": ["1234.56", "1.234,56"]}, "1.5", "1.5"),
        ({"formats": ["1234.56", "1.234,56"]}, "12", "12"),
        ({"formats": ["1 234,56"]}, "1\u00a0234,5", "1234.5"),
        ({"formats": ["1 234,56"], "affixes": ["R$"]}, "R$ 5", "5"),
        ({"formats": ["1234,56"], "affixes": ["R$"]}, "-R$5,50", "-5.50"),
        ({"formats": ["1234,56"], "affixes": ["R$"]}, "R$-5,50", "-5.50"),
        ({"formats": ["1234,56"]}, "R$-5,50", "is not a number such as 1234,56"),
        ({"formats": ["1234,56"], "multipliers": {"rb": 1000}}, "4,4rb", "4400.0"),
        ({"multipliers": {"jt": 1e6}}, "2 jt", "2000000"),
        ({"multipliers": {"rb": 1000}, "affixes": ["+"]}, "1rb+", "1000"),
        ({}, "1e400", "is above 1e+15"),
        ({}, "-1e-400", "is closer to zero than 1e-100"),
        ({"formats": ["1234.56"]}, "-1e-400", "is closer to zero than 1e-100"),
        ({"formats": ["1234,56"], "multipliers": {"rb": 1000}, "max": 40}, "4,4rb", "is above 40"),
        ({"affixes": ["%"]}, "5%", "5"),
        ({}, "9.12988E+11", "912988000000"),
        ({"type": "integer", "formats": ["1,234"]}, "1,234,567", "1234567"),
        ({"type": "integer", "formats": ["1234,56"]}, "1,5", "is not a whole number"),
        ({"type": "integer", "formats": ["1234"]}, "9" * 19, "has more than 18 digits"),
        ({"type": "date", "formats": ["DD-MM-YYYY"]}, "03-04-2018", "2018-04-03"),
        ({"type": "date", "formats": ["DD/MM/YYYY"]}, "30/02/2018", "there is none such"),
        ({"type": "date", "formats": ["MM-DD-YYYY", "DD-MM-YYYY"]}, "03-04-2018", "is ambiguous: "),
        ({"type": "date", "formats": ["MM-DD-YYYY", "DD-MM-YYYY"]}, "13-04-2018", "2018-04-13"),
        ({"type": "date", "formats": ["MM/DD/YYYY", "DD/MM/YYYY"]}, "03/03/2018", "2018-03-03"),
        ({"type": "date", "formats": ["DD/MM/YYYY"]}, "3/4/2018", "2018-04-03"),
        ({"type": "date", "formats": ["Mon-YY"]}, "Mar-23", "2023-03-01"),
        ({"type": "date", "formats": ["Mon-YY"]}, "Foo-23", "is not a date such as Mon-YY"),
        ({"type": "timestamp", "formats": ["MM/DD/YYYY HH:MI AM"]}, "04/03/2018 5:07 PM",
         "2018-04-03 17:07:00+00"),
        ({"type": "timestamp", "formats": ["MM/DD/YYYY HH:MI AM"]}, "04/03/2018 15:07 PM",
         "there is none such"),
        ({"type": "timestamp", "formats": ["YYYY-MM-DD HH:MI:SSTZ"]}, "2018-04-03 10:00:00+02",
         "2018-04-03 08:00:00+00"),
        ({"type": "timestamp", "time_zone": "Asia/Tokyo"}, "2018-04-03 10:00:00",
         "2018-04-03 01:00:00+00"),
        ({"type": "identifier"}, "9.12988E+11", "is written like 9.12988E+11: its digits are gone"),
        ({"type": "identifier"}, "1E+3", "its digits are gone"),
        ({"type": "boolean"}, "N", "false"),
    ],
)  # fmt: skip
def test_a_value_is_read_by_its_format_or_refused_with_a_reason(
    cursor: Cursor, column: dict[str, Any], value: str, expected: str
) -> None:
    terms = _terms({"type": "number", **column})
    assert value in VALUES
    cursor.execute("set local time zone 'UTC'")
    cursor.execute(
        sql.SQL("select ({0})[3], case when {0} is null then ({1})::text end"
                " from staging where v = {2}").format(
            failure_expression(terms), cast_column("v", terms.columns["v"], "UTC"),
            sql.Literal(value),
        )
    )  # fmt: skip
    ((reason, read),) = cursor.fetchall()
    assert expected == read or (read is None and expected in reason)


def test_a_column_that_only_warns_loses_its_wrong_values_and_says_so(cursor: Cursor) -> None:
    cursor.execute("create temp table few as select * from staging where v in ('5.', 'a', 'N')")
    terms = _terms({"type": "number", "on_breach": "warn"})
    (emptied,) = empty_wrong_values(cursor, sql.Identifier("few"), terms)
    assert (emptied.file, emptied.column, emptied.rows) == ("f.csv", "v", 2)
    assert (emptied.value, emptied.reason) == ("N", "v is not a number such as 12.50")
    cursor.execute("select v from few order by v")
    assert cursor.fetchall() == [("",), ("",), ("5.",)]
    assert empty_wrong_values(cursor, sql.Identifier("few"), terms) == []


@pytest.mark.parametrize("columns", [1, 4, 5, 12, 31])
def test_an_index_over_all_key_columns_and_a_day_always_holds_the_longest_key(
    cursor: Cursor, columns: int
) -> None:
    names = [f"k{number}" for number in range(columns)]
    terms = TableContract.model_validate(
        {
            "file": "f.csv",
            "key": names,
            "columns": {name: {"type": "text", "is_required": True} for name in names},
        }
    )
    cursor.execute("drop table if exists keys")
    cursor.execute(f"create temp table keys (day date, {' text, '.join(names)} text)")
    cursor.execute(f"create index on keys ({', '.join(names)}, day)")  # refuses an entry too long
    # random letters, so that compression cannot hide the size
    value = "(select string_agg(chr(65 + (random() * 57)::int), '') from generate_series(1, %s))"
    values = ", ".join([value] * columns)
    longest = longest_key_bytes(terms)
    cursor.execute(f"insert into keys select current_date, {values}", [longest] * columns)
    assert columns > 5 or longest > 500
