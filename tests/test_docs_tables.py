"""docs/tables.md says what the catalog says, and the catalog says what every column means."""

from collections.abc import Callable

import psycopg2
import pytest

from include.warehouse.tables_document import DOCUMENT, Column, load_columns, render_tables


@pytest.fixture(scope="module")
def columns(postgres_url: Callable[[str], str], template_database: str) -> list[Column]:
    # closed at once: a template that somebody is connected to cannot be copied
    connection = psycopg2.connect(postgres_url(template_database))
    try:
        return load_columns(connection)
    finally:
        connection.close()


def test_the_document_is_what_make_docs_would_write_today(columns: list[Column]) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == render_tables(columns), "run `make docs`"


def test_every_table_says_its_grain_and_every_column_its_meaning(columns: list[Column]) -> None:
    assert {column.schema for column in columns} == {"gold", "silver", "ml", "ops"}
    silent_tables = {f"{c.schema}.{c.table}" for c in columns if not c.table_comment}
    versions = {c.table for c in columns if c.schema == "silver"}
    silent_columns = [
        f"{c.schema}.{c.table}.{c.name}"
        for c in columns
        if not c.comment and not (c.is_view and f"{c.table}_versions" in versions)
    ]
    assert not silent_tables
    assert not silent_columns


def test_every_table_of_silver_and_gold_marks_its_key(columns: list[Column]) -> None:
    tables = {(c.schema, c.table) for c in columns if not c.is_view}
    assert tables == {(c.schema, c.table) for c in columns if c.is_key}
