"""A real PostgreSQL for the tests: one cluster a session, one database a test."""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from include.ml import registry
from include.runtime.temporary_cluster import run_temporary_cluster
from include.settings import PROJECT, load_settings
from include.warehouse.migrate import migrate_warehouse

# Airflow settles its home once, when it is first imported: never in the home of who runs the tests
AIRFLOW_HOME = tempfile.mkdtemp(prefix="ns-airflow-", dir="/tmp")
os.environ["AIRFLOW_HOME"] = AIRFLOW_HOME
os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = f"sqlite:///{AIRFLOW_HOME}/airflow.db"
atexit.register(shutil.rmtree, AIRFLOW_HOME, ignore_errors=True)

TEMPLATE = "nightshift_template"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest file first: one process runs whole nights, the other one all the rest."""
    items.sort(key=lambda item: item.path.name != "test_live_nights.py")


def _execute(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[Callable[[str], str]]:
    """Start the embedded PostgreSQL; yield a function from a database's name to its URL."""
    with run_temporary_cluster() as url:
        yield url


@pytest.fixture(scope="session")
def template_database(postgres_url: Callable[[str], str]) -> str:
    """Create one migrated, empty warehouse that every test's database is copied from."""
    _execute(postgres_url("postgres"), f"create database {TEMPLATE}")
    migrate_warehouse(postgres_url(TEMPLATE))
    return TEMPLATE


@pytest.fixture
def settings_env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Point every setting at the test's own folder; the source is `demo`."""
    for name in [name for name in os.environ if name.startswith("NIGHTSHIFT_")]:
        if name != "NIGHTSHIFT_DATA":
            monkeypatch.delenv(name)
    monkeypatch.setenv("NIGHTSHIFT_SOURCE", "demo")
    monkeypatch.setenv("NIGHTSHIFT_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("NIGHTSHIFT_SITE", str(tmp_path / "site"))
    monkeypatch.setenv("NIGHTSHIFT_WAREHOUSE_URL", "postgresql:///not-used")
    monkeypatch.setenv("NIGHTSHIFT_MLFLOW_URL", f"sqlite:///{tmp_path}/mlflow.db")
    load_settings.cache_clear()
    yield monkeypatch
    load_settings.cache_clear()


@pytest.fixture
def warehouse(
    postgres_url: Callable[[str], str],
    template_database: str,
    settings_env: pytest.MonkeyPatch,
) -> Iterator[str]:
    """Give the test an empty, migrated warehouse of its own; yield its URL."""
    name = f"test_{secrets.token_hex(6)}"
    _execute(postgres_url("postgres"), f"create database {name} template {template_database}")
    settings_env.setenv("NIGHTSHIFT_WAREHOUSE_URL", postgres_url(name))
    settings_env.setenv("NIGHTSHIFT_READER_URL", postgres_url(name))
    load_settings.cache_clear()
    yield postgres_url(name)
    _execute(postgres_url("postgres"), f"drop database {name} with (force)")


@pytest.fixture
def public_data() -> Callable[[str], Path]:
    """Return a function that finds a public data set, or skips the test and says where."""

    def find(name: str) -> Path:
        root = Path(os.environ.get("NIGHTSHIFT_DATA") or PROJECT.parent / "shared" / "data")
        if not (root / name).is_dir():
            pytest.skip(f"public data set {name!r} is not in {root} (set NIGHTSHIFT_DATA)")
        return root / name

    return find


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create MLflow's tables once; the tests work on copies."""
    path = tmp_path_factory.mktemp("mlflow") / "mlflow.db"
    registry._open_client(f"sqlite:///{path}").search_registered_models()
    return path


@pytest.fixture
def mlflow_store(
    settings_env: pytest.MonkeyPatch, empty_store: Path, tmp_path: Path
) -> Iterator[Path]:
    """Give the test a registry of its own; yield its file."""
    path = tmp_path / "mlflow.db"
    shutil.copy(empty_store, path)
    settings_env.setenv("NIGHTSHIFT_MLFLOW_URL", f"sqlite:///{path}")
    load_settings.cache_clear()
    yield path
    registry._open_client.cache_clear()
