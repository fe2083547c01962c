"""States of their own for the tests of the runtime, never those of the checkout."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from include.runtime import cluster, stack, supervisor
from include.runtime.environment import prepare_state
from include.runtime.state import State
from include.settings import PROJECT
from include.warehouse.migrate import migrate_warehouse

Runtime = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    """Give the test an empty state of the demo; whatever it starts is stopped."""
    for name in [name for name in os.environ if name.startswith(("NIGHTSHIFT_", "AIRFLOW_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NIGHTSHIFT_STATE_ROOT", str(tmp_path))
    state = State("demo", tmp_path / "demo")
    yield state
    stack.take_down_and_forget(state)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[State]:
    """Give the module a state whose supervisor runs PostgreSQL with a migrated warehouse."""
    state = State("demo", tmp_path_factory.mktemp("root") / "demo")
    environment = prepare_state(state, {})
    cluster.initialise_once(state)
    supervisor.start_supervisor(state, environment)
    cluster.wait_for_postgres(state, environment)
    cluster.create_databases(cluster.connect_as_superuser(state, environment), environment)
    migrate_warehouse(environment["NIGHTSHIFT_WAREHOUSE_URL"])
    yield state
    stack.take_down_and_forget(state)


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    """Return a function that runs a command of the runtime for real."""

    def run(*arguments: str, root: Path | None = None) -> "subprocess.CompletedProcess[str]":
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("NIGHTSHIFT_", "AIRFLOW_"))
        }
        return subprocess.run(
            [sys.executable, "-m", "include.runtime", *arguments],
            cwd=PROJECT,
            env=kept | {"NIGHTSHIFT_STATE_ROOT": str(root or tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
