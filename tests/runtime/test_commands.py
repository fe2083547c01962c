"""What the commands say when they cannot do what was asked: one line, exit code 1."""

import re
import subprocess
from pathlib import Path

import pytest

from include.runtime.__main__ import COMMANDS
from include.settings import PROJECT
from tests.runtime.conftest import Runtime

MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("run", "--source", "nobody"), "setting SOURCE is 'nobody'"),
        (("run", "--source", "../demo"), "setting SOURCE is '../demo'"),
        (("run", "--from", "2026-03-02", "--day", "2026-03-01"), "setting DAY is 2026-03-01, bef"),
        (("run", "--day", "yesterday"), "setting DAY is 'yesterday': it takes a day"),
        (("run", "--from", "03/04/2018"), "setting FROM is '03/04/2018'"),
        (("run", "--data", "no/such/folder"), "setting DATA is 'no/such/folder'"),
        (("run", "--source", "olist"), "setting FROM is not set"),
        (("query", "--sql", "select 1"), "demo was never started"),
        (("retry", "--day", ""), "setting DAY is not set"),
        (("sql", "--file", "no.sql"), "setting FILE is 'no.sql'"),
        (("psql",), "demo was never started"),
        (("models",), "demo was never started"),
        (("pin", "--model", "delay", "--version", "1"), "setting MODEL is 'delay': it is one of"),
        (("unpin", "--model", ""), "setting MODEL is ''"),
        (("pin", "--model", "delay_open"), "setting VERSION is ''"),
        (("pin", "--model", "delay_open", "--version", "v3"), "setting VERSION is 'v3'"),
        (("test-mail",), "demo was never started"),
        (("recipients",), "demo was never started"),
        (("opt-out",), "setting ADDRESS is not set"),
        (("mute", "--until", "2026-03-01", "--reason", "x"), "setting ORDER is not set"),
        (("mute", "--order", "o1", "--reason", "x"), "setting UNTIL is not set"),
        (("mute", "--order", "o1", "--until", "soon"), "setting UNTIL is 'soon'"),
        (("logs",), "`make up` was never run"),
    ],
)
def test_an_error_is_one_line_that_names_the_setting(
    runtime: Runtime, arguments: tuple[str, ...], sentence: str
) -> None:
    done = runtime(*arguments)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_forgotten_source_is_told_which_were_started(runtime: Runtime, tmp_path: Path) -> None:
    done = runtime("psql")
    assert done.stderr.endswith("run `make up SOURCE=demo` first\n")
    (tmp_path / "olist").mkdir()
    (tmp_path / "olist" / "env").write_text("", encoding="utf-8")
    done = runtime("psql")
    assert done.stderr.endswith("or say which is meant: SOURCE=olist\n")


def test_a_dump_without_its_files_is_refused_before_anything_starts(
    runtime: Runtime, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    nights = ("--from", "2018-04-24", "--day", "2018-04-25")
    done = runtime("run", "--source", "olist", "--data", str(tmp_path / "empty"), *nights)
    assert done.returncode == 1
    assert "error: " in done.stderr
    assert str(tmp_path / "empty") in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "olist" / "postgres").exists()


def test_down_clean_and_status_of_a_source_that_never_ran_do_no_harm(runtime: Runtime) -> None:
    assert runtime("down").returncode == 0
    assert runtime("status").returncode == 1
    assert runtime("clean").returncode == 0


def test_doctor_of_a_source_that_never_ran_says_how_to_start_it(runtime: Runtime) -> None:
    done = runtime("doctor")
    assert done.returncode == 1
    assert "make up SOURCE=demo" in done.stdout
    assert "Traceback" not in done.stderr


def test_help_lists_every_target() -> None:
    targets = re.findall(r"^([a-z-]+):", MAKEFILE, re.M)
    listed = subprocess.run(
        ["make", "help"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    assert re.findall(r"^  make ([a-z-]+)", listed, re.M) == targets


def test_every_target_calls_a_command_that_exists() -> None:
    called = set(re.findall(r"\$\(RUNTIME\) ([a-z-]+)", MAKEFILE))
    assert called == set(COMMANDS)


def test_every_target_is_phony() -> None:
    phony = re.search(r"^\.PHONY: (.*?)\n\n", MAKEFILE, re.M | re.S)
    assert phony is not None
    named = set(phony[1].replace("\\", "").split())
    assert named == set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
