"""The environment variables of a source's components, made in one place."""

import json
import os
import secrets
import socket
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet

from include.runtime.state import State, load_environment, save_environment
from include.settings import PROJECT, SettingError

FIRST_PORT = 8080
POSTGRES_PORT = 5432  # of the socket's name only: nothing listens on TCP
LONGEST_SOCKET = 107
LOGIN = "admin"
ROLES = ("nightshift", "nightshift_reader", "airflow", "mlflow")

AIRFLOW_SETTINGS = Path(__file__).with_name("airflow.env")  # shared with docker-compose.yaml
# what the user may set for `make`; kept with the state once given
USER_SETTINGS = (
    "AIRFLOW_CONN_SMTP_DEFAULT",
    "NIGHTSHIFT_ALERT_RECIPIENTS",
    "NIGHTSHIFT_DIGEST_RECIPIENTS",
    "NIGHTSHIFT_FIRST_NIGHT",
    "NIGHTSHIFT_MAIL_FROM",
    "NIGHTSHIFT_MASK_PERSONAL_DATA",
    "NIGHTSHIFT_ONCALL_RECIPIENTS",
    "NIGHTSHIFT_RECIPIENTS_FILE",
    "NIGHTSHIFT_PAGES_KEPT_DAYS",
    "NIGHTSHIFT_PUBLISH_TO",
    "NIGHTSHIFT_SCHEDULED",
    "NIGHTSHIFT_SETTLE_SECONDS",
    "NIGHTSHIFT_TRAINING_SETS_KEPT",
    "NIGHTSHIFT_UNSUBSCRIBE_TO",
    "REPORTS_BASE_URL",
)
# what a component needs from the machine; anything else of the caller's shell stays out
INHERITED = ("HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "SHELL", "TMPDIR", "TZ", "USER")


def is_port_free(port: int) -> bool:
    """Say whether nothing listens on `port` of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def choose_port(wanted: int) -> int:
    """Return `wanted`, or the next port that is free."""
    for port in range(wanted, wanted + 200):
        if is_port_free(port):
            return port
    raise SettingError(f"no free port from {wanted} to {wanted + 199} for the Airflow UI")


def choose_socket_folder(saved: str) -> Path:
    """Return a private folder for sockets whose paths stay short, however deep the state is."""
    folder = Path(saved) if saved else Path(tempfile.mkdtemp(prefix="nightshift-", dir="/tmp"))
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        folder = Path(tempfile.mkdtemp(prefix="nightshift-", dir="/tmp"))
    return folder


def _make_secrets(saved: dict[str, str]) -> dict[str, str]:
    """Return the saved secrets, made once for a state."""
    fresh = {f"NIGHTSHIFT_PASSWORD_{role.upper()}": secrets.token_hex(16) for role in ROLES} | {
        "NIGHTSHIFT_AIRFLOW_PASSWORD": secrets.token_urlsafe(9),
        "AIRFLOW__CORE__FERNET_KEY": Fernet.generate_key().decode(),
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_urlsafe(48),
        "AIRFLOW__API__SECRET_KEY": secrets.token_urlsafe(48),
    }
    return {name: saved.get(name) or value for name, value in fresh.items()}


def database_url(environment: dict[str, str], role: str, database: str, driver: str = "") -> str:
    """Return the URL of `database` for `role`, over the state's Unix socket."""
    password = environment[f"NIGHTSHIFT_PASSWORD_{role.upper()}"]
    sockets = environment["NIGHTSHIFT_SOCKETS"]
    return f"postgresql{driver}://{role}:{password}@/{database}?host={sockets}&port={POSTGRES_PORT}"


def load_shared_settings() -> dict[str, str]:
    """Return the settings that do not depend on the machine."""
    lines = AIRFLOW_SETTINGS.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def _airflow_variables(state: State, port: int) -> dict[str, str]:
    """Return Airflow's own settings that depend on the machine."""
    url = f"http://127.0.0.1:{port}"
    return {
        "AIRFLOW_HOME": str(state.airflow),
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "AIRFLOW__CORE__AUTH_MANAGER": "airflow.api_fastapi.auth.managers.simple"
        ".simple_auth_manager.SimpleAuthManager",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{LOGIN}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(state.airflow / "passwords.json"),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__INSTANCE_NAME": f"Nightshift: {state.source}",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(state.airflow / "logs"),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(
            state.airflow / "logs" / "dag_processor"
        ),
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH": str(state.airflow / "bundles"),
    }


