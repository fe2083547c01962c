"""The stack as supervisor sees it: what is started, restarted, stopped, and never left behind."""

import os
import signal
import time
from pathlib import Path

from include.runtime import cluster, processes, stack, supervisor
from include.runtime.component import COMPONENTS
from include.runtime.environment import prepare_state
from include.runtime.state import State


def wait_until(condition: object, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.1)


def start_postgres(state: State) -> dict[str, str]:
    environment = prepare_state(state, {})
    cluster.initialise_once(state)
    supervisor.start_supervisor(state, environment)
    cluster.wait_for_postgres(state, environment)
    return environment


def postmaster(state: State) -> int:
    return int((state.data / "postmaster.pid").read_text().splitlines()[0])


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_every_component_is_restarted_and_stopped_with_its_children(state: State) -> None:
    configuration = supervisor.make_configuration(state, prepare_state(state, {}))
    for name in COMPONENTS:
        program = configuration[f"program:{name}"]
        assert program["autorestart"] == "true"
        assert program["stopasgroup"] == program["killasgroup"] == "true"
    assert configuration["group:database"]["programs"] == "postgres"
    assert configuration["program:postgres"]["stopsignal"] == "INT"


def test_postgres_starts_first_and_stops_last(state: State) -> None:
    configuration = supervisor.make_configuration(state, prepare_state(state, {}))
    first, then = configuration["group:database"], configuration["group:airflow"]
    assert int(first["priority"]) < int(then["priority"])


def test_a_percent_sign_in_a_path_survives_supervisors_expansion(tmp_path: Path) -> None:
    state = State("demo", tmp_path / "100%" / "demo")
    configuration = supervisor.make_configuration(state, prepare_state(state, {}))
    assert "100%%" in configuration["program:postgres"]["stdout_logfile"]
    stack.take_down_and_forget(state)


def test_a_killed_postgres_comes_back(running: State) -> None:
    environment = stack.require_environment(running)
    before = postmaster(running)
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: not is_alive(before))
    cluster.wait_for_postgres(running, environment)
    assert postmaster(running) != before


def test_down_leaves_no_process_and_may_be_said_twice(state: State) -> None:
    start_postgres(state)
    server = postmaster(state)
    members = processes.find_members(state.folder / "session")
    assert server in {process.pid for process in members}
    assert stack.take_down(state) == 0
    assert not any(is_alive(process.pid) for process in members)
    assert not supervisor.is_running(state)
    assert stack.take_down(state) == 0


def test_what_a_killed_supervisor_leaves_does_not_stand_in_the_way(state: State) -> None:
    start_postgres(state)
    server = postmaster(state)
    leader = processes.find_leader(state.folder / "session")
    assert leader is not None
    leader.kill()
    wait_until(lambda: not supervisor.is_running(state))
    assert is_alive(server)
    assert supervisor.clear_leftovers(state) > 0
    assert not is_alive(server)
    start_postgres(state)


def test_stale_files_of_a_killed_machine_do_not_stand_in_the_way(state: State) -> None:
    environment = start_postgres(state)
    for process in processes.find_members(state.folder / "session"):
        process.kill()
    wait_until(lambda: not is_alive(postmaster(state)))
    session = state.folder / "session"
    session.write_text(session.read_text().replace(processes.boot_id(), "another-boot"))
    assert (state.data / "postmaster.pid").exists()
    assert (Path(environment["NIGHTSHIFT_SOCKETS"]) / "supervisor.sock").exists()
    start_postgres(state)


def test_two_sources_stand_side_by_side(running: State, state: State) -> None:
    start_postgres(state)
    assert postmaster(state) != postmaster(running)
    stack.take_down(state)
    assert is_alive(postmaster(running))
