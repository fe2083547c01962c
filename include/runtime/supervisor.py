"""The supervised stack of one source: its configuration, start, stop and state.

Supervisor starts PostgreSQL first and stops it last, restarts what dies, and kills what does
not go; see http://supervisord.org/configuration.html.
"""

import configparser
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from include.runtime import postgres, processes
from include.runtime.component import COMPONENTS
from include.runtime.environment import POSTGRES_PORT, component_environment
from include.runtime.state import State
from include.settings import PROJECT

DATABASE_GROUP = "database"
AIRFLOW_GROUP = "airflow"
STOP_SECONDS = 10


def _session_file(state: State) -> Path:
    return state.folder / "session"


def _socket(environment: dict[str, str]) -> Path:
    return Path(environment["NIGHTSHIFT_SOCKETS"]) / "supervisor.sock"


def _program(state: State, name: str, command: list[str]) -> dict[str, str]:
    """Return the settings every program shares: restart always, stop with its children."""
    return {
        "command": shlex.join(command),
        "directory": str(PROJECT),
        "autostart": "true",
        "autorestart": "true",
        "startsecs": "1",
        "startretries": "1000000",
        "stopasgroup": "true",
        "killasgroup": "true",
        "stopwaitsecs": str(STOP_SECONDS),
        "redirect_stderr": "true",
        "stdout_logfile": str(state.logs / f"{name}.log"),
        "stdout_logfile_maxbytes": "20MB",
        "stdout_logfile_backups": "3",
    }


def make_configuration(state: State, environment: dict[str, str]) -> configparser.RawConfigParser:
    """Return supervisord's configuration for the stack."""
    socket = str(_socket(environment))
    sections: dict[str, dict[str, str]] = {
        "supervisord": {
            "nodaemon": "true",
            "logfile": str(state.logs / "supervisord.log"),
            "pidfile": str(state.folder / "supervisord.pid"),
            "childlogdir": str(state.logs),
        },
        "unix_http_server": {"file": socket, "chmod": "0600"},
        "supervisorctl": {"serverurl": f"unix://{socket}"},
        "rpcinterface:supervisor": {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        },
        f"group:{DATABASE_GROUP}": {"programs": "postgres", "priority": "1"},
        f"group:{AIRFLOW_GROUP}": {"programs": ",".join(COMPONENTS), "priority": "2"},
    }
    server = postgres.server_command(
        state.data, Path(environment["NIGHTSHIFT_SOCKETS"]), POSTGRES_PORT
    )
    sections["program:postgres"] = _program(state, "postgres", server) | {
        "stopsignal": "INT",  # PostgreSQL's fast shutdown
        "stopasgroup": "false",
        "stopwaitsecs": "60",
    }
    for name in COMPONENTS:
        command = [sys.executable, "-m", "include.runtime.component", name]
        sections[f"program:{name}"] = _program(state, name, command) | {"autostart": "false"}
    if os.geteuid() == 0:
        sections["supervisord"]["user"] = "root"  # said on purpose, or supervisor complains
    configuration = configparser.RawConfigParser()
    configuration.read_dict(
        {
            section: {name: value.replace("%", "%%") for name, value in options.items()}
            for section, options in sections.items()
        }
    )
    return configuration


def connect_supervisor(environment: dict[str, str]) -> Any:
    """Return supervisord's remote interface (its methods are not typed)."""
    transport = SupervisorTransport(None, None, f"unix://{_socket(environment)}")
    return cast(Any, ServerProxy("http://supervisor", transport=transport)).supervisor


def is_running(state: State) -> bool:
    """Say whether the stack's supervisor runs."""
    return processes.find_leader(_session_file(state)) is not None


def clear_leftovers(state: State) -> int:
    """End what a killed supervisor left running; return how many processes that were."""
    return processes.end_session(_session_file(state))


def start_supervisor(state: State, environment: dict[str, str]) -> None:
    """Start supervisord, which starts PostgreSQL; stale files of a killed machine do not matter."""
    socket = _socket(environment)
    socket.unlink(missing_ok=True)
    (state.folder / "supervisord.pid").unlink(missing_ok=True)
    file = state.folder / "supervisord.conf"
    with file.open("w", encoding="utf-8") as stream:
        make_configuration(state, environment).write(stream)
    log = state.logs / "supervisord.out"
    with log.open("wb") as stream:
        leader = subprocess.Popen(
            [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(file)],
            env=component_environment(environment) | {"SPT_NOENV": "1"},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    processes.save_session(_session_file(state), leader.pid)
    deadline = time.monotonic() + 20
    while not socket.exists():
        if leader.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the supervisor did not start; see {log}: {log.read_text()[-500:]}")
        time.sleep(0.05)


def start_components(environment: dict[str, str]) -> None:
    """Start Airflow's components; those that run already are left alone."""
    remote = connect_supervisor(environment)
    for program in list_programs(environment):
        if program["group"] == AIRFLOW_GROUP and program["statename"] in {"STOPPED", "EXITED"}:
            remote.startProcess(f"{program['group']}:{program['name']}", False)


def list_programs(environment: dict[str, str]) -> list[dict[str, Any]]:
    """Return what supervisor knows of each program: name, group, statename, pid, description."""
    return cast(list[dict[str, Any]], connect_supervisor(environment).getAllProcessInfo())


def stop_stack(state: State, environment: dict[str, str]) -> int:
    """Stop every process of the stack; return how many had to be killed afterwards."""
    file = _session_file(state)
    leader = processes.find_leader(file)
    if leader is not None:
        try:
            connect_supervisor(environment).shutdown()
        except (Fault, OSError):
            leader.terminate()  # its socket is gone; SIGTERM does the same
        deadline = time.monotonic() + STOP_SECONDS + 70
        while processes.find_leader(file) is not None and time.monotonic() < deadline:
            time.sleep(0.1)
    stayed = processes.end_session(file)
    _socket(environment).unlink(missing_ok=True)
    return stayed
