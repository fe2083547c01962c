"""The commands that look into a source: query, sql, psql and Airflow's own."""

import argparse
import csv
import os
import shlex
import sys
from datetime import date
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.specs import ALERTING
from include.runtime.environment import component_environment
from include.runtime.plan import parse_day
from include.runtime.programs import BIN
from include.runtime.replay import load_newest_day
from include.runtime.stack import require_environment
from include.runtime.state import State
from include.settings import SettingError
from include.sources.contract import load_contract


def connect(state: State, setting: str) -> Connection:
    """Connect to the warehouse by the URL in `setting`, or say how to start it."""
    try:
        return psycopg2.connect(require_environment(state)[setting])
    except psycopg2.OperationalError as error:
        raise RuntimeError(
            f"PostgreSQL of {state.source} does not run: `make up SOURCE={state.source}`"
        ) from error


def run_query(state: State, arguments: argparse.Namespace) -> int:
    """Write the answer of one SELECT to standard output as CSV, as the role that cannot write."""
    statement = (arguments.sql or "").strip().rstrip(";")
    if not statement:
        raise SettingError('setting SQL is not set: `make query SQL="select ..."`')
    connection = connect(state, "NIGHTSHIFT_READER_URL")
    try:
        with connection.cursor() as cursor:
            cursor.copy_expert(
                f"copy ({statement}\n) to stdout with (format csv, header)", sys.stdout
            )
    except psycopg2.Error as error:
        raise RuntimeError(str(error).strip()) from error
    finally:
        connection.close()
    return 0


def bind_parameters(state: State, day: date) -> dict[str, object]:
    """Return every placeholder that SQL files use."""
    contract = load_contract(state.source)
    return {
        "day": day,
        "timezone": contract.timezone,
        "currency": contract.currency,
        "model": ALERTING,
    }


def write_rows(header: list[str], rows: list[tuple[object, ...]]) -> None:
    """Write rows as CSV with a header to standard output."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


def run_sql(state: State, arguments: argparse.Namespace) -> int:
    """Run a SQL file with its placeholders bound, and undo it unless told to commit."""
    file = Path(arguments.file or "")
    if not arguments.file or not file.is_file():
        raise SettingError(f"setting FILE is {arguments.file!r}: there is no such file")
    environment = require_environment(state)
    connection = connect(state, "NIGHTSHIFT_WAREHOUSE_URL")
    day = parse_day("DAY", arguments.day) or load_newest_day(environment)
    if day is None:
        raise SettingError("setting DAY is not set and no day is published: `DAY=YYYY-MM-DD`")
    try:
        with connection.cursor() as cursor:
            cursor.execute(file.read_text(encoding="utf-8"), bind_parameters(state, day))
            if cursor.description:
                write_rows([column.name for column in cursor.description], cursor.fetchall())
            sys.stderr.write(f"{cursor.statusmessage}\n")
        if arguments.commit:
            connection.commit()
        else:
            sys.stderr.write("rolled back; COMMIT=1 keeps the changes\n")
    except psycopg2.Error as error:
        raise RuntimeError(f"{file}: {str(error).strip()}") from error
    finally:
        connection.close()
    return 0


def run_psql(state: State, arguments: argparse.Namespace) -> int:
    """Open psql on the warehouse; it comes with the embedded PostgreSQL."""
    url = require_environment(state)["NIGHTSHIFT_WAREHOUSE_URL"]
    connect(state, "NIGHTSHIFT_WAREHOUSE_URL").close()
    os.execv(str(BIN / "psql"), ["psql", url])  # noqa: S606


def run_airflow(state: State, arguments: argparse.Namespace) -> int:
    """Run a command of Airflow's own with the source's variables."""
    environment = component_environment(require_environment(state))
    command = [sys.executable, "-m", "airflow", *shlex.split(arguments.arguments)]
    os.execve(sys.executable, command, environment)  # noqa: S606
