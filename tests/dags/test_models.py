"""Trainings and changes of who serves: what no other try can mend is not tried again."""

from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

import pytest
from airflow.sdk import RetryAction

from include.ml.errors import LeakError
from include.settings import PROJECT


def load_dag(name: str) -> Any:
    """Read one DAG file as Airflow does, with the settings of the test."""
    found = spec_from_file_location(f"dags_{name}", PROJECT / "dags" / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return getattr(module, name)()


@pytest.mark.usefixtures("settings_env")
def test_a_leak_fails_the_training_at_once_and_a_lost_database_does_not() -> None:
    tasks = [task for task in load_dag("train").tasks if ".train_" in task.task_id]
    assert tasks
    for task in tasks:
        assert task.retry_policy.evaluate(LeakError("x"), 1, 3).action == RetryAction.FAIL
        assert task.retry_policy.evaluate(OSError("x"), 1, 3).action == RetryAction.DEFAULT
