"""An embedded PostgreSQL that lives as long as a `with` block: for dry runs, benches and tests."""

import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from include.runtime import postgres
from include.runtime.environment import POSTGRES_PORT

START_SECONDS = 30
NOT_KEPT = {"fsync": "off", "shared_buffers": "256MB"}  # nothing in it outlives the block


@contextmanager
def run_temporary_cluster(
    settings: Mapping[str, str] = NOT_KEPT, folder: Path | None = None
) -> Iterator[Callable[[str], str]]:
    """Start an empty cluster; yield a function from a database's name to its URL.

    `settings` are PostgreSQL's own; `folder` is where the data goes, by default the folder for
    temporary files. The sockets are below /tmp, because their paths must stay short. A process
    that is told to terminate stops the server before it does.
    """
    with _exit_when_terminated():
        yield from _run_cluster(settings, folder)


def _run_cluster(
    settings: Mapping[str, str], folder: Path | None
) -> Iterator[Callable[[str], str]]:
    data = Path(tempfile.mkdtemp(prefix="ns-cluster-", dir=folder))
    sockets = Path(tempfile.mkdtemp(prefix="ns-pg-", dir="/tmp"))
    try:
        data.chmod(0o755)
        sockets.chmod(0o777)  # root's server runs as another user
        password = secrets.token_hex(16)
        (data / "password").touch(mode=0o600)
        (data / "password").write_text(password, encoding="utf-8")
        postgres.initialise_cluster(data / "data", data / "password")
        server = _start_server(data, sockets, settings)
        address = f"host={sockets}&port={POSTGRES_PORT}"
        try:
            _wait_until_ready(
                f"postgresql://{postgres.SUPERUSER}:{password}@/postgres?{address}", server
            )
            yield (
                lambda database: (
                    f"postgresql://{postgres.SUPERUSER}:{password}@/{database}?{address}"
                )
            )
        finally:
            server.terminate()
            server.wait(timeout=60)
    finally:
        for leftover in (data, sockets):
            shutil.rmtree(leftover, ignore_errors=True)


@contextmanager
def _exit_when_terminated() -> Iterator[None]:
    """Let SIGTERM raise `SystemExit` in the block, so that what it started is cleaned up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _start_server(
    data: Path, sockets: Path, settings: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    command = postgres.server_command(data / "data", sockets, POSTGRES_PORT)
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (data / "log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log)


def _wait_until_ready(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg2.connect(url).close()
        except psycopg2.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def create_database(url: Callable[[str], str], name: str) -> str:
    """Create an empty database in the cluster and return its URL."""
    connection = psycopg2.connect(url("postgres"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'create database "{name}"')
    finally:
        connection.close()
    return url(name)
