"""The warehouse's own life: built, upgraded, and left alone when nothing is to be done."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from include.warehouse import migrate
from include.warehouse.migrate import SCHEMAS, list_ddl, migrate_warehouse
from tests.warehouse.schema import dump_schema, load_facts

FIRST_RELEASE = Path(__file__).with_name("schema_0001.sql")


def _rows(url: str, query: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()
    finally:
        connection.close()


OBJECTS = """
    select relnamespace::regnamespace::text, relname, oid, relfilenode
    from pg_class
    where relnamespace::regnamespace::text in ('bronze', 'ops', 'silver', 'gold', 'ml')
    order by 1, 2
"""


def test_an_empty_database_becomes_a_warehouse_with_every_schema(warehouse: str) -> None:
    schemas = {name for (name,) in _rows(warehouse, "select nspname from pg_namespace")}
    assert set(SCHEMAS) <= schemas
    assert _rows(warehouse, "select count(*) from ops.alembic_version") == [(1,)]


def test_a_second_migration_changes_nothing(warehouse: str) -> None:
    before = _rows(warehouse, OBJECTS)
    migrate_warehouse(warehouse)
    assert _rows(warehouse, OBJECTS) == before


def test_the_ddl_files_can_run_again_on_their_own_result(warehouse: str) -> None:
    connection = psycopg2.connect(warehouse)
    try:
        for path in list_ddl():
            with connection, connection.cursor() as cursor:
                cursor.execute(path.read_text(encoding="utf-8"))
    finally:
        connection.close()


@pytest.fixture
def empty_database(postgres_url: Callable[[str], str]) -> Iterator[str]:
    """Give the test a database without anything in it; yield its URL."""
    with closing(psycopg2.connect(postgres_url("postgres"))) as connection:
        connection.autocommit = True
        connection.cursor().execute("create database empty_database")
        yield postgres_url("empty_database")
        connection.cursor().execute("drop database empty_database with (force)")


def test_migrations_at_the_same_time_wait_for_each_other(empty_database: str) -> None:
    errors: list[BaseException] = []

    def migrate() -> None:
        try:
            migrate_warehouse(empty_database)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=migrate) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert _rows(empty_database, "select count(*) from ops.alembic_version") == [(1,)]


def test_a_migration_that_fails_leaves_the_database_empty(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ddl" / "ops").mkdir(parents=True)
    (tmp_path / "ddl" / "ops" / "a.sql").write_text("create table ops.a ()", encoding="utf-8")
    (tmp_path / "ddl" / "ops" / "b.sql").write_text("create tabel ops.b ()", encoding="utf-8")
    monkeypatch.setattr(migrate, "SQL", tmp_path)
    with pytest.raises(migrate.MigrationError, match=r"ddl/ops/b\.sql.*syntax error"):
        migrate_warehouse(empty_database)
    assert _rows(empty_database, OBJECTS) == []


def test_the_reader_may_read_every_table_and_write_none(
    postgres_url: Callable[[str], str], empty_database: str
) -> None:
    with closing(psycopg2.connect(postgres_url("postgres"))) as connection:
        connection.autocommit = True
        connection.cursor().execute("create role nightshift_reader")
        migrate_warehouse(empty_database)
        granted = _rows(
            empty_database,
            """
            select
                bool_and(has_table_privilege('nightshift_reader', oid, 'select')),
                bool_or(has_table_privilege('nightshift_reader', oid, 'insert'))
            from pg_class
            where
                relnamespace::regnamespace::text in ('ops', 'silver', 'gold', 'ml')
                and relkind in ('r', 'v')
            """,
        )
        with closing(psycopg2.connect(empty_database)) as other:
            other.cursor().execute("drop owned by nightshift_reader")
            other.commit()
        connection.cursor().execute("drop role nightshift_reader")
    assert granted == [(True, False)]


def test_a_warehouse_of_the_first_release_is_upgraded_to_what_a_fresh_one_is(
    warehouse: str, empty_database: str
) -> None:
    if not FIRST_RELEASE.exists():
        FIRST_RELEASE.write_text(dump_schema(warehouse), encoding="utf-8")
        pytest.fail(f"{FIRST_RELEASE.name} was missing: it holds today's tables now, commit it")
    with closing(psycopg2.connect(empty_database)) as connection, connection.cursor() as cursor:
        cursor.execute(FIRST_RELEASE.read_text(encoding="utf-8"))
        cursor.execute("insert into ops.alembic_version (version_num) values ('0001')")
        connection.commit()
    migrate_warehouse(empty_database)
    upgraded, fresh = load_facts(empty_database), load_facts(warehouse)
    assert sorted(fresh - upgraded) == [], "a ddl file changed and no revision does the same"
    assert sorted(upgraded - fresh) == [], "a revision keeps or makes what no ddl file has"
