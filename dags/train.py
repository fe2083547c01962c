"""The registry holds challengers trained on what was known by the business day, and champions.

Each model has tasks of its own, in a group of its name; none waits for another's. `save_features`
logs one row per question (an open order, or one just placed) as known that evening. `train_model`
audits the rows for leaks, trains, calibrates and evaluates a challenger by time, promotes it only
if it has skill and is not worse than the champion on the same rows, and records the decision with
its reason in `ml.model_versions`. A leak fails it: the message names the feature, and what to mend.

Runs when `transform` has made gold true for a day, beside `score`.

When it fails, the standing champion serves the night and nothing else is lost: read the log, then
`make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import PartitionedAssetTimetable, TaskGroup, dag, task

from include.assets import GOLD, MODELS
from include.ml.specs import NIGHTLY
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
    def save_features(model: str) -> Any:
        from include.ml import features

        return features.save_features(model, business_day())

    @task(on_success_callback=DONE, **MODELLING)
    def train_model(model: str) -> Any:
        from include.ml import training

        return training.train_model(model, business_day())

    for model in NIGHTLY:
        with TaskGroup(model):
            save_features(model) >> train_model.override(outlets=[MODELS[model]])(model)


train()
