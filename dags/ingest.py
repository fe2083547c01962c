"""Bronze holds every row of the business day's files; a row that cannot be read is in quarantine.

`deliver_night` waits for the day's drop in the landing folder (the simulator and the replay of a
full dump write it themselves). `load_drop` copies each file, replaces the day whole in one
transaction, and balances `ops.load_ledger` to the row. Any day can be loaded again.

Runs at 04:00 in the time zone of the source for the day before. A source that is replayed runs
only when a day is triggered or backfilled.

When it fails, the log names the file, the line or the setting: mend it, then
`make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import dag, task

from include.assets import BRONZE
from include.settings import load_settings
from include.tasks import (
    DEFAULT_ARGS,
    DONE,
    DROP_INTERVAL,
    business_day,
    drop_deadline,
    first_run,
    last_run,
    load_kind,
    night_timetable,
    run_id,
)

SETTINGS = load_settings()


@dag(
    schedule=night_timetable("0 4 * * *"),
    start_date=first_run(),
    end_date=last_run(),
    catchup=SETTINGS.is_scheduled,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"owner": "warehouse", "retries": 2},
    tags=["nightshift", "warehouse"],
    doc_md=__doc__,
)
def ingest() -> None:
    @task.sensor(mode="reschedule", poke_interval=DROP_INTERVAL, timeout=drop_deadline())
    def deliver_night() -> bool:
        from include.sources import replay

        source, landing, first_night = SETTINGS.source, SETTINGS.landing, SETTINGS.first_night
        return replay.deliver_night(source, landing, business_day(), first_night)

    @task(outlets=[BRONZE], on_success_callback=DONE)
    def load_drop() -> Any:
        from include.ingest.ingest_day import ingest_day

        return ingest_day(business_day(), run_id(), load_kind())

    deliver_night() >> load_drop()


ingest()
