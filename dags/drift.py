"""The drift of features and scores on the business day is measured, and what alerts have come to.

`save_outcomes` writes into `ml.alert_outcomes` what is known on the day's evening of the alerts of
the last 60 nights: which came true, which did not, which late orders had none. `measure_drift`
compares the day's open orders and their scores with earlier nights by the methods fixed in the
model's spec, writes `ml.drift_metrics`, and keeps Evidently's own page beside the report.

Runs when `score` has made scores true for a day, beside `alert`.

When it fails, the report shows no drift for the day, or outcomes as an earlier evening knew them,
and nothing waits for it: read the log, then `make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import PartitionedAssetTimetable, dag, task

from include.assets import SCORES
from include.tasks import DEFAULT_ARGS, DONE, business_day, first_run


@dag(
    schedule=PartitionedAssetTimetable(assets=SCORES),
    start_date=first_run(),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"owner": "models", "retries": 2},
    tags=["nightshift", "models"],
    doc_md=__doc__,
)
def drift() -> None:
    @task
    def save_outcomes() -> Any:
        from include.ml import outcomes

        return outcomes.save_outcomes("delay_open", business_day())

    @task(on_success_callback=DONE)
    def measure_drift() -> Any:
        from include.ml import drift as drift_of_day

        return drift_of_day.measure_drift("delay_open", business_day())

    save_outcomes() >> measure_drift()


drift()
