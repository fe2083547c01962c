"""Roles that mean something: who may do what in which database."""

import psycopg2
import pytest

from include.runtime import cluster, stack
from include.runtime.environment import database_url
from include.runtime.state import State


def execute(url: str, statement: str) -> object:
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone() if cursor.description else None
    finally:
        connection.close()


def test_the_reader_reads_every_table_of_the_warehouse(running: State) -> None:
    url = stack.require_environment(running)["NIGHTSHIFT_READER_URL"]
    assert execute(url, "select count(*) from ops.load_ledger") == (0,)
    assert execute(url, "select count(*) from gold.fact_orders") == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into ops.published_days (day) values ('2026-03-01')",
        "truncate gold.fact_orders",
        "drop table ops.steps",
        "create table public.mine (a int)",
        "create temp table mine (a int)",
    ],
)
def test_the_reader_writes_nothing_even_in_a_transaction_that_may(
    running: State, statement: str
) -> None:
    url = stack.require_environment(running)["NIGHTSHIFT_READER_URL"]
    with pytest.raises(psycopg2.Error):
        execute(url, statement)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        execute(url, f"set transaction read write; {statement}")


@pytest.mark.parametrize(
    ("role", "database"),
    [("airflow", "warehouse"), ("nightshift_reader", "airflow"), ("mlflow", "warehouse")],
)
def test_a_role_enters_only_its_own_database(running: State, role: str, database: str) -> None:
    environment = stack.require_environment(running)
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        execute(database_url(environment, role, database), "select 1")


def test_no_role_but_the_superuser_enters_without_its_password(running: State) -> None:
    environment = stack.require_environment(running)
    url = environment["NIGHTSHIFT_WAREHOUSE_URL"]
    password = environment["NIGHTSHIFT_PASSWORD_NIGHTSHIFT"]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        execute(url.replace(password, "wrong"), "select 1")


def test_a_changed_password_is_set_by_the_next_start(running: State) -> None:
    environment = stack.require_environment(running)
    changed = environment | {"NIGHTSHIFT_PASSWORD_MLFLOW": "changed"}
    cluster.create_databases(cluster.connect_as_superuser(running, environment), changed)
    assert execute(database_url(changed, "mlflow", "mlflow"), "select 1") == (1,)
    cluster.create_databases(cluster.connect_as_superuser(running, environment), environment)


def test_an_initialisation_that_was_interrupted_is_thrown_away(state: State) -> None:
    (state.folder / "postgres.new").mkdir(parents=True)
    (state.folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    assert cluster.initialise_once(state)
    assert not cluster.initialise_once(state)
    assert (state.data / "global" / "pg_control").exists()
