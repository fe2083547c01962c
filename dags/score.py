"""Every order open on the evening of the business day has a risk, and the risky ones have reasons.

`wait_for_training` waits until tonight's training has ended, well or badly, and at most twenty
minutes. `score_day` pins the model that the night serves in `ml.served_models`, so that a night
that is run again gives the same scores, and writes `ml.delay_scores` and `ml.delay_reasons`.

Runs when `transform` has made gold true for a day, beside `train`.

When it fails, no alert leaves and the report says that scores are missing: read the log, then
`make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import PartitionedAssetTimetable, TriggerRule, dag, task

from include.assets import GOLD, SCORES
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
    def save_features() -> Any:
        from include.ml import features

        return features.save_features(business_day())

    @task.sensor(poke_interval=STEP_INTERVAL, timeout=STEP_DEADLINE, soft_fail=True)
    def wait_for_training() -> bool:
        return is_over("train")

    @task(
        outlets=[SCORES],
        on_success_callback=DONE,
        trigger_rule=TriggerRule.NONE_FAILED,
    )
    def score_day() -> Any:
        from include.ml import scoring

        return scoring.score_day("delay_open", business_day())

    save_features() >> wait_for_training() >> score_day()


score()
