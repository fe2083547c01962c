"""The drift of features and scores on the business day is measured, and what alerts have come to.

Each model has tasks of its own, in a group of its name. `wait_for_scores` waits until tonight's
scores of the model are there or have failed, and at most twenty minutes. `save_outcomes` writes
into `ml.alert_outcomes` what is known on the day's evening of the alerts of the last 60 nights:
which came true, which did not, which late orders had none. `measure_drift`
compares the day's open orders and their scores with earlier nights by the methods fixed in the
model's spec, says which columns moved and which broke, compares what was served with the model's
test, writes `ml.drift_metrics`, and keeps Evidently's own page beside the report.

Runs when `score` has made the alerted scores true for a day, beside `alert`.

When it fails, the report shows no drift for the day, or outcomes as an earlier evening knew them,
and nothing waits for it: read the log, then `make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import PartitionedAssetTimetable, TaskGroup, TriggerRule, dag, task

from include.assets import SCORES
from include.ml.specs import ALERTING, NIGHTLY, name_step
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
    schedule=PartitionedAssetTimetable(assets=SCORES[ALERTING]),
    start_date=first_run(),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"owner": "models", "retries": 2},
    tags=["nightshift", "models"],
    doc_md=__doc__,
)
def drift() -> None:
    @task.sensor(poke_interval=STEP_INTERVAL, timeout=STEP_DEADLINE, soft_fail=True)
    def wait_for_scores(model: str) -> bool:
        return is_over(name_step("score", model))

    @task(trigger_rule=TriggerRule.NONE_FAILED)
    def save_outcomes(model: str) -> Any:
        from include.ml import outcomes

        return outcomes.save_outcomes(model, business_day())

    @task(on_success_callback=DONE)
    def measure_drift(model: str) -> Any:
        from include.ml import drift as drift_of_day

        return drift_of_day.measure_drift(model, business_day())

    for model in NIGHTLY:
        with TaskGroup(model):
            wait_for_scores(model) >> save_outcomes(model) >> measure_drift(model)


drift()
