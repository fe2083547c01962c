"""What the log of a failed task says last."""

import json
from pathlib import Path
from typing import Any

from include.runtime.airflow_api import AirflowApi, FailedTask
from include.runtime.night import Night
from include.runtime.state import State

LAST_LINES = 15


def find_log(state: State, task: FailedTask) -> Path:
    """Return the file that Airflow writes a task's log to."""
    folder = state.airflow / "logs" / f"dag_id={task.dag}" / f"run_id={task.run_id}"
    return folder / f"task_id={task.task}" / f"attempt={task.attempt}.log"


def _describe_error(error: dict[str, Any]) -> list[str]:
    lines = [
        f'  File "{frame["filename"]}", line {frame["lineno"]}, in {frame["name"]}'
        for frame in error.get("frames") or []
    ]
    notes = error.get("exc_notes") or []
    return [*lines, f"{error.get('exc_type')}: {error.get('exc_value')}", *notes]


def read_log_line(line: str) -> list[str]:
    """Return what a line of Airflow's JSON log says, as plain text."""
    try:
        record = json.loads(line)
    except json.JSONDecodeError:
        return [line]
    if not isinstance(record, dict):
        return [line]
    text = f"{record.get('level', ''):<8}{record.get('event', '')}"
    errors = [part for error in record.get("error_detail") or [] for part in _describe_error(error)]
    return [*text.splitlines(), *errors]


def read_last_lines(log: Path, count: int = LAST_LINES) -> list[str]:
    """Return the last lines of a task's log as a person wants to read them."""
    if not log.exists():
        return [f"(there is no log at {log}: the task never started)"]
    text = log.read_text(encoding="utf-8", errors="replace")
    return [part for line in text.splitlines() for part in read_log_line(line)][-count:]


def describe_failures(state: State, api: AirflowApi, night: Night) -> list[str]:
    """Return which tasks failed, where their logs are, and how those end."""
    lines = []
    for run in night.failed_runs:
        failed = list(api.list_failed_tasks(run))
        if not failed:
            lines.append(f"{run.dag} failed before any of its tasks ran ({run.run_id})")
        for task in failed:
            log = find_log(state, task)
            lines += [f"failed: {task.dag}.{task.task} (attempt {task.attempt})", f"log: {log}"]
            lines += [f"    {line}" for line in read_last_lines(log)]
    return lines
