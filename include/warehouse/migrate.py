"""Bring a warehouse to today's tables, whatever state it is in."""

import logging
from pathlib import Path

import psycopg2
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from include.settings import PROJECT
from include.warehouse.connect import SQL, WRITER_LOCK

LAYERS = ("ops", "silver", "gold", "ml")  # the order in which the ddl files run
SCHEMAS = ("bronze", *LAYERS)
READER = "nightshift_reader"
MIGRATIONS = PROJECT / "include" / "migrations"

log = logging.getLogger(__name__)


class MigrationError(RuntimeError):
    """A ddl file does not run; the message names it and says why."""


def migrate_warehouse(url: str) -> None:
    """Build an empty warehouse from the ddl files, or upgrade an existing one.

    All of it is one transaction under the writer lock: a second caller waits and then finds
    nothing to do, a failure leaves the warehouse as it was.
    """
    engine = create_engine(
        "postgresql+psycopg2://", creator=lambda: psycopg2.connect(url), poolclass=NullPool
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({WRITER_LOCK})")
        config = _alembic_config(connection)
        if _has_version_table(connection):
            command.upgrade(config, "head")
        else:
            _create_extension(connection)
            _run_ddl(connection)
            command.stamp(config, "head")
        _grant_reading(connection)


def list_ddl() -> list[Path]:
    """Return every ddl file in the order it runs: by layer, then by name."""
    return [path for layer in LAYERS for path in sorted((SQL / "ddl" / layer).glob("*.sql"))]


def _alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _has_version_table(connection: Connection) -> bool:
    found = connection.exec_driver_sql("select to_regclass('ops.alembic_version') is not null")
    return bool(found.scalar_one())


def _create_extension(connection: Connection) -> None:
    """Create pgvector where the server has it and this role may."""
    may_create = connection.exec_driver_sql(
        """
        select bool_or(version.trusted or role.rolsuper)
        from pg_available_extension_versions as version
        cross join pg_roles as role
        where version.name = 'vector' and role.rolname = current_user
        """
    ).scalar_one()
    if may_create:
        connection.exec_driver_sql("create extension if not exists vector")


def _run_ddl(connection: Connection) -> None:
    for schema in SCHEMAS:
        connection.exec_driver_sql(f"create schema if not exists {schema}")
    for path in list_ddl():
        try:
            # no parameters: a comment may hold a percent sign
            connection.exec_driver_sql(
                path.read_text(encoding="utf-8"), execution_options={"no_parameters": True}
            )
        except DBAPIError as error:
            raise MigrationError(f"{path}: {error.orig}") from error
    log.info("built the warehouse from %s ddl files", len(list_ddl()))


def _grant_reading(connection: Connection) -> None:
    """Let the role that cannot write read every table, those of tomorrow included."""
    has_reader = connection.exec_driver_sql(
        "select exists (select from pg_roles where rolname = %s)", (READER,)
    ).scalar_one()
    if not has_reader:
        return
    for schema in SCHEMAS:
        connection.exec_driver_sql(f"grant usage on schema {schema} to {READER}")
        connection.exec_driver_sql(f"grant select on all tables in schema {schema} to {READER}")
        connection.exec_driver_sql(
            f"alter default privileges in schema {schema} grant select on tables to {READER}"
        )
