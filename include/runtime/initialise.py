"""Prepare the databases of a server whose PostgreSQL somebody else runs (docker-compose.yaml)."""

import os
import sys

import psycopg2

from include.runtime.cluster import create_databases
from include.settings import SettingError
from include.warehouse.migrate import migrate_warehouse


def main() -> int:
    """Create roles and databases as the superuser, then bring the warehouse up to date."""
    environment = dict(os.environ)
    try:
        connection = psycopg2.connect(environment["NIGHTSHIFT_ADMIN_URL"], connect_timeout=10)
    except KeyError as error:
        raise SettingError(f"setting {error} is not set: it is the superuser's URL") from error
    connection.autocommit = True
    create_databases(connection, environment)
    migrate_warehouse(environment["NIGHTSHIFT_WAREHOUSE_URL"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
