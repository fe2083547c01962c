"""What `make doctor` looks at: what is installed, running, reachable and writable."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import psycopg2
from rich.table import Table

from include.mail.recipients import RecipientsError, read_file
from include.runtime import stack, supervisor
from include.runtime.commands import NEEDED_GIGABYTES, console
from include.runtime.environment import LONGEST_SOCKET, POSTGRES_PORT
from include.runtime.programs import BIN
from include.runtime.replay import load_newest_day
from include.runtime.state import State, load_environment
from include.settings import PROJECT, locate_file

PACKAGES = ("apache-airflow", "mlflow", "xgboost", "evidently", "pandas", "psycopg2-binary")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `mend` says what to do when it is not well."""

    subject: str
    is_well: bool
    detail: str
    mend: str = ""
    is_needed: bool = True


def check_installed() -> Iterator[Finding]:
    """Look at Python, the packages and the programs."""
    python = ".".join(map(str, sys.version_info[:3]))
    is_known = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield Finding("Python", is_known, python, "install Python 3.11, 3.12 or 3.13; rm -r .venv")
    for package in PACKAGES:
        try:
            yield Finding(package, True, version(package))
        except PackageNotFoundError:
            yield Finding(package, False, "not installed", "rm -r .venv, then `make env`")
    yield Finding("PostgreSQL programs", (BIN / "postgres").exists(), str(BIN), "`make env`")
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        yield Finding(
            "setpriv", setpriv is not None, setpriv or "missing", "apt-get install util-linux"
        )
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    mend = "apt-get install chromium (browser tests skip without it)"
    yield Finding("browser", browser is not None, browser or "none", mend, is_needed=False)


def check_writable(state: State) -> Iterator[Finding]:
    """Look at the folders and the room in them."""
    for name, folder in (("state", state.folder), ("site", PROJECT / "reports" / "site")):
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        yield Finding(
            f"{name} folder", os.access(existing, os.W_OK), str(folder), f"chown {existing}"
        )
    existing = next(path for path in (state.folder, *state.folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free / 1e9
    mend = "free some, or set NIGHTSHIFT_STATE_ROOT to a folder on another disk"
    yield Finding("disk", free >= NEEDED_GIGABYTES, f"{free:.1f} GB free", mend)


def check_running(state: State, environment: dict[str, str]) -> Iterator[Finding]:
    """Look at the supervisor's programs and at what Airflow says of itself."""
    logs = f"`make logs SOURCE={state.source}`"
    socket = f"{environment['NIGHTSHIFT_SOCKETS']}/.s.PGSQL.{POSTGRES_PORT}"
    yield Finding(
        "socket path", len(socket) <= LONGEST_SOCKET, socket, "set a shorter path: `make clean`"
    )
    if not supervisor.is_running(state):
        yield Finding("supervisor", False, "not running", f"`make up SOURCE={state.source}`")
        return
    for program in supervisor.list_programs(environment):
        is_well = program["statename"] == "RUNNING"
        yield Finding(str(program["name"]), is_well, str(program["description"]), logs)
    health = stack.fetch_health(environment)
    for name in stack.HEALTHY:
        state_of = health.get(name, "no answer")
        yield Finding(f"Airflow {name}", state_of == "healthy", state_of, logs)


def _find_database(subject: str, environment: dict[str, str], setting: str, mend: str) -> Finding:
    url = environment[setting].replace("+psycopg2", "")
    try:
        psycopg2.connect(url, connect_timeout=5).close()
    except psycopg2.OperationalError as error:
        return Finding(subject, False, str(error).strip().splitlines()[-1], mend)
    return Finding(subject, True, "reachable")


def _find_recipients(file: str) -> Finding:
    try:
        recipients = read_file(locate_file(file))
    except RecipientsError as error:
        return Finding("recipients", False, str(error), "mend it: no mail is queued until then")
    return Finding("recipients", True, f"{len(recipients)}: `make recipients` lists them")


def check_reachable(state: State, environment: dict[str, str]) -> Iterator[Finding]:
    """Look at the databases, by the roles that use them."""
    mend = f"`make down SOURCE={state.source}`, then `make up SOURCE={state.source}`"
    settings = {
        "warehouse": "NIGHTSHIFT_WAREHOUSE_URL",
        "warehouse, reading": "NIGHTSHIFT_READER_URL",
        "Airflow's database": "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
        "MLflow's database": "NIGHTSHIFT_MLFLOW_URL",
    }
    findings = [_find_database(name, environment, var, mend) for name, var in settings.items()]
    yield from findings
    if findings[1].is_well:
        newest = load_newest_day(environment)
        run = f"`make run SOURCE={state.source}`"
        detail = str(newest or "no day yet")
        yield Finding("published day", newest is not None, detail, run, is_needed=False)
    has_smtp = bool(environment.get("AIRFLOW_CONN_SMTP_DEFAULT"))
    detail = "SMTP" if has_smtp else f".eml files in {environment['NIGHTSHIFT_MAIL_FOLDER']}"
    yield Finding("mail", True, detail, is_needed=False)
    if file := environment.get("NIGHTSHIFT_RECIPIENTS_FILE"):
        yield _find_recipients(file)


def examine(state: State) -> Iterator[Finding]:
    """Yield every finding; a source that was never started is only half as long."""
    yield from check_installed()
    yield from check_writable(state)
    environment = load_environment(state)
    if not environment:
        yield Finding("stack", False, "never started", f"`make up SOURCE={state.source}`")
        return
    checks: tuple[Callable[[State, dict[str, str]], Iterator[Finding]], ...]
    checks = (check_running, check_reachable)
    for check in checks:
        yield from check(state, environment)


def run_doctor(state: State, arguments: argparse.Namespace) -> int:
    """Print a table of all findings; exit 1 when something needed is not well."""
    table = Table(box=None, pad_edge=False)
    for heading in ("", "what", "found", "how to mend it"):
        table.add_column(heading, overflow="fold")
    findings = list(examine(state))
    for finding in findings:
        mark = "[green]ok[/green]" if finding.is_well else "[red]no[/red]"
        if not finding.is_well and not finding.is_needed:
            mark = "[yellow]--[/yellow]"
        table.add_row(
            mark, finding.subject, finding.detail, "" if finding.is_well else finding.mend
        )
    console.print(table)
    return 0 if all(finding.is_well or not finding.is_needed for finding in findings) else 1
