"""Each recipient has been told once of every high-risk order of the business day.

`queue_alerts` writes one message a recipient into `ops.outbox`; an order is told again only when
its band gets worse, and a backfill tells nobody. `send_alerts` sends what is queued, or writes
`.eml` files where no connection `smtp_default` exists.

Runs when `score` has made scores true for a day, beside `drift`.

When it fails, queued messages stay in `ops.outbox` and are sent once by the next try: mend the
connection `smtp_default` (`make test-mail` proves it), then `make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import PartitionedAssetTimetable, dag, task

from include.assets import SCORES
from include.ml.specs import ALERTING
from include.tasks import DEFAULT_ARGS, DONE, SENDING, business_day, first_run, smtp_connection


@dag(
    schedule=PartitionedAssetTimetable(assets=SCORES[ALERTING]),
    start_date=first_run(),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"owner": "reports", "retries": 2},
    tags=["nightshift", "mail"],
    doc_md=__doc__,
)
def alert() -> None:
    @task
    def queue_alerts() -> Any:
        from include.mail import alert as alert_mail

        return alert_mail.queue_alerts(business_day())

    @task(on_success_callback=DONE, **SENDING)
    def send_alerts() -> Any:
        from include.mail import outbox

        return outbox.send_queued(smtp_connection())

    queue_alerts() >> send_alerts()


alert()
