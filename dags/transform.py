"""Silver and gold are true as of the business day, checked, and published together.

`build_silver` recomputes all versions of the keys that the day touched; `publish_gold` recomputes
the facts and dates that follow from them, runs the checks and commits everything at once. Whatever
kills it, readers keep the last published day, and running it again ends in the same rows.

Runs when `ingest` has made bronze true for a day.

When it fails, the log names the table, or the check and its rows: mend it, then
`make retry DAY=<day>`. Where the day's files are at fault, mend those, then
`make replay-quarantine DAY=<day>` in its place.
"""

from typing import Any

from airflow.sdk import PartitionedAssetTimetable, dag, task

from include.assets import BRONZE, GOLD
from include.tasks import DEFAULT_ARGS, DONE, RESTARTED, business_day, first_run


@dag(
    schedule=PartitionedAssetTimetable(assets=BRONZE),
    start_date=first_run(),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"owner": "warehouse", "retries": 2},
    tags=["nightshift", "warehouse"],
    doc_md=__doc__,
)
def transform() -> None:
    @task(on_execute_callback=RESTARTED)
    def build_silver() -> Any:
        from include.warehouse import silver

        return silver.build_silver(business_day())

    @task(outlets=[GOLD], on_success_callback=DONE)
    def publish_gold() -> Any:
        from include.warehouse import publish

        return publish.publish_gold(business_day())

    build_silver() >> publish_gold()


transform()
