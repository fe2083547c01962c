"""Run one Airflow component once PostgreSQL answers: `python -m include.runtime.component NAME`."""

import logging
import os
import sys
import time

import psycopg2

COMPONENTS = {
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "api-server": ("api-server",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
logger = logging.getLogger(__name__)


def wait_for_database(url: str) -> None:
    """Return once the database accepts a connection, however long that takes."""
    while True:
        try:
            psycopg2.connect(url.replace("+psycopg2", ""), connect_timeout=5).close()
        except psycopg2.OperationalError as error:
            logger.warning("waiting for PostgreSQL: %s", str(error).strip())
            time.sleep(1)
        else:
            return


def run_component(name: str) -> None:
    """Replace this process by the component, so that signals reach it."""
    wait_for_database(os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])
    os.execv(sys.executable, [sys.executable, "-m", "airflow", *COMPONENTS[name]])  # noqa: S606


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    run_component(sys.argv[1])
