"""Every case below this folder: `given` rows, one build of the layer, `expect` rows. Run twice."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.sql import SQL, Identifier, Placeholder

from include.settings import PROJECT
from include.warehouse import connect, gold
from include.warehouse.checks import load_checks, run_checks

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/*/*.yaml"))


def load_case(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    unknown = set(case) - {"says", "day", "timezone", "given", "expect"}
    assert not unknown, f"{path}: unknown keys {sorted(unknown)}"
    return case


def qualified(table: str) -> Identifier:
    return Identifier(*table.split("."))


def insert_rows(connection: Connection, table: str, rows: list[dict[str, Any]], day: date) -> None:
    """Insert rows; a version is known from the case's day and names no file unless it says so."""
    defaults: dict[str, Any] = {}
    if table.endswith("_versions"):
        defaults = {"known_from": day, "_file": "case.csv", "_row": 1}
    with connection.cursor() as cursor:
        for row in rows:
            filled = defaults | row
            cursor.execute(
                SQL("insert into {} ({}) values ({})").format(
                    qualified(table),
                    SQL(", ").join(map(Identifier, filled)),
                    SQL(", ").join(Placeholder() for _ in filled),
                ),
                list(filled.values()),
            )


def read_rows(
    connection: Connection, table: str, columns: list[str], given: list[dict[str, Any]] | None
) -> list[str]:
    """Return rows as text, sorted: those of a table, or `given` cast to the table's types."""
    source = qualified(table)
    parameters: list[str] = []
    if given is not None:
        source = SQL("jsonb_populate_recordset(null::{}, %s)").format(source)
        parameters = [json.dumps(given, default=str)]
    with connection.cursor() as cursor:
        cursor.execute(
            SQL("select {} from {} as found").format(
                SQL(", ").join(
                    SQL("trim_scale({})").format(Identifier(column))
                    if is_numeric(connection, table, column)
                    else Identifier(column)
                    for column in columns
                ),
                source,
            ),
            parameters,
        )
        return sorted(str(dict(zip(columns, row, strict=True))) for row in cursor.fetchall())


def is_numeric(connection: Connection, table: str, column: str) -> bool:
    schema, name = table.split(".")
    with connection.cursor() as cursor:
        cursor.execute(
            "select data_type = 'numeric' from information_schema.columns"
            " where table_schema = %s and table_name = %s and column_name = %s",
            (schema, name, column),
        )
        found = cursor.fetchone()
    assert found, f"{table} has no column {column}"
    return bool(found[0])


@pytest.mark.parametrize(
    "path", CASES, ids=[str(path.relative_to(HERE).with_suffix("")) for path in CASES]
)
def test_a_case_holds_and_holds_again(path: Path, warehouse: str) -> None:
    case = load_case(path)
    timezone = case.get("timezone", "UTC")
    publication = gold.Publication(
        day=case["day"], as_of=case["day"], since=date.min, timezone=timezone
    )
    connection = psycopg2.connect(warehouse, options=f"-c timezone={timezone}")
    for table, rows in case["given"].items():
        insert_rows(connection, table, rows, case["day"])
    for _ in range(2):
        gold.build_gold(connection, publication)
        run_checks(connection, "gold", case["day"], vars(publication))
        connection.commit()
        for table, rows in case["expect"].items():
            columns = sorted({column for row in rows for column in row})
            expected = read_rows(connection, table, columns, rows)
            assert read_rows(connection, table, columns, None) == expected
    connection.close()


def test_every_gold_load_has_a_table_a_check_and_a_case() -> None:
    loads = sorted(path.stem for path in (connect.SQL / "gold").glob("*.sql"))
    assert loads == sorted(gold.TABLES)
    for load in loads:
        assert (connect.SQL / "ddl" / "gold" / f"{load}.sql").is_file(), load
        assert (connect.SQL / "checks" / "gold" / f"{load}.sql").is_file(), load
        assert list((HERE / "gold" / load).glob("*.yaml")), f"no case for gold/{load}"


def test_every_gold_file_is_run() -> None:
    prepared = {path.stem for path in (connect.SQL / "gold" / "prepare").glob("*.sql")}
    run = set(gold.PREPARATION) | {load.split("/")[-1] for load in gold.LOADS if "/" in load}
    assert prepared == run


def test_every_silver_table_has_a_check() -> None:
    tables = {path.stem for path in (connect.SQL / "ddl" / "silver").glob("*.sql")}
    checks = {path.stem for path in (connect.SQL / "checks" / "silver").glob("*.sql")}
    assert tables - checks == set()


def test_every_check_says_what_a_row_means_and_fails_or_warns() -> None:
    for layer in ("silver", "gold"):
        checks = load_checks(layer)
        assert checks
        assert all(check.sentence.endswith(".") for check in checks)


def test_every_case_says_what_it_shows() -> None:
    silent = [str(path.relative_to(PROJECT)) for path in CASES if not load_case(path).get("says")]
    assert not silent
