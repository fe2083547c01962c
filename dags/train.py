"""The registry holds a challenger trained on what was known by the business day, and a champion.

`save_features` logs one row per open order as known that evening. `train_model` audits the rows for
leaks, trains, calibrates and evaluates a challenger by time, promotes it only if it has skill and
is not worse than the champion on the same rows, and records the decision with its reason in
`ml.model_versions`. A leak fails it: the message names the feature, and what to mend.

Runs when `transform` has made gold true for a day, beside `score`.

When it fails, the standing champion serves the night and nothing else is lost: read the log, then
`make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import PartitionedAssetTimetable, dag, task

from include.assets import GOLD, MODEL
from include.tasks import DEFAULT_ARGS, DONE, MODELLING, business_day, first_run


@dag(
    schedule=PartitionedAssetTimetable(assets=GOLD),
    start_date=first_run(),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"owner": "models", "retries": 2},
    tags=["nightshift", "models"],
    doc_md=__doc__,
)
def train() -> None:
    @task
    def save_features() -> Any:
        from include.ml import features

        return features.save_features(business_day())

    @task(outlets=[MODEL], on_success_callback=DONE, **MODELLING)
    def train_model() -> Any:
        from include.ml import training

        return training.train_model("delay_open", business_day())

    save_features() >> train_model()


train()
