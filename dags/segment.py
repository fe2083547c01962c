"""Every customer belongs to a segment as known on the evening of the business day.

`segment_customers` reads recency, frequency and money of each customer, splits the customers by the
rules learned on the last day of the month before (the first night of a month learns them), and
writes sizes and values (`ml.segments`), who moved within four weeks (`ml.segment_moves`), and each
customer's segment of the newest night (`ml.customer_segments`). A source without orders has none.

Runs when `transform` has made gold true for a day, beside `score`.

When it fails, the report says that the day has no segments, and nothing else is lost: read the log,
then `make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import PartitionedAssetTimetable, dag, task

from include.assets import GOLD
from include.tasks import DEFAULT_ARGS, DONE, business_day, first_run


@dag(
    schedule=PartitionedAssetTimetable(assets=GOLD),
    start_date=first_run(),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"owner": "models", "retries": 2},
    tags=["nightshift", "models"],
    doc_md=__doc__,
)
def segment() -> None:
    @task(on_success_callback=DONE)
    def segment_customers() -> Any:
        from include.customers import segment_day

        return segment_day.segment_customers(business_day())

    segment_customers()


segment()
