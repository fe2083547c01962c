"""The warehouse's own life: built, upgraded, and left alone when nothing is to be done."""

import threading

import psycopg2

from include.warehouse.migrate import SCHEMAS, list_ddl, migrate_warehouse


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


def test_migrations_at_the_same_time_wait_for_each_other(postgres_url, warehouse: str) -> None:
    name = "concurrent_migrations"
    connection = psycopg2.connect(postgres_url("postgres"))
    connection.autocommit = True
    connection.cursor().execute(f"create database {name}")
    errors: list[BaseException] = []

    def migrate() -> None:
        try:
            migrate_warehouse(postgres_url(name))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=migrate) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.cursor().execute(f"drop database {name} with (force)")
    connection.close()
    assert errors == []
