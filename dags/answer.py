"""The other questions of the business are answered as known on the evening of the business day.

Each model has a task of its own, in a group of its name; a source is asked what its tables can
tell. `answer_question` writes the model's rows, trains a challenger when the newest version is a
week old, serves the night with the champion (or, where nothing has skill, with the plain method
that it could not beat, by its name), and measures drift. `wait_for_scores` lets the scores of the
open orders go first, at most twenty minutes: a forecast of late orders adds them up.

Runs when `transform` has made gold true for a day.

When it fails, the report shows no answer of that model for the day, or the standing champion's,
and nothing else is lost: read the log, then `make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import PartitionedAssetTimetable, TaskGroup, TriggerRule, dag, task

from include.assets import ANSWERS, GOLD
from include.ml.specs import ALERTING, list_answered, name_step
from include.settings import load_settings
from include.tasks import (
    DEFAULT_ARGS,
    DONE,
    MODELLING,
    STEP_DEADLINE,
    STEP_INTERVAL,
    business_day,
    first_run,
    is_over,
)


@dag(
    schedule=PartitionedAssetTimetable(assets=GOLD),
    start_date=first_run(),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"owner": "models", "retries": 2},
    tags=["nightshift", "models"],
    doc_md=__doc__,
)
def answer() -> None:
    # the wait is no step of its own: each model's is
    @task.sensor(
        poke_interval=STEP_INTERVAL,
        timeout=STEP_DEADLINE,
        soft_fail=True,
        on_execute_callback=None,
    )
    def wait_for_scores() -> bool:
        return is_over(name_step("score", ALERTING))

    @task(on_success_callback=DONE, trigger_rule=TriggerRule.NONE_FAILED, **MODELLING)
    def answer_question(model: str) -> Any:
        from include.ml import answering

        return answering.answer_question(model, business_day())

    waited = wait_for_scores()
    for model in list_answered(load_settings().source):
        with TaskGroup(model):
            waited >> answer_question.override(outlets=[ANSWERS[model]])(model)


answer()
