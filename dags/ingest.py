"""Bronze holds every row of the business day's files; a row that cannot be read is in quarantine.

`deliver_night` waits until the day's drop is whole in the landing folder: marked `_COMPLETE`, or at
rest; a day marked `_CLOSED` has no files (the simulator and the replay of a full dump write marked
drops themselves). `load_drop` names the days that are still missing, copies each file, replaces the
day whole in one transaction, and balances `ops.load_ledger` to the row. Any day can be loaded
again.

Runs at 04:00 in the time zone of the source for the day before. A source that is replayed runs
only when a day is triggered or backfilled.

When it fails, the log names the file, the line or the setting: mend it, or put the missing files
into the landing folder, then
`make retry DAY=<day>`.
"""

from typing import Any

from airflow.sdk import dag, task

from include.assets import BRONZE
from include.settings import load_settings
from include.tasks import (
    DEFAULT_ARGS,
    DONE,
    DROP_DEADLINE,
    DROP_INTERVAL,
    LOOKING,
    business_day,
    drop_wait,
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
    @task.sensor(
        mode="reschedule", poke_interval=DROP_INTERVAL, timeout=2 * DROP_DEADLINE, **LOOKING
    )
    def deliver_night() -> bool:
        from include.ingest.arrival import look_for_drop

        return look_for_drop(business_day(), drop_wait())

    @task(outlets=[BRONZE], on_success_callback=DONE)
    def load_drop() -> Any:
        from include.ingest.history import warn_missing_days
        from include.ingest.ingest_day import ingest_day

        warn_missing_days(business_day())
        return ingest_day(business_day(), run_id(), load_kind())

    deliver_night() >> load_drop()


ingest()
