"""Trainings and changes of who serves: what no other try can mend is not tried again."""

from importlib.util import module_from_spec, spec_from_file_location
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk import RetryAction
from airflow.sdk.exceptions import ParamValidationError

from include.instructions import fill_instructions
from include.ml import pinning
from include.ml.errors import LeakError, ServingError
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


@pytest.mark.usefixtures("settings_env")
@pytest.mark.parametrize(
    ("name", "value"),
    [("model", "delay"), ("model", None), ("action", "promote"), ("version", 0), ("version", "2")],
)
def test_a_change_of_who_serves_is_asked_for_in_typed_parameters(name: str, value: Any) -> None:
    params = load_dag("models").params
    params.update({"model": "delay_open", "action": "pin", "version": 2})
    with pytest.raises(ParamValidationError):
        params[name] = value


@pytest.mark.usefixtures("settings_env")
@pytest.mark.parametrize(("user", "who"), [("ada", "ada"), (None, "airflow")])
def test_the_change_is_made_in_the_name_of_who_triggered_it(
    monkeypatch: pytest.MonkeyPatch, user: str | None, who: str
) -> None:
    monkeypatch.setattr(pinning, "change_model", lambda *given: given)
    task = load_dag("models").get_task("change_model")
    params = {"model": "delay_open", "action": "pin", "version": 3}
    run = SimpleNamespace(triggering_user_name=user)
    done = task.python_callable(params=params, dag_run=run)
    assert done == ("delay_open", "pin", 3, who)
    assert task.retry_policy.evaluate(ServingError("x"), 1, 2).action == RetryAction.FAIL


@pytest.mark.usefixtures("settings_env")
def test_the_ui_offers_every_action_there_is() -> None:
    schema = load_dag("models").params.get_param("action").schema
    assert tuple(schema["enum"]) == tuple(schema["values_display"]) == pinning.ACTIONS


@pytest.mark.usefixtures("settings_env")
def test_a_failed_change_is_not_told_to_give_a_day() -> None:
    told = fill_instructions(load_dag("models").doc_md, "")
    assert told.startswith("Who serves has not changed")
