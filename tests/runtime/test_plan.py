"""Which nights `make run` replays, and what it says of a request that makes no sense."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from include.runtime import commands
from include.runtime.plan import (
    Plan,
    Request,
    is_owed,
    load_plan,
    make_plan,
    parse_day,
    parse_request,
    save_plan,
    yesterday_in,
)
from include.runtime.state import State
from include.settings import SettingError

YESTERDAY = date(2026, 3, 29)
NOTHING = Request(None, None, None)
OLIST = Plan(date(2018, 4, 24), date(2018, 4, 26), Path("dump"))


def test_the_demo_replays_the_last_three_nights() -> None:
    plan = make_plan("demo", NOTHING, None, YESTERDAY)
    assert plan.nights_after(None) == [date(2026, 3, 27), date(2026, 3, 28), YESTERDAY]


def test_a_later_day_continues_after_the_newest_published_one() -> None:
    plan = make_plan("olist", Request(None, date(2018, 4, 28), None), OLIST, YESTERDAY)
    assert plan.nights_after(date(2018, 4, 26)) == [date(2018, 4, 27), date(2018, 4, 28)]
    assert plan.data == OLIST.data


def test_the_same_day_again_leaves_nothing_to_do() -> None:
    plan = make_plan("olist", NOTHING, OLIST, YESTERDAY)
    assert plan.nights_after(OLIST.last_night) == []


def test_history_is_no_night() -> None:
    assert OLIST.nights_after(date(2018, 4, 20))[0] == OLIST.first_night


def test_another_first_night_than_the_warehouses_is_refused() -> None:
    request = Request(date(2018, 4, 25), date(2018, 4, 28), None)
    with pytest.raises(SettingError, match=r"FROM is 2018-04-25.*starts on 2018-04-24.*make clean"):
        make_plan("olist", request, OLIST, YESTERDAY)


@pytest.mark.parametrize(
    ("request_", "setting"),
    [(NOTHING, "FROM"), (Request(date(2018, 4, 24), None, None), "DAY")],
)
def test_a_dump_needs_to_be_told_its_nights(request_: Request, setting: str) -> None:
    with pytest.raises(SettingError, match=rf"setting {setting} is not set"):
        make_plan("olist", request_, None, YESTERDAY)


def test_a_day_before_the_first_night_of_the_warehouse_is_refused() -> None:
    with pytest.raises(SettingError, match="setting DAY is 2018-04-01"):
        make_plan("olist", Request(None, date(2018, 4, 1), None), OLIST, YESTERDAY)


def test_a_day_before_from_is_refused() -> None:
    with pytest.raises(SettingError, match=r"setting DAY is 2018-04-23, before FROM"):
        parse_request("2018-04-24", "2018-04-23", None)


@pytest.mark.parametrize("text", ["yesterday", "2018-4-1", "20180401", "2018-02-30", "2018-W01-1"])
def test_a_day_is_written_in_one_way_only(text: str) -> None:
    with pytest.raises(SettingError, match=f"setting FROM is {text!r}: it takes a day"):
        parse_day("FROM", text)


def test_a_data_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"setting DATA is '.*nowhere'"):
        parse_request(None, None, str(tmp_path / "nowhere"))


def test_yesterday_is_the_sources_not_the_machines() -> None:
    now = datetime(2026, 3, 30, 1, 0, tzinfo=UTC)
    assert yesterday_in("America/Sao_Paulo", now) == date(2026, 3, 28)
    assert yesterday_in("Asia/Jakarta", now) == date(2026, 3, 29)


def test_a_plan_is_remembered(tmp_path: Path) -> None:
    state = State("olist", tmp_path / "olist")
    assert load_plan(state) is None
    save_plan(state, OLIST)
    assert load_plan(state) == OLIST


@pytest.mark.parametrize(
    ("day", "hour", "scheduled", "owed"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 30, 2, 0, tzinfo=UTC), "true", True),
        (date(2026, 3, 29), datetime(2026, 3, 30, 1, 59, tzinfo=UTC), "true", False),
        (date(2026, 3, 28), datetime(2026, 3, 30, 2, 0, tzinfo=UTC), "true", False),
        (date(2026, 3, 29), datetime(2026, 3, 30, 2, 0, tzinfo=UTC), "false", False),
    ],
)
def test_the_schedule_owes_a_night_from_four_oclock_local_on(
    day: date, hour: datetime, scheduled: str, *, owed: bool
) -> None:
    environment = {"NIGHTSHIFT_SCHEDULED": scheduled, "NIGHTSHIFT_FIRST_NIGHT": "2026-03-29"}
    assert is_owed(day, environment, "Europe/Berlin", hour) is owed


def test_only_a_demo_that_ends_yesterday_is_scheduled(state: State) -> None:
    yesterday = commands.current_day(state) - timedelta(days=1)
    assert commands.is_living(state)
    for last_night, is_living in ((yesterday, True), (date(2026, 3, 27), False)):
        save_plan(state, Plan(last_night, last_night, None))
        assert commands.is_living(state) is is_living
