"""What every DAG shares: its day, its schedule, its steps, and what happens when a task fails."""

import logging
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pendulum
from airflow.sdk import (
    Connection,
    CronPartitionTimetable,
    ExceptionRetryPolicy,
    RetryAction,
    RetryRule,
    get_current_context,
)
from airflow.sdk.exceptions import AirflowFailException, AirflowNotFoundException

from include.ingest.arrival import Wait, plan_wait
from include.instructions import NO_DAY, fill_instructions
from include.mail.connection import SmtpConnection
from include.ml.specs import list_answered, name_step
from include.settings import SettingError, load_settings
from include.sources.contract import load_contract
from include.sources.drop import read_day
from include.steps import Context, error_of, forget_later_steps, record_step

if TYPE_CHECKING:
    from include.report.upload import Store

LOG = logging.getLogger(__name__)

DROP_INTERVAL = timedelta(minutes=1)
DROP_DEADLINE = timedelta(hours=2)
# Short waits keep their slot: docs/decisions/waiting-for-a-step.md
STEP_INTERVAL = timedelta(seconds=2)
STEP_DEADLINE = timedelta(minutes=20)


def night_timetable(cron: str) -> CronPartitionTimetable:
    """Return the schedule that runs at `cron`, local time of the source, for the day before."""
    return CronPartitionTimetable(
        cron,
        timezone=load_contract(load_settings().source).timezone,
        run_offset=-1,
        key_format="%Y-%m-%d",
    )


def first_run() -> datetime:
    """Return the start of the first local day on which a night runs: the day after its key."""
    day = load_settings().first_night + timedelta(days=1)
    timezone = load_contract(load_settings().source).timezone
    return pendulum.datetime(day.year, day.month, day.day, tz=timezone)


def last_run() -> datetime | None:
    """Return when the schedule stops: never, or before it starts for a source that is replayed.

    Days of a replayed source are triggered or backfilled; `end_date` stops neither.
    """
    return None if load_settings().is_scheduled else first_run()


def drop_wait() -> Wait:
    """Return how long the drop, due at 04:00, is looked for; a replayed one is there or never."""
    context, now = get_current_context(), pendulum.now("UTC")
    first_look = context["ti"].get_first_reschedule_date(context) or now
    zone = load_contract(load_settings().source).timezone
    day = business_day() if load_settings().is_scheduled else date.min
    due = pendulum.datetime(day.year, day.month, day.day, 4, tz=zone).add(days=1)
    return plan_wait(now, first_look, due, DROP_DEADLINE)


def business_day() -> date:
    """Return the business day that the running task works on: its run's partition key."""
    key = get_current_context()["dag_run"].partition_key
    if day := read_day(key or ""):
        return day
    raise AirflowFailException(f"the partition key of this run is {key!r}. {NO_DAY}")


def run_id() -> str:
    """Return the id of the running task's DAG run."""
    return str(get_current_context()["dag_run"].run_id)


def load_kind() -> str:
    """Say how the night came to run: scheduled, backfill, replay or manual."""
    run = get_current_context()["dag_run"]
    if run.run_type in {"scheduled", "backfill"}:
        return str(getattr(run.run_type, "value", run.run_type))
    given = str((run.conf or {}).get("kind"))
    return given if given in {"replay", "backfill"} else "manual"


def smtp_connection() -> SmtpConnection | None:
    """Return Airflow's connection `smtp_default` as plain values; None where there is none."""
    try:
        found = Connection.get("smtp_default")
    except AirflowNotFoundException:
        return None
    return SmtpConnection.from_fields(
        found.host, found.port, found.login, found.password, found.extra_dejson
    )


def published_store() -> "Store | None":
    """Return the object store that the site is published on; None where there is none."""
    from airflow.sdk import ObjectStoragePath

    from include.report.upload import Store

    address = load_settings().publish_to
    if not address:
        return None
    try:
        path = ObjectStoragePath(address)
        return Store(path.fs, path.path.rstrip("/"), path.protocol in {"file", "local"})
    except (ImportError, ValueError) as error:
        raise SettingError(
            f"setting NIGHTSHIFT_PUBLISH_TO is {address!r}: no provider that is installed serves"
            " it, docs/reports.md names the packages"
        ) from error


def is_over(*steps: str) -> bool:
    """Say whether the last of `steps` is done, or one of them failed so that it never will be."""
    from include.warehouse.nights import load_step

    states = [load_step(business_day(), step) for step in steps]
    return states[-1] == "done" or "failed" in states


def are_answered() -> bool:
    """Say whether each weekly model that the source is asked has answered the night, or failed."""
    models = list_answered(load_settings().source)
    return all(is_over(name_step("answer", model)) for model in models)


def what_to_do(context: Context) -> str:
    """Return how the DAG's document ends, with the day and source filled in."""
    return fill_instructions(context["dag"].doc_md or "", context["dag_run"].partition_key or "")


def mail_failure(context: Context) -> None:
    """Tell the engineer on call which task failed, why, and what to do."""
    from include.mail.failure import send_failure_notice

    task = context["ti"]
    send_failure_notice(
        dag_id=task.dag_id,
        task_id=task.task_id,
        day=context["dag_run"].partition_key or "",
        run_id=context["dag_run"].run_id,
        log_url=getattr(task, "log_url", ""),
        error=error_of(context),
        what_to_do=what_to_do(context),
        connection=smtp_connection(),
    )


def log_what_to_do(context: Context) -> None:
    """End the log of the failed task with the sentence that says what to do."""
    LOG.error(what_to_do(context))


# A mail refused for good stays refused; one that waits gets half an hour, as greylisting needs it.
MAIL_RULES = [
    RetryRule("include.mail.smtp.RefusedMailError", RetryAction.FAIL),
    RetryRule("include.mail.smtp.DelayedMailError", retry_delay=timedelta(minutes=5)),
]
SENDING: dict[str, Any] = {"retries": 6, "retry_policy": ExceptionRetryPolicy(MAIL_RULES)}
# What is not there after the wait will not be there half a minute later.
LATE = RetryRule("include.ingest.landing.LandingError", RetryAction.FAIL)
LOOKING: dict[str, Any] = {"retry_policy": ExceptionRetryPolicy([LATE])}
# Equal rows tell the same leak, and a version that cannot serve cannot serve half a minute later.
MODEL_RULES = [
    RetryRule("include.ml.errors.LeakError", RetryAction.FAIL),
    RetryRule("include.ml.errors.ServingError", RetryAction.FAIL),
]
MODELLING: dict[str, Any] = {"retry_policy": ExceptionRetryPolicy(MODEL_RULES)}
STARTED = record_step("running")
DONE = record_step("done")
RESTARTED = [STARTED, forget_later_steps]
# A task's own arguments win over these. Callbacks of a list each run, whatever the others do.
DEFAULT_ARGS: dict[str, Any] = {
    "owner": "nightshift",
    "retries": 2,
    "retry_delay": timedelta(seconds=30),
    "execution_timeout": timedelta(hours=2),
    "on_execute_callback": STARTED,
    "on_failure_callback": [record_step("failed"), mail_failure, log_what_to_do],
}
