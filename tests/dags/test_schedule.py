"""The schedule, driven as the scheduler drives it: every business day exactly once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pendulum
import pytest
from airflow.serialization.encoders import coerce_to_core_timetable
from airflow.timetables.base import TimeRestriction, Timetable

from include import tasks
from include.settings import load_settings

ONE_DAY = timedelta(days=1)
# both changes of a year lie inside each range; Brazil's are at midnight and ended in 2019
YEARS = [
    ("Europe/Berlin", date(2026, 1, 1)),
    ("Europe/Berlin", date(2027, 1, 1)),
    ("America/New_York", date(2026, 1, 1)),
    ("America/Sao_Paulo", date(2017, 1, 1)),
    ("America/Sao_Paulo", date(2018, 1, 1)),
    ("Australia/Lord_Howe", date(2026, 1, 1)),
]


@pytest.fixture
def in_zone(settings_env: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Let a test choose the source's time zone and first night."""
    yield settings_env
    load_settings.cache_clear()


def _make_timetable(patch: pytest.MonkeyPatch, zone: str, first_night: date) -> Timetable:
    patch.setattr(tasks, "load_contract", lambda _: SimpleNamespace(timezone=zone))
    patch.setenv("NIGHTSHIFT_FIRST_NIGHT", first_night.isoformat())
    load_settings.cache_clear()
    return coerce_to_core_timetable(tasks.night_timetable("0 4 * * *"))


def _run_schedule(timetable: Timetable, nights: int) -> list[tuple[str, datetime]]:
    restriction = TimeRestriction(tasks.first_run(), tasks.last_run(), catchup=True)
    found, last = [], None
    for _ in range(nights):
        last = timetable.next_dagrun_info_v2(last_dagrun_info=last, restriction=restriction)
        assert last is not None
        found.append((last.partition_key, last.run_after))
    return found


@pytest.mark.parametrize(("zone", "first_night"), YEARS)
def test_every_business_day_of_a_year_comes_exactly_once_and_in_order(
    in_zone: pytest.MonkeyPatch, zone: str, first_night: date
) -> None:
    timetable = _make_timetable(in_zone, zone, first_night)
    runs = _run_schedule(timetable, 366)
    assert [key for key, _ in runs] == [
        (first_night + ONE_DAY * offset).isoformat() for offset in range(366)
    ]


@pytest.mark.parametrize(("zone", "first_night"), YEARS)
def test_every_night_runs_at_four_local_time_of_the_morning_after_its_day(
    in_zone: pytest.MonkeyPatch, zone: str, first_night: date
) -> None:
    timetable = _make_timetable(in_zone, zone, first_night)
    for key, run_after in _run_schedule(timetable, 366):
        local = pendulum.instance(run_after).in_timezone(zone)
        assert (local.date(), local.hour) == (date.fromisoformat(key) + ONE_DAY, 4)


@pytest.mark.parametrize(("zone", "first_night"), YEARS)
def test_a_backfill_of_a_year_has_every_business_day_exactly_once(
    in_zone: pytest.MonkeyPatch, zone: str, first_night: date
) -> None:
    timetable = _make_timetable(in_zone, zone, first_night)
    end = first_night + ONE_DAY * 365
    infos = timetable.iter_partition_dagrun_infos(
        earliest=pendulum.datetime(first_night.year, 1, 1),
        latest=pendulum.datetime(end.year, end.month, end.day),
    )
    assert [info.partition_key for info in infos] == [
        (first_night + ONE_DAY * offset).isoformat() for offset in range(365)
    ]


def test_a_key_given_by_hand_means_the_same_day_as_the_schedules(
    in_zone: pytest.MonkeyPatch,
) -> None:
    timetable = _make_timetable(in_zone, "Europe/Berlin", date(2026, 3, 27))
    for key, _ in _run_schedule(timetable, 5):
        decoded = timetable.resolve_partition_date(key)
        assert decoded is not None
        assert decoded.date() == date.fromisoformat(key)


def test_a_replayed_source_has_no_next_run(in_zone: pytest.MonkeyPatch) -> None:
    in_zone.setenv("NIGHTSHIFT_SCHEDULED", "false")
    timetable = _make_timetable(in_zone, "America/Sao_Paulo", date(2018, 4, 24))
    restriction = TimeRestriction(tasks.first_run(), tasks.last_run(), catchup=False)
    info = timetable.next_dagrun_info_v2(last_dagrun_info=None, restriction=restriction)
    assert info is None


def test_a_replayed_source_whose_nights_reach_yesterday_has_no_next_run_either(
    in_zone: pytest.MonkeyPatch,
) -> None:
    in_zone.setenv("NIGHTSHIFT_SCHEDULED", "false")
    yesterday = pendulum.now("America/Sao_Paulo").date() - ONE_DAY * 2
    timetable = _make_timetable(in_zone, "America/Sao_Paulo", yesterday)
    restriction = TimeRestriction(tasks.first_run(), tasks.last_run(), catchup=False)
    info = timetable.next_dagrun_info_v2(last_dagrun_info=None, restriction=restriction)
    assert info is None
