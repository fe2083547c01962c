"""Replay nights through the real scheduler, one after another, and wait for each."""

import time
from collections.abc import Callable
from datetime import date

import psycopg2

from include.runtime.airflow_api import AirflowApi
from include.runtime.night import UPSTREAM, Night, judge_night
from include.runtime.plan import Plan

PARSE_SECONDS = 120
QUIET_SECONDS = 1800  # nothing changed for so long: something hangs
SCHEDULE_SECONDS = 60
POLL_SECONDS = 1.0
DAGS = (*UPSTREAM, "watch")
Show = Callable[[date, Night], None]


def load_newest_day(environment: dict[str, str]) -> date | None:
    """Return the newest published business day; None in an empty warehouse."""
    connection = psycopg2.connect(environment["NIGHTSHIFT_READER_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute("select max(day) from ops.published_days")
            row: tuple[date | None] | None = cursor.fetchone()
    finally:
        connection.close()
    return row[0] if row else None


def wait_for_dags(api: AirflowApi) -> None:
    """Return once Airflow has read every DAG, all of them unpaused."""
    deadline = time.monotonic() + PARSE_SECONDS
    while missing := [dag for dag in DAGS if dag not in (found := api.list_dags())]:
        if errors := api.list_import_errors():
            raise RuntimeError("Airflow cannot read a DAG file:\n" + "\n".join(errors))
        if time.monotonic() > deadline:
            raise RuntimeError(f"Airflow has not read the DAGs {', '.join(missing)}: `make logs`")
        time.sleep(POLL_SECONDS)
    for dag in DAGS:
        if found[dag]:
            api.unpause(dag)


def wait_for_night(api: AirflowApi, day: date, show: Show) -> Night:
    """Return the night once every DAG has ended or never will start."""
    night = judge_night(api.list_runs(day))
    changed_at = time.monotonic()
    while not night.is_over:
        show(day, night)
        time.sleep(POLL_SECONDS)
        before, night = night, judge_night(api.list_runs(day))
        if night != before:
            changed_at = time.monotonic()
        if time.monotonic() - changed_at > QUIET_SECONDS:
            stuck = [name for name, dag in night.dags.items() if not dag.is_over]
            raise RuntimeError(
                f"night {day}: no change for {QUIET_SECONDS // 60} minutes in {', '.join(stuck)};"
                " see the Airflow UI and `make logs`"
            )
    show(day, night)
    return night


def wait_for_schedule(api: AirflowApi, day: date) -> Night:
    """Return the night once the schedule has started it; it may be busy with earlier nights."""
    deadline = time.monotonic() + SCHEDULE_SECONDS
    night = judge_night(api.list_runs(day))
    while night.dags["ingest"].state == "waiting" and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        night = judge_night(api.list_runs(day))
    return night


def run_night(api: AirflowApi, day: date, show: Show, *, is_owed: bool = False) -> Night:
    """Run a night from the start, or finish one that Airflow has begun, and wait for it.

    A night that the schedule owes is left to the schedule, unless that does not start it.
    """
    night = wait_for_schedule(api, day) if is_owed else judge_night(api.list_runs(day))
    if night.dags["ingest"].state == "waiting":
        api.trigger("ingest", day, "replay")
    elif night.failed_runs:
        retry_night(api, night)
    return wait_for_night(api, day, show)


def list_open_nights(api: AirflowApi, plan: Plan, newest: date | None) -> list[date]:
    """Return the nights of the plan that are not published, after the newest if that failed."""
    days = plan.nights_after(newest)
    if newest is not None and plan.first_night <= newest <= plan.last_night:
        runs = api.list_runs(newest)
        if runs and not judge_night(runs).is_done:
            return [newest, *days]
    return days


def retry_night(api: AirflowApi, night: Night) -> None:
    """Let the failed tasks of a night run again; what waited for them follows by itself."""
    for run in night.failed_runs:
        api.clear_failed(run)
