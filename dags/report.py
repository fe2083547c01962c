"""The report of the business day stands on the site, and the digest of it has been mailed once.

`wait_for_scores` waits until tonight's scores, their drift, the segments of the customers and the
answers of the weekly models are there or have failed, and at most twenty minutes. `render_report`
renders what exists; a section without data says so. It retires the heavy pages of old nights, and
publishes on the object store where one is set. `queue_digest` and `send_digest` mail the manager;
a day that is run again or backfilled mails nobody twice.

Runs when `transform` has made gold true for a day.

When it fails, the last report stays as it was: the log names the page or the query; mend it, then
`make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import PartitionedAssetTimetable, TriggerRule, dag, task

from include.assets import GOLD
from include.ml.specs import ALERTING, name_step
from include.tasks import (
    DEFAULT_ARGS,
    DONE,
    SENDING,
    STEP_DEADLINE,
    STEP_INTERVAL,
    are_answered,
    business_day,
    first_run,
    is_over,
    published_store,
    smtp_connection,
)


@dag(
    schedule=PartitionedAssetTimetable(assets=GOLD),
    start_date=first_run(),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"owner": "reports", "retries": 2},
    tags=["nightshift", "reports", "mail"],
    doc_md=__doc__,
)
def report() -> None:
    @task.sensor(poke_interval=STEP_INTERVAL, timeout=STEP_DEADLINE, soft_fail=True)
    def wait_for_scores() -> bool:
        scores = name_step("score", ALERTING), name_step("drift", ALERTING)
        return is_over(*scores) and is_over("segment") and are_answered()

    @task(on_success_callback=DONE, trigger_rule=TriggerRule.NONE_FAILED)
    def render_report() -> Any:
        from include.report import render

        return render.render_day(business_day(), published_store())

    @task
    def queue_digest() -> Any:
        from include.mail import digest

        return digest.queue_digest(business_day())

    @task(on_success_callback=DONE, **SENDING)
    def send_digest() -> Any:
        from include.mail import outbox

        return outbox.send_queued(smtp_connection())

    wait_for_scores() >> render_report() >> queue_digest() >> send_digest()


report()
