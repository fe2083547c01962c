"""Each order open on the evening of the business day, or placed on it, has a risk and reasons.

Each model has tasks of its own, in a group of its name; none waits for another's, and only the
scores of `delay_open` are alerted. `wait_for_training` waits until tonight's training of the model
has ended, well or badly, and at most twenty minutes. `score_day` pins the version that the night
serves in `ml.served_models`, so that a night that is run again gives the same scores, and writes
`ml.delay_scores` and `ml.delay_reasons`.

Runs when `transform` has made gold true for a day, beside `train`.

When it fails for `delay_open`, no alert leaves and the report says that scores are missing; the
other model's scores are kept for the record. Read the log, then
`make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import PartitionedAssetTimetable, TaskGroup, TriggerRule, dag, task

from include.assets import GOLD, SCORES
from include.ml.specs import NIGHTLY, name_step
from include.tasks import (
    DEFAULT_ARGS,
    DONE,
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
def score() -> None:
    @task
    def save_features(model: str) -> Any:
        from include.ml import features

        return features.save_features(model, business_day())

    @task.sensor(poke_interval=STEP_INTERVAL, timeout=STEP_DEADLINE, soft_fail=True)
    def wait_for_training(model: str) -> bool:
        return is_over(name_step("train", model))

    @task(on_success_callback=DONE, trigger_rule=TriggerRule.NONE_FAILED)
    def score_day(model: str) -> Any:
        from include.ml import scoring

        return scoring.score_day(model, business_day())

    for model in NIGHTLY:
        with TaskGroup(model):
            scored = score_day.override(outlets=[SCORES[model]])(model)
            save_features(model) >> wait_for_training(model) >> scored


score()
