"""The sensor of `ingest`, as Airflow runs it: it waits, gives up in words, and blocks no night."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import util
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk import RetryAction
from airflow.sdk.bases import sensor
from airflow.sdk.exceptions import AirflowRescheduleException

from include import tasks
from include.ingest import history, ingest_day
from include.ingest.arrival import GrowingDropError
from include.ingest.landing import LandingError, MissingDropError
from include.settings import PROJECT, load_settings
from include.sources.demo import simulate

HOUR = timedelta(hours=1)
Poke = Callable[..., Any]


@pytest.fixture
def landing(settings_env: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give an empty landing folder to Olist, whose drops come from elsewhere, on a schedule."""
    settings_env.setenv("NIGHTSHIFT_SOURCE", "olist")
    settings_env.setenv("NIGHTSHIFT_LANDING", str(tmp_path / "landing"))
    settings_env.setenv("NIGHTSHIFT_FIRST_NIGHT", "2018-04-24")
    load_settings.cache_clear()
    return tmp_path / "landing"


@pytest.fixture
def poke(landing: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Poke]:
    """Return one look of the real sensor at a day: at a given time, since the first look."""

    def look(day: str, now: datetime, first_look: datetime | None = None) -> Any:
        task = load_dag().get_task("deliver_night")
        instance = SimpleNamespace(get_first_reschedule_date=lambda _: first_look)
        run = SimpleNamespace(partition_key=day, run_id="r1", run_type="scheduled", conf={})
        context = {"ti": instance, "dag_run": run, "task": task}
        monkeypatch.setattr(tasks, "get_current_context", lambda: context)
        monkeypatch.setattr(tasks.pendulum, "now", lambda _: now)
        monkeypatch.setattr(sensor, "timezone", SimpleNamespace(utcnow=lambda: now))
        return task.execute(context)

    yield look
    load_settings.cache_clear()


def load_dag() -> Any:
    """Execute `dags/ingest.py` with the test's settings."""
    spec = util.spec_from_file_location("ingest_of_the_test", PROJECT / "dags" / "ingest.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ingest()


def deliver(landing: Path, day: str, *, marker: str = "") -> None:
    """Write every file of a day that Olist's contract requires, and perhaps a marker."""
    folder = landing / day
    folder.mkdir(parents=True)
    if marker != "_CLOSED":
        for name in ("orders", "order_items", "order_payments", "order_reviews", "customers"):
            (folder / f"olist_{name}_dataset.csv").write_text("header\n", encoding="utf-8")
    if marker:
        (folder / marker).touch()


def at(hour: int, minute: int = 0) -> datetime:
    """Return a time of the morning after 2018-04-28, where Olist is (three hours behind)."""
    return datetime(2018, 4, 29, hour + 3, minute, tzinfo=UTC)


def test_a_late_drop_is_looked_for_every_minute_and_then_taken(landing: Path, poke: Poke) -> None:
    with pytest.raises(AirflowRescheduleException) as caught:
        poke("2018-04-28", at(4))
    assert caught.value.reschedule_date == at(4, 1)
    with pytest.raises(AirflowRescheduleException):
        poke("2018-04-28", at(5, 59), first_look=at(4))
    deliver(landing, "2018-04-28", marker="_COMPLETE")
    poke("2018-04-28", at(5, 59), first_look=at(4))


def test_a_drop_that_is_missing_two_hours_after_four_fails_for_good(poke: Poke) -> None:
    with pytest.raises(MissingDropError, match=r"no drop for 2018-04-28.*NIGHTSHIFT_LANDING"):
        poke("2018-04-28", at(6), first_look=at(4))


def test_a_missing_night_of_last_week_holds_up_no_later_one(landing: Path, poke: Poke) -> None:
    deliver(landing, "2018-04-28", marker="_COMPLETE")
    with pytest.raises(MissingDropError):
        poke("2018-04-24", at(4))
    poke("2018-04-28", at(4))


def test_a_drop_that_still_grows_is_not_taken_though_the_wait_for_missing_ones_is_over(
    landing: Path, poke: Poke
) -> None:
    deliver(landing, "2018-04-28")
    now = datetime.now(UTC)
    with pytest.raises(AirflowRescheduleException):
        poke("2018-04-28", now)
    with pytest.raises(GrowingDropError):
        poke("2018-04-28", now, first_look=now - 2 * HOUR)
    poke("2018-04-28", now + timedelta(seconds=61))


def test_a_day_declared_closed_runs_at_once(landing: Path, poke: Poke) -> None:
    deliver(landing, "2018-04-28", marker="_CLOSED")
    poke("2018-04-28", at(4))


def test_a_simulator_delivers_its_night_at_the_first_look(
    settings_env: pytest.MonkeyPatch, landing: Path, poke: Poke, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_env.setenv("NIGHTSHIFT_SOURCE", "demo")
    load_settings.cache_clear()
    monkeypatch.setattr(simulate, "HISTORY_DAYS", 2)
    poke("2018-04-28", at(4))
    assert (landing / "2018-04-28" / "_COMPLETE").is_file()


def test_a_replayed_day_is_there_or_fails_at_once(
    settings_env: pytest.MonkeyPatch, landing: Path, poke: Poke
) -> None:
    settings_env.setenv("NIGHTSHIFT_SCHEDULED", "false")
    load_settings.cache_clear()
    deliver(landing, "2018-04-28", marker="_COMPLETE")
    poke("2018-04-28", at(4))
    with pytest.raises(MissingDropError):
        poke("2018-04-29", at(4))


@pytest.mark.usefixtures("landing")
def test_the_load_names_earlier_nights_that_are_missing_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = SimpleNamespace(partition_key="2018-04-28", run_id="r1", run_type="scheduled", conf={})
    monkeypatch.setattr(tasks, "get_current_context", lambda: {"dag_run": run})
    monkeypatch.setattr(history, "load_missing_days", lambda day: f"told before {day}")
    monkeypatch.setattr(ingest_day, "ingest_day", lambda *loaded: loaded)
    loaded = load_dag().get_task("load_drop").python_callable()
    assert loaded == (date(2018, 4, 28), "r1", "scheduled")
    assert "earlier nights are missing: told before 2018-04-28" in caplog.text


@pytest.mark.usefixtures("landing")
def test_what_no_other_try_can_mend_is_not_tried_again() -> None:
    policy = load_dag().get_task("deliver_night").retry_policy
    for error in (MissingDropError("x"), GrowingDropError("x"), LandingError("x")):
        assert policy.evaluate(error, 1, 3).action == RetryAction.FAIL
    assert policy.evaluate(OSError("x"), 1, 3).action == RetryAction.DEFAULT


@pytest.mark.usefixtures("landing")
def test_the_end_of_the_wait_is_ours_not_airflows() -> None:
    task = load_dag().get_task("deliver_night")
    assert task.timeout > tasks.DROP_DEADLINE.total_seconds() + task.poke_interval


def test_the_log_says_what_is_waited_for(
    poke: Poke, landing: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(AirflowRescheduleException):
        poke("2018-04-28", at(4))
    assert f"folder {landing}/2018-04-28 does not exist" in caplog.text
