"""The end of a session, with those of its processes that left their group."""

import subprocess
import sys
from pathlib import Path

from include.runtime import processes

# a leader whose child moves to a process group of its own and ignores a polite signal
PROGRAM = """
import os, signal, time
if os.fork() == 0:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(600)
"""


def start_session(file: Path) -> "subprocess.Popen[str]":
    leader = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], start_new_session=True, stdout=subprocess.PIPE, text=True
    )
    assert leader.stdout is not None
    leader.stdout.readline()
    leader.stdout.readline()
    processes.save_session(file, leader.pid)
    return leader


def test_a_process_in_a_group_of_its_own_is_ended_too(tmp_path: Path) -> None:
    leader = start_session(tmp_path / "session")
    assert len(processes.find_members(tmp_path / "session")) == 2
    assert processes.end_session(tmp_path / "session") == 2
    leader.wait()
    assert not (tmp_path / "session").exists()


def test_members_are_found_after_their_leader_died(tmp_path: Path) -> None:
    leader = start_session(tmp_path / "session")
    leader.kill()
    leader.wait()
    assert processes.find_leader(tmp_path / "session") is None
    assert processes.end_session(tmp_path / "session") == 1


def test_a_session_of_another_boot_is_nobodys(tmp_path: Path) -> None:
    leader = start_session(tmp_path / "session")
    text = (tmp_path / "session").read_text()
    (tmp_path / "session").write_text(text.replace(processes.boot_id(), "another-boot"))
    assert processes.find_members(tmp_path / "session") == []
    (tmp_path / "session").write_text(text)
    processes.end_session(tmp_path / "session")
    leader.wait()


def test_a_number_that_the_machine_gave_to_somebody_else_is_left_alone(tmp_path: Path) -> None:
    leader = start_session(tmp_path / "session")
    text = (tmp_path / "session").read_text()
    boot, pid, _, folder = text.split()
    (tmp_path / "session").write_text(f"{boot} {pid} 12345.0 {folder}\n")
    assert processes.find_leader(tmp_path / "session") is None
    assert processes.find_members(tmp_path / "session") == []
    (tmp_path / "session").write_text(text)
    processes.end_session(tmp_path / "session")
    leader.wait()


def test_a_copied_state_does_not_own_the_processes_of_the_original(tmp_path: Path) -> None:
    leader = start_session(tmp_path / "session")
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "session").write_text((tmp_path / "session").read_text())
    assert processes.find_leader(tmp_path / "copy" / "session") is None
    assert processes.end_session(tmp_path / "copy" / "session") == 0
    assert processes.end_session(tmp_path / "session") == 2
    leader.wait()
