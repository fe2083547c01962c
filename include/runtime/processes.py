"""The processes of a stack, found by their session, and the end of those that would stay.

Airflow runs each task in a process group of its own, so stopping a component's group leaves
tasks behind; all of them share the session that the supervisor opened.
"""

import logging
import os
import signal
import time
from pathlib import Path

import psutil

logger = logging.getLogger(__name__)


def boot_id() -> str:
    """Return the number of the machine's current boot: process ids mean nothing after it."""
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def save_session(file: Path, leader: int) -> None:
    """Remember the session that `leader` opened."""
    started = psutil.Process(leader).create_time()
    file.write_text(f"{boot_id()} {leader} {started} {file.parent}\n", encoding="utf-8")


def _load_session(file: Path) -> tuple[int, float] | None:
    if not file.exists():
        return None
    match file.read_text(encoding="utf-8").strip().split(" ", 3):
        case [boot, leader, started, *folder] if boot == boot_id():
            if folder in ([], [str(file.parent)]):
                return int(leader), float(started)
    return None  # torn, of another boot, or copied with a state that still runs elsewhere


def find_leader(file: Path) -> psutil.Process | None:
    """Return the process that opened the session, if it still runs."""
    session = _load_session(file)
    if session is None:
        return None
    try:
        process = psutil.Process(session[0])
        is_same = abs(process.create_time() - session[1]) < 0.1
        is_alive = process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return None
    return process if is_same and is_alive else None


def _session_of(process: psutil.Process) -> int:
    try:
        return os.getsid(process.pid)
    except ProcessLookupError:
        return 0


def find_members(file: Path) -> list[psutil.Process]:
    """Return the running processes of the session, with their descendants in other sessions."""
    session = _load_session(file)
    if session is None:
        return []
    leader, started = session
    if psutil.pid_exists(leader) and find_leader(file) is None and os.getsid(leader) == leader:
        status = psutil.Process(leader).status()
        if status != psutil.STATUS_ZOMBIE:
            return []  # the number belongs to somebody else's session by now
    members: dict[int, psutil.Process] = {}
    for process in psutil.process_iter():
        if _session_of(process) != leader:
            continue
        try:
            family = [process, *process.children(recursive=True)]
            members |= {one.pid: one for one in family if one.create_time() >= started - 0.1}
        except psutil.NoSuchProcess:
            continue
    return [one for one in members.values() if one.is_running() and one.status() != "zombie"]


def _end(process: psutil.Process, is_patient: bool) -> None:
    try:
        is_postgres = process.name() == "postgres"
        logger.info("ending %s (%s), which stayed", process.pid, process.name())
        process.send_signal(signal.SIGINT if is_postgres and is_patient else signal.SIGKILL)
    except psutil.NoSuchProcess:
        return


def end_session(file: Path, seconds: float = 20) -> int:
    """Kill what still runs in the session; return how many processes had stayed.

    PostgreSQL is asked for its fast shutdown first and killed after half of the time.
    """
    stayed: set[int] = set()
    start = time.monotonic()
    while members := find_members(file):
        stayed |= {process.pid for process in members}
        passed = time.monotonic() - start
        if passed > seconds:
            raise RuntimeError(f"processes stay: {[process.pid for process in members]}")
        for process in members:
            _end(process, is_patient=passed < seconds / 2)
        time.sleep(0.2)
    file.unlink(missing_ok=True)
    return len(stayed)
