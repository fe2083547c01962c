"""Somebody knows by 06:30 when the night of the business day was not published, reported, mailed.

`verify_night` reads what the night left in the warehouse; two more looks, ten minutes apart, let a
late night finish. It is the only DAG that notices a night that never started, and it names every
earlier night that was never loaded until it is loaded, or its folder holds `_CLOSED`.

Runs at 06:00 in the time zone of the source for the day before, and never catches up.

When it fails, the log names the step that is missing: mend what the failed task of that DAG says,
or trigger `ingest` for the day if nothing ran, then `make retry DAY=<day>`.
"""

from datetime import timedelta

from airflow.sdk import dag, task

from include.tasks import DEFAULT_ARGS, DONE, business_day, first_run, last_run, night_timetable


@dag(
    schedule=night_timetable("0 6 * * *"),
    start_date=first_run(),
    end_date=last_run(),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"retries": 2, "retry_delay": timedelta(minutes=10)},
    tags=["nightshift"],
    doc_md=__doc__,
)
def watch() -> None:
    @task(on_success_callback=DONE)
    def verify_night() -> None:
        from include.warehouse import nights

        nights.verify_night(business_day())

    verify_night()


watch()
