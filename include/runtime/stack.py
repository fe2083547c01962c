"""Bring a source's stack up, from nothing or from whatever a killed machine left."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from include.runtime import cluster, supervisor
from include.runtime.environment import prepare_state
from include.runtime.postgres import remove_folder
from include.runtime.state import State, list_started, load_environment
from include.settings import SettingError

START_SECONDS = 180
HEALTHY = ("metadatabase", "scheduler", "triggerer", "dag_processor")
Say = Callable[[str], None]


@contextmanager
def lock_state(state: State) -> Iterator[None]:
    """Let one command at a time start or stop a source."""
    state.folder.mkdir(parents=True, exist_ok=True)
    with (state.folder / "lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def fetch_health(environment: dict[str, str]) -> dict[str, str]:
    """Return each Airflow component's own word on its health; `{}` when nobody answers."""
    url = environment["NIGHTSHIFT_AIRFLOW_URL"] + "/api/v2/monitor/health"
    try:
        answer = requests.get(url, timeout=5)
        answer.raise_for_status()
        health: dict[str, Any] = answer.json()
    except requests.RequestException:
        return {}
    return {name: str((health.get(name) or {}).get("status")) for name in HEALTHY}


def wait_until_healthy(state: State, environment: dict[str, str]) -> None:
    """Return once all components answer; name those that do not."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        health = fetch_health(environment)
        if health and all(health[name] == "healthy" for name in HEALTHY):
            return
        if time.monotonic() > deadline:
            sick = [name for name in HEALTHY if health.get(name) != "healthy"]
            raise RuntimeError(f"not healthy: {', '.join(sick)}; see the logs in {state.logs}")
        time.sleep(0.5)


def bring_up(state: State, settings: dict[str, str], say: Say) -> dict[str, str]:
    """Start what does not run yet and return the environment of the running stack.

    `settings` are defaults for a state that has none yet.
    """
    with lock_state(state):
        if supervisor.is_running(state):
            environment = load_environment(state)
        else:
            if stayed := supervisor.clear_leftovers(state):
                say(f"ended {stayed} processes that a killed supervisor left behind")
            environment = prepare_state(state, settings)
            if cluster.initialise_once(state):
                say("PostgreSQL: created a cluster")
            supervisor.start_supervisor(state, environment)
        cluster.wait_for_postgres(state, environment)
        cluster.create_databases(cluster.connect_as_superuser(state, environment), environment)
        say("PostgreSQL: running")
        cluster.migrate_databases(state, environment)
        say("databases: up to date")
        supervisor.start_components(environment)
        wait_until_healthy(state, environment)
        say(f"Airflow: running at {environment['NIGHTSHIFT_AIRFLOW_URL']}")
    return environment


def take_down(state: State) -> int:
    """Stop everything of the source; return how many processes had to be killed."""
    with lock_state(state):
        environment = load_environment(state)
        return supervisor.stop_stack(state, environment) if environment else 0


def take_down_and_forget(state: State) -> None:
    """Stop everything of the source and remove what it left: state, sockets and site."""
    with lock_state(state):
        environment = load_environment(state)
        if environment:
            supervisor.stop_stack(state, environment)
            for name in ("NIGHTSHIFT_SITE", "NIGHTSHIFT_SOCKETS"):
                remove_folder(Path(environment[name]))
        remove_folder(state.folder)


def require_environment(state: State) -> dict[str, str]:
    """Return the environment of a source that was started before, or say how to start it."""
    environment = load_environment(state)
    if not environment:
        others = " or ".join(f"SOURCE={name}" for name in list_started(state))
        meant = f", or say which is meant: {others}" if others else " first"
        raise SettingError(
            f"{state.source} was never started: run `make up SOURCE={state.source}`{meant}"
        )
    return environment
