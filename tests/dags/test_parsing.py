"""The DAG files: light to read, short, complete, and wired as the design draws them."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from include.ml import specs

ReadDags = Callable[[bool], dict[str, Any]]

NIGHTLY = {
    "ingest", "transform", "train", "score", "drift", "alert", "segment", "answer",
    "report", "watch",
}  # fmt: skip
DAGS = NIGHTLY | {"models", "send"}  # when somebody wants it, and by day
HEAVY = {"pandas", "numpy", "xgboost", "shap", "evidently", "mlflow", "sklearn", "pyarrow"}
# DAG: the asset it listens to, the assets it makes true
WIRING = {
    "ingest": (None, ["bronze"]),
    "transform": ("bronze", ["gold"]),
    "train": ("gold", ["model_delay_open", "model_delay_at_order"]),
    "score": ("gold", ["scores_delay_open", "scores_delay_at_order"]),
    "drift": ("scores_delay_open", []),
    "alert": ("scores_delay_open", []),
    "segment": ("gold", []),
    "answer": ("gold", [f"answers_{model}" for model in specs.list_answered("demo")]),
    "report": ("gold", []),
    "watch": (None, []),
}
TASKS = {
    "ingest": ["deliver_night", "load_drop"],
    "transform": ["build_silver", "publish_gold"],
    "train": ["save_features", "train_model"],
    "score": ["save_features", "wait_for_training", "score_day"],
    "drift": ["wait_for_scores", "save_outcomes", "measure_drift"],
    "alert": ["queue_alerts", "send_alerts"],
    "segment": ["segment_customers"],
    "answer": ["wait_for_scores", "answer_question"],
    "report": ["wait_for_scores", "render_report", "queue_digest", "send_digest"],
    "watch": ["verify_night"],
    "models": ["change_model"],
    "send": ["send_waiting"],
}
# the DAGs with a group of these tasks for each model
MODEL_DAGS = {"train", "score", "drift"}


def test_airflow_reads_every_dag_without_an_error(read_dags: ReadDags) -> None:
    found = read_dags(True)
    assert found["errors"] == {}
    assert set(found["dags"]) == DAGS


def test_reading_the_dags_imports_nothing_heavy(read_dags: ReadDags) -> None:
    assert HEAVY.isdisjoint(read_dags(True)["modules"])


@pytest.mark.parametrize("name", sorted(DAGS))
def test_a_dag_says_who_owns_it_what_it_makes_true_and_what_to_do(
    read_dags: ReadDags, name: str
) -> None:
    dag = read_dags(True)["dags"][name]
    paragraphs = dag["doc"].strip().split("\n\n")
    assert Path(dag["file"]).stem == name
    assert len(paragraphs) >= 3
    assert paragraphs[0].endswith(".")
    assert paragraphs[-1].startswith("When it fails")
    assert ("`make retry DAY=<day>`" in paragraphs[-1]) == (name in NIGHTLY)
    assert "nightshift" in dag["tags"]
    assert dag["max_active_runs"] == 1
    for task in dag["tasks"].values():
        assert task["owner"] in {"nightshift", "warehouse", "models", "reports"}
        assert task["retries"] >= 1
        assert task["failure_callbacks"] == 3


@pytest.mark.parametrize("name", sorted(NIGHTLY))
def test_the_night_is_wired_as_the_design_draws_it(read_dags: ReadDags, name: str) -> None:
    dag = read_dags(True)["dags"][name]
    listens, makes = WIRING[name]
    assert dag["listens"] == ([listens] if listens else [])
    assert [asset for task in dag["tasks"].values() for asset in task["outlets"]] == makes
    expected = "PartitionedAssetTimetable" if listens else "CronPartitionTimetable"
    assert dag["timetable"] == expected


@pytest.mark.parametrize("name", sorted(NIGHTLY - {"answer"}))
def test_tasks_follow_one_another_and_the_last_one_makes_the_asset_true(
    read_dags: ReadDags, name: str
) -> None:
    tasks = read_dags(True)["dags"][name]["tasks"]
    groups = [f"{model}." for model in specs.NIGHTLY] if name in MODEL_DAGS else [""]
    orders = [[f"{group}{task}" for task in TASKS[name]] for group in groups]
    assert sorted(tasks) == sorted(task for order in orders for task in order)
    for order in orders:
        assert [tasks[task]["after"] for task in order] == [[], *([task] for task in order[:-1])]
        assert all(not tasks[task]["outlets"] for task in order[:-1])
        assert tasks[order[-1]]["success_callbacks"] == 1, "the step is never recorded as done"


def test_a_model_is_asked_after_the_scores_and_none_waits_for_another(read_dags: ReadDags) -> None:
    tasks = dict(read_dags(True)["dags"]["answer"]["tasks"])
    wait = tasks.pop("wait_for_scores")
    assert (wait["after"], wait["execute_callbacks"]) == ([], 0), "a step that never ends"
    assert list(tasks) == [f"{model}.answer_question" for model in specs.list_answered("demo")]
    for task in tasks.values():
        assert (task["after"], task["rule"]) == (["wait_for_scores"], "none_failed")
        assert task["success_callbacks"] == 1, "the step is never recorded as done"


def test_a_wait_ends_at_its_deadline_and_never_blocks(read_dags: ReadDags) -> None:
    dags = read_dags(True)["dags"]
    for dag, wait, after in (
        *(("score", f"{model}.wait_for_training", f"{model}.score_day") for model in specs.NIGHTLY),
        *(
            ("drift", f"{model}.wait_for_scores", f"{model}.save_outcomes")
            for model in specs.NIGHTLY
        ),
        ("report", "wait_for_scores", "render_report"),
    ):
        assert dags[dag]["tasks"][wait]["soft_fail"] is True
        assert dags[dag]["tasks"][wait]["mode"] == "poke"
        assert dags[dag]["tasks"][after]["rule"] == "none_failed"


def test_a_sensor_that_hands_back_its_slot_stays_away_longer_than_airflow_takes_to_notice(
    read_dags: ReadDags,
) -> None:
    sensors = [
        task
        for dag in read_dags(True)["dags"].values()
        for task in dag["tasks"].values()
        if task["mode"] == "reschedule"
    ]
    assert sensors
    assert all(sensor["poke_interval"] >= 30 for sensor in sensors)


def test_no_task_unrolls_its_result_into_one_xcom_a_key(read_dags: ReadDags) -> None:
    """Airflow does so for `-> dict`; a key such as `index.html` then fails the task."""
    dags = read_dags(True)["dags"].values()
    assert not any(task["is_unrolled"] for dag in dags for task in dag["tasks"].values())


def test_only_a_scheduled_source_catches_up(read_dags: ReadDags) -> None:
    scheduled, replayed = (read_dags(flag)["dags"]["ingest"] for flag in (True, False))
    assert (scheduled["catchup"], scheduled["end"]) == (True, None)
    assert (replayed["catchup"], replayed["end"]) == (False, replayed["start"])


def _tasks_of(path: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(part).startswith("task") for part in node.decorator_list)
    ]


def test_a_task_is_at_most_five_lines(dag_files: list[Path]) -> None:
    lengths = {
        f"{path.name}:{task.name}": (task.end_lineno or 0) - task.body[0].lineno + 1
        for path in dag_files
        for task in _tasks_of(path)
    }
    assert len(lengths) == sum(len(tasks) for tasks in TASKS.values())
    assert {name: length for name, length in lengths.items() if length > 5} == {}


def test_a_dag_file_is_at_most_a_hundred_lines(dag_files: list[Path]) -> None:
    assert dag_files
    assert [path.name for path in dag_files if len(path.read_text().splitlines()) > 100] == []


def test_file_function_and_dag_have_one_name(dag_files: list[Path]) -> None:
    for path in dag_files:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
        assert functions == [path.stem]


def test_the_top_of_a_dag_file_imports_only_what_parses_fast(dag_files: list[Path]) -> None:
    ours = {"include.settings", "include.assets", "include.tasks", "include.ml.specs"}
    standard = {"datetime", "typing", "pendulum"}
    for path in dag_files:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = getattr(node, "module", None) or node.names[0].name
                known = module in ours | standard or module.split(".")[0] == "airflow"
                assert known, f"{path.name} imports {module}"
