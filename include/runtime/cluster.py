"""Bring a source's databases to today's shape: cluster, roles, Airflow's tables, warehouse."""

import secrets
import subprocess
import sys
import time
from importlib.metadata import version

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.runtime import postgres
from include.runtime.environment import POSTGRES_PORT, ROLES, component_environment
from include.runtime.state import State
from include.warehouse.migrate import migrate_warehouse

DATABASES = {"warehouse": "nightshift", "airflow": "airflow", "mlflow": "mlflow"}
READER = "nightshift_reader"
READER_SETTINGS = {"default_transaction_read_only": "on", "statement_timeout": "120s"}


def initialise_once(state: State) -> bool:
    """Create the cluster when the state has none; an interrupted try is thrown away."""
    if (state.data / "PG_VERSION").exists() and not (state.folder / "postgres.new").exists():
        return False
    draft = state.folder / "postgres.new"
    postgres.remove_folder(draft)
    state.password_file.touch(mode=0o600)
    state.password_file.write_text(secrets.token_hex(16), encoding="utf-8")
    postgres.initialise_cluster(draft, state.password_file)
    draft.rename(state.data)
    return True


def connect_as_superuser(
    state: State, environment: dict[str, str], database: str = "postgres"
) -> Connection:
    """Connect as the cluster's superuser; used to make roles and databases only."""
    connection = psycopg2.connect(
        host=environment["NIGHTSHIFT_SOCKETS"],
        port=POSTGRES_PORT,
        user=postgres.SUPERUSER,
        password=state.password_file.read_text(encoding="utf-8"),
        dbname=database,
        connect_timeout=5,
    )
    connection.autocommit = True
    return connection


def wait_for_postgres(state: State, environment: dict[str, str], seconds: float = 60) -> None:
    """Return once PostgreSQL answers; a server that replays its log takes a while."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            connect_as_superuser(state, environment).close()
        except psycopg2.OperationalError as error:
            if time.monotonic() > deadline:
                log = state.logs / "postgres.log"
                raise RuntimeError(f"PostgreSQL does not answer; see {log}: {error}") from error
            time.sleep(0.1)
        else:
            return


def create_databases(connection: Connection, environment: dict[str, str]) -> None:
    """Create the roles and databases that are missing, and set the passwords.

    `connection` is a superuser's, in autocommit; it is closed.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("select rolname from pg_roles")
            known = {name for (name,) in cursor.fetchall()}
            for role in ROLES:
                verb = sql.SQL("alter" if role in known else "create")
                password = environment[f"NIGHTSHIFT_PASSWORD_{role.upper()}"]
                cursor.execute(
                    sql.SQL("{} role {} login password {}").format(
                        verb, sql.Identifier(role), sql.Literal(password)
                    )
                )
            for name, value in READER_SETTINGS.items():
                cursor.execute(
                    sql.SQL("alter role {} set {} = {}").format(
                        sql.Identifier(READER), sql.Identifier(name), sql.Literal(value)
                    )
                )
            cursor.execute("select datname from pg_database")
            databases = {name for (name,) in cursor.fetchall()}
            for database, owner in DATABASES.items():
                if database not in databases:
                    _create_database(cursor, database, owner)
    finally:
        connection.close()


def _create_database(cursor: Cursor, database: str, owner: str) -> None:
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(owner)}
    cursor.execute(sql.SQL("create database {database} owner {owner}").format(**names))
    cursor.execute(sql.SQL("revoke all on database {database} from public").format(**names))
    if database == "warehouse":
        names["reader"] = sql.Identifier(READER)
        cursor.execute(sql.SQL("grant connect on database {database} to {reader}").format(**names))


def migrate_airflow(state: State, environment: dict[str, str]) -> None:
    """Bring Airflow's own tables to the installed version."""
    command = [sys.executable, "-m", "airflow", "db", "migrate"]
    done = subprocess.run(
        command,
        env=component_environment(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    log = state.logs / "airflow-migrate.log"
    log.write_text(done.stdout, encoding="utf-8")
    if done.returncode:
        last = "\n".join(done.stdout.splitlines()[-15:])
        raise RuntimeError(f"`airflow db migrate` failed; see {log}\n{last}")


def installed_airflow() -> str:
    """Return Airflow's version without importing it, which takes seconds."""
    return version("apache-airflow-core")


def migrate_databases(state: State, environment: dict[str, str]) -> None:
    """Migrate Airflow's tables when its version is new to this state, and the warehouse always."""
    marker = state.airflow / "migrated"
    if not marker.exists() or marker.read_text(encoding="utf-8") != installed_airflow():
        migrate_airflow(state, environment)
        marker.write_text(installed_airflow(), encoding="utf-8")
    migrate_warehouse(environment["NIGHTSHIFT_WAREHOUSE_URL"])
