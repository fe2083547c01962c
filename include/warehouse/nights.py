"""What each night is and how far it got: `ops.nights` and `ops.steps`."""

from collections.abc import Iterable, Mapping
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json

from include.ingest.history import load_missing_days
from include.instructions import make_command
from include.settings import load_settings
from include.warehouse.connect import open_snapshot, open_transaction

# What a night owes by breakfast, in the order it is owed, and how its absence is told.
OWED_STEPS = {
    "report": "its report is not rendered",
    "alert": "its alerts are not decided",
    "digest": "its digest is not mailed",
}

SAVE_STEP = """
    insert into ops.steps as step (day, step, state, run_id, ended_at, detail)
    values (
        %(day)s::date, %(step)s, %(state)s, %(run_id)s,
        case when %(state)s <> 'running' then clock_timestamp() end,
        coalesce(%(detail)s::jsonb, '{}')
    )
    on conflict (day, step) do update
    set
        state = excluded.state,
        run_id = excluded.run_id,
        started_at = case
            when excluded.state = 'running' then excluded.started_at
            else step.started_at
        end,
        ended_at = excluded.ended_at,
        detail = case
            when excluded.state = 'running' then excluded.detail
            else coalesce(%(detail)s::jsonb, step.detail)
        end
"""


class NightError(RuntimeError):
    """A night did not end as it should; the message says what is missing and what mends it."""


def save_night(day: date, run_id: str, kind: str) -> None:
    """Record that a run works on a night; `kind` is scheduled, manual, replay or backfill."""
    with open_transaction(is_writer=False) as connection, connection.cursor() as cursor:
        cursor.execute(
            """
            insert into ops.nights (day, run_id, kind)
            values (%(day)s::date, %(run_id)s, %(kind)s)
            on conflict (day, run_id) do update
            set kind = excluded.kind, started_at = clock_timestamp()
            """,
            {"day": day, "run_id": run_id, "kind": kind},
        )


def load_kind(connection: Connection, day: date) -> str:
    """Return the kind of the latest run that worked on a night; `manual` when none did."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select kind
            from ops.nights
            where day = %(day)s::date
            order by started_at desc
            limit 1
            """,
            {"day": day},
        )
        found = cursor.fetchone()
    return str(found[0]) if found else "manual"


def save_step(
    day: date,
    step: str,
    state: str,
    run_id: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Record the state of a step: running, done or failed.

    Without `detail` a start clears the old one and an end keeps what the step itself saved.
    """
    with open_transaction(is_writer=False) as connection, connection.cursor() as cursor:
        cursor.execute(
            SAVE_STEP,
            {
                "day": day,
                "step": step,
                "state": state,
                "run_id": run_id,
                "detail": None if detail is None else Json(dict(detail)),
            },
        )


def load_step(day: date, step: str) -> str | None:
    """Return the state of a step, or None when the night has not come to it."""
    return load_steps(day).get(step)


def load_steps(day: date) -> dict[str, str]:
    """Return the state of every step that the night has come to."""
    with open_snapshot() as connection, connection.cursor() as cursor:
        cursor.execute(
            "select step, state from ops.steps where day = %(day)s::date order by step",
            {"day": day},
        )
        return dict(cursor.fetchall())


def forget_steps(day: date, steps: Iterable[str]) -> None:
    """Forget what an earlier run of the day left behind about some steps."""
    with open_transaction(is_writer=False) as connection, connection.cursor() as cursor:
        cursor.execute(
            "delete from ops.steps where day = %(day)s::date and step = any(%(steps)s)",
            {"day": day, "steps": list(steps)},
        )


def verify_night(day: date) -> None:
    """Raise `NightError` unless the night is published, reported, mailed, and no earlier one lacks.

    A night that was never loaded is told every morning, until it is loaded or declared closed.
    """
    problems = [] if _is_published(day) else ["it is not published"]
    steps = load_steps(day)
    problems += [
        f"{absence} (step {step}: {steps.get(step, 'not started')})"
        for step, absence in OWED_STEPS.items()
        if steps.get(step) != "done"
    ]
    told = []
    if problems:
        retry = make_command("retry", load_settings().source, day)
        told.append(f"night {day}: {'; '.join(problems)}. Mend it: `{retry}`")
    if missing := load_missing_days(day):
        told.append(f"earlier nights are missing: {missing}")
    if told:
        raise NightError(". ".join(told))


def _is_published(day: date) -> bool:
    with open_snapshot() as connection, connection.cursor() as cursor:
        cursor.execute("select from ops.published_days where day = %(day)s::date", {"day": day})
        return cursor.fetchone() is not None
