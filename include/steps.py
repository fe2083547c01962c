"""The steps of the night that tasks record in `ops.steps` as they start, end and fail."""

from collections.abc import Callable, Mapping
from typing import Any

from include.ml.specs import NIGHTLY, WEEKLY, name_step
from include.sources.drop import read_day
from include.warehouse.nights import forget_steps, save_step

AFTER_TRANSFORM = (
    *(name_step(dag, model) for dag in ("train", "score", "drift") for model in NIGHTLY),
    *(name_step(dag, model) for dag in ("train", "answer") for model in WEEKLY),
    "segment",
    "alert",
    "report",
    "digest",
)

Context = Mapping[str, Any]


def record_step(state: str) -> Callable[[Context], None]:
    """Return the callback that writes the state of the task's step into `ops.steps`."""

    def record(context: Context) -> None:
        run = context["dag_run"]
        detail = {"error": error_of(context)} if state == "failed" else None
        if day := read_day(run.partition_key or ""):
            save_step(day, step_of(context), state, run.run_id, detail)

    return record


def step_of(context: Context) -> str:
    """Return the step that a task belongs to: its DAG, apart from the mail of the report.

    Of a DAG with a group of tasks for each model, each model's is a step of its own.
    """
    task = context["ti"]
    model, _, name = str(task.task_id).rpartition(".")
    if name.endswith("_digest"):
        return "digest"
    return name_step(str(task.dag_id), model) if model else str(task.dag_id)


def forget_later_steps(context: Context) -> None:
    """Forget what earlier runs of the day left behind, so that nobody takes it for tonight's."""
    if day := read_day(context["dag_run"].partition_key or ""):
        forget_steps(day, AFTER_TRANSFORM)


def error_of(context: Context) -> str:
    """Return what a failed task said; a task that was killed said nothing."""
    return str(context.get("exception") or "") or "its process was killed"
