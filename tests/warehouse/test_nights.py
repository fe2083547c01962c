"""Nights and their steps: what is recorded, what is kept, what the watch complains about."""

from datetime import date
from pathlib import Path

import psycopg2
import pytest

from include.settings import load_settings
from include.warehouse.connect import open_snapshot
from include.warehouse.nights import (
    NightError,
    forget_steps,
    load_kind,
    load_step,
    load_steps,
    save_night,
    save_step,
    verify_night,
)

DAY = date(2018, 4, 28)


def _kind(day: date) -> str:
    with open_snapshot() as connection:
        return load_kind(connection, day)


def _detail(url: str, step: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("select detail from ops.steps where step = %s", (step,))
            return cursor.fetchone()[0]
    finally:
        connection.close()


def _publish(url: str) -> None:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("insert into ops.published_days (day) values (%s)", (DAY,))
    finally:
        connection.close()


def test_the_kind_of_a_night_is_that_of_its_latest_run(warehouse: str) -> None:
    assert _kind(DAY) == "manual"
    save_night(DAY, "run-1", "scheduled")
    save_night(DAY, "run-2", "backfill")
    assert _kind(DAY) == "backfill"
    save_night(DAY, "run-1", "scheduled")
    assert _kind(DAY) == "scheduled"


def test_an_unknown_kind_is_refused(warehouse: str) -> None:
    with pytest.raises(psycopg2.errors.CheckViolation):
        save_night(DAY, "run-1", "nightly")


def test_a_step_keeps_the_figures_that_it_saved_itself(warehouse: str) -> None:
    save_step(DAY, "ingest", "running", "run-1")
    save_step(DAY, "ingest", "done", "run-1", {"rows": 7})
    save_step(DAY, "ingest", "done", "run-1")
    assert _detail(warehouse, "ingest") == {"rows": 7}
    save_step(DAY, "ingest", "running", "run-2")
    assert _detail(warehouse, "ingest") == {}


def test_forgotten_steps_are_as_if_they_never_ran(warehouse: str) -> None:
    save_step(DAY, "score", "done")
    save_step(DAY, "ingest", "done")
    forget_steps(DAY, ("score", "drift"))
    assert load_step(DAY, "score") is None
    assert load_steps(DAY) == {"ingest": "done"}


def test_the_watch_is_silent_about_a_whole_night(warehouse: str) -> None:
    _publish(warehouse)
    for step in ("report", "alert", "digest"):
        save_step(DAY, step, "done")
    verify_night(DAY)


def test_the_watch_names_what_is_missing_and_the_command_that_mends_it(warehouse: str) -> None:
    save_step(DAY, "report", "failed")
    save_step(DAY, "alert", "done")
    with pytest.raises(NightError) as caught:
        verify_night(DAY)
    message = str(caught.value)
    assert "2018-04-28" in message
    assert "not published" in message
    assert "step report: failed" in message
    assert "step digest: not started" in message
    assert "alert" not in message
    assert "`make retry DAY=2018-04-28`" in message


def test_the_watch_leaves_a_failed_training_to_its_own_notice(warehouse: str) -> None:
    _publish(warehouse)
    for step in ("report", "alert", "digest"):
        save_step(DAY, step, "done")
    save_step(DAY, "train", "failed")
    save_step(DAY, "watch", "failed")
    verify_night(DAY)


def test_the_watch_names_an_earlier_night_that_never_came_until_it_is_declared_closed(
    warehouse: str, settings_env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings_env.setenv("NIGHTSHIFT_FIRST_NIGHT", "2018-04-27")
    settings_env.setenv("NIGHTSHIFT_LANDING", str(tmp_path))
    load_settings.cache_clear()
    _publish(warehouse)
    for step in ("report", "alert", "digest"):
        save_step(DAY, step, "done")
    with pytest.raises(NightError, match=r"earlier nights are missing: 2018-04-27 never came") as e:
        verify_night(DAY)
    assert "2018-04-28" not in str(e.value)
    (tmp_path / "2018-04-27").mkdir()
    (tmp_path / "2018-04-27" / "_CLOSED").touch()
    verify_night(DAY)
