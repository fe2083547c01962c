"""The commands that run nights: `make run`, `make retry` and `make rerun`."""

import argparse
from contextlib import closing
from datetime import UTC, date, datetime

from include.instructions import make_command
from include.runtime import plan as plans
from include.runtime import replay, stack, summary, supervisor
from include.runtime.airflow_api import AirflowApi
from include.runtime.commands import (
    bring_up,
    console,
    make_say,
    print_lines,
    require_space,
    write,
)
from include.runtime.failure import describe_failures
from include.runtime.night import Night
from include.runtime.progress import Progress
from include.runtime.queries import connect
from include.runtime.state import State
from include.settings import SettingError
from include.sources.contract import load_contract
from include.warehouse.nights import load_kind


def finish(state: State, api: AirflowApi, day: date, night: Night) -> int:
    """Say how the night ended; 1 when something failed."""
    if night.is_done:
        write(f"night {day}: every DAG has succeeded")
        return 0
    write(f"night {day} failed")
    for line in describe_failures(state, api, night):
        write(line)
    retry = make_command("retry", state.source, day)
    write(f"mend it, then `{retry}`; everything else runs on (`make down` stops it)")
    return 1


def deliver(state: State, plan: plans.Plan) -> None:
    """Put the drops of the plan into the landing folder, and remember the plan."""
    from include.sources.replay import deliver_drops  # noqa: PLC0415 (loads pandas)

    landing = state.folder / "landing"
    try:
        deliver_drops(state.source, plan.data, landing, plan.first_night, plan.last_night)
    except ValueError as error:
        raise SettingError(str(error)) from error
    plans.save_plan(state, plan)


def run_run(state: State, arguments: argparse.Namespace) -> int:
    """Replay the nights asked for through the real scheduler, and end with a summary."""
    request = plans.parse_request(arguments.first_night, arguments.day, arguments.data)
    timezone = load_contract(state.source).timezone
    yesterday = plans.yesterday_in(timezone, datetime.now(UTC))
    plan = plans.make_plan(state.source, request, plans.load_plan(state), yesterday)
    say = make_say()
    require_space(state)
    deliver(state, plan)
    say(f"drops: delivered up to {plan.last_night}")
    environment = bring_up(state, say)
    api = AirflowApi(environment)
    replay.wait_for_dags(api)
    say("Airflow: has read every DAG")
    days = replay.list_open_nights(api, plan, replay.load_newest_day(environment))
    if not days:
        write(f"nothing to do: {plan.last_night} is published")
    with Progress(console) as progress:
        for day in days:
            is_owed = plans.is_owed(day, environment, timezone, datetime.now(UTC))
            night = replay.run_night(api, day, progress.show, is_owed=is_owed)
            say(f"night {day}: {'done' if night.is_done else 'failed'}")
            if not night.is_done:
                break
    if days and not night.is_done:
        return finish(state, api, day, night)
    print_lines(summary.load_summary(environment, plan.last_night))
    print_lines(summary.list_places(environment, plan.last_night))
    write(f"Airflow runs on; `make down SOURCE={state.source}` stops it")
    return 0


def run_retry(state: State, arguments: argparse.Namespace) -> int:
    """Run the failed tasks of a night again, or the night that never started, and wait."""
    day = require_day(arguments)
    api = require_airflow(state)
    replay.wait_for_dags(api)
    with Progress(console) as progress:
        night = replay.run_night(api, day, progress.show)
    return finish(state, api, day, night)


def run_rerun(state: State, arguments: argparse.Namespace) -> int:
    """Run a whole night again, whatever became of it, and wait."""
    day = require_day(arguments)
    api = require_airflow(state)
    with closing(connect(state, "NIGHTSHIFT_READER_URL")) as connection:
        kind = load_kind(connection, day)
    return run_again(state, api, day, kind)


def run_again(state: State, api: AirflowApi, day: date, kind: str) -> int:
    """Run a whole night once more and wait; a night that was backfilled still mails nobody."""
    replay.wait_for_dags(api)
    api.trigger("ingest", day, "backfill" if kind == "backfill" else "replay")
    with Progress(console) as progress:
        night = replay.wait_for_night(api, day, progress.show)
    return finish(state, api, day, night)


def require_day(arguments: argparse.Namespace) -> date:
    """Return the day that the user gave."""
    day = plans.parse_day("DAY", arguments.day)
    if day is None:
        raise SettingError(f"setting DAY is not set: `make {arguments.command} DAY=YYYY-MM-DD`")
    return day


def require_airflow(state: State) -> AirflowApi:
    """Return the API of the source's Airflow, which must be running."""
    environment = stack.require_environment(state)
    if not supervisor.is_running(state):
        raise RuntimeError(f"{state.source} is not running: `make up SOURCE={state.source}` first")
    return AirflowApi(environment)