def _nightshift_variables(state: State, port: int) -> dict[str, str]:
    """Return the settings that `include/settings.py` reads, apart from URLs of databases."""
    is_default_root = state.folder.parent == PROJECT / ".nightshift"
    site = PROJECT / "reports" / "site" / state.source if is_default_root else state.folder / "site"
    return {
        "NIGHTSHIFT_SOURCE": state.source,
        "NIGHTSHIFT_STATE": str(state.folder),
        "NIGHTSHIFT_LANDING": str(state.folder / "landing"),
        "NIGHTSHIFT_SITE": os.environ.get("NIGHTSHIFT_SITE") or str(site),
        "NIGHTSHIFT_MAIL_FOLDER": str(state.folder / "mail"),
        "NIGHTSHIFT_AIRFLOW_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": str(PROJECT),
        "PYTHONUNBUFFERED": "1",
    }


def make_environment(
    state: State, port: int, sockets: Path, settings: dict[str, str]
) -> dict[str, str]:
    """Return every variable of the source's components; saved secrets and settings are kept.

    `settings` are this command's defaults: what was saved, or what the user gives, wins.
    """
    saved = load_environment(state)
    given = {name: os.environ[name] for name in USER_SETTINGS if os.environ.get(name)}
    kept = {name: saved[name] for name in USER_SETTINGS if name in saved}
    environment = (
        load_shared_settings()
        | _airflow_variables(state, port)
        | _nightshift_variables(state, port)
        | {"NIGHTSHIFT_SCHEDULED": "false"}
        | settings
        | kept
        | given
        | _make_secrets(saved)
        | {"NIGHTSHIFT_SOCKETS": str(sockets)}
    )
    psycopg2 = "+psycopg2"
    return environment | {
        "NIGHTSHIFT_WAREHOUSE_URL": database_url(environment, "nightshift", "warehouse"),
        "NIGHTSHIFT_READER_URL": database_url(environment, "nightshift_reader", "warehouse"),
        "NIGHTSHIFT_MLFLOW_URL": database_url(environment, "mlflow", "mlflow", psycopg2),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database_url(
            environment, "airflow", "airflow", psycopg2
        ),
    }


def prepare_state(state: State, settings: dict[str, str]) -> dict[str, str]:
    """Create the state's folders, choose port and sockets, and save the environment."""
    for folder in (state.folder, state.airflow, state.logs, state.folder / "landing"):
        folder.mkdir(parents=True, exist_ok=True)
    saved = load_environment(state)
    port = choose_port(int(saved.get("AIRFLOW__API__PORT") or FIRST_PORT))
    is_copied = saved.get("NIGHTSHIFT_STATE") != str(state.folder)  # its sockets may be in use
    sockets = choose_socket_folder("" if is_copied else saved["NIGHTSHIFT_SOCKETS"])
    environment = make_environment(state, port, sockets, settings)
    passwords = state.airflow / "passwords.json"
    passwords.touch(mode=0o600)
    passwords.write_text(json.dumps({LOGIN: environment["NIGHTSHIFT_AIRFLOW_PASSWORD"]}) + "\n")
    save_environment(state, environment)
    return environment


def component_environment(environment: dict[str, str]) -> dict[str, str]:
    """Return what a component runs with: the source's variables and a few of the machine's."""
    return {name: os.environ[name] for name in INHERITED if name in os.environ} | environment
