"""The DAGs as Airflow reads them, parsed once in a process of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from include.settings import PROJECT

READ_DAGS = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(dag_folder=sys.argv[1])
def describe(dag):
    return {
        "file": dag.fileloc, "doc": dag.doc_md or "", "tags": sorted(dag.tags),
        "max_active_runs": dag.max_active_runs, "catchup": dag.catchup,
        "start": dag.start_date.isoformat(), "end": dag.end_date and dag.end_date.isoformat(),
        "timetable": type(dag.timetable).__name__,
        "listens": [dag.timetable.asset_condition.name]
            if dag.timetable.asset_condition else [],
        "tasks": {task.task_id: {
            "owner": task.owner, "retries": task.retries, "after": sorted(task.upstream_task_ids),
            "outlets": [asset.name for asset in task.outlets],
            "rule": task.trigger_rule,
            "is_unrolled": getattr(task, "multiple_outputs", False),
            "mode": getattr(task, "mode", None),
            "soft_fail": getattr(task, "soft_fail", None),
            "poke_interval": getattr(task, "poke_interval", None),
            "failure_callbacks": len(task.on_failure_callback or []),
            "success_callbacks": len(task.on_success_callback or []),
            "execute_callbacks": len(task.on_execute_callback or []),
        } for task in dag.tasks},
    }
json.dump({"errors": bag.import_errors, "modules": sorted(sys.modules),
    "dags": {dag.dag_id: describe(dag) for dag in bag.dags.values()}}, sys.stdout)
"""


@cache
def _read_dags(is_scheduled: bool) -> dict[str, Any]:
    kept = {name: value for name, value in os.environ.items() if "NIGHTSHIFT" not in name}
    environment = kept | {
        "PYTHONPATH": str(PROJECT),
        "NIGHTSHIFT_SOURCE": "olist",
        "NIGHTSHIFT_WAREHOUSE_URL": "postgresql:///no-parse-may-open-it",
        "NIGHTSHIFT_FIRST_NIGHT": "2018-04-24",
        "NIGHTSHIFT_SCHEDULED": "true" if is_scheduled else "false",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "-c", READ_DAGS, str(PROJECT / "dags")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index('{"errors"') :])
    return found


@pytest.fixture(scope="session")
def read_dags() -> Callable[[bool], dict[str, Any]]:
    """Return a function from `is_scheduled` to what Airflow finds in `dags/`."""
    return _read_dags


@pytest.fixture(scope="session")
def dag_files() -> list[Path]:
    """List the DAG files."""
    return sorted((PROJECT / "dags").glob("*.py"))
