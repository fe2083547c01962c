"""The end of a failed task's log, as a person reads it."""

import json
from pathlib import Path

from include.runtime.airflow_api import FailedTask
from include.runtime.failure import find_log, read_last_lines, read_log_line
from include.runtime.state import State

ERROR = {
    "level": "error",
    "event": "Task failed with exception",
    "error_detail": [
        {
            "exc_type": "LandingError",
            "exc_value": "no drop for 2018-04-24",
            "exc_notes": [],
            "frames": [{"filename": "include/ingest/landing.py", "lineno": 48, "name": "list"}],
        }
    ],
}


def test_an_error_is_told_with_its_place_and_its_sentence() -> None:
    lines = read_log_line(json.dumps(ERROR))
    assert lines[0].split() == ["error", "Task", "failed", "with", "exception"]
    assert lines[1:] == [
        '  File "include/ingest/landing.py", line 48, in list',
        "LandingError: no drop for 2018-04-24",
    ]


def test_a_line_that_is_no_json_is_told_as_it_is() -> None:
    assert read_log_line("Killed") == ["Killed"]
    assert read_log_line("7") == ["7"]


def test_only_the_last_lines_are_told(tmp_path: Path) -> None:
    log = tmp_path / "attempt=1.log"
    log.write_text("\n".join(json.dumps({"level": "info", "event": n}) for n in range(99)))
    lines = read_last_lines(log, count=2)
    assert [line.split()[1] for line in lines] == ["97", "98"]


def test_a_task_that_never_started_has_no_log_and_says_so(tmp_path: Path) -> None:
    log = find_log(State("demo", tmp_path), FailedTask("ingest", "run", "load_drop", 1))
    assert "never started" in read_last_lines(log)[0]
