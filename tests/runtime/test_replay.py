"""How nights are started, retried and waited for, against an Airflow that answers by script."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from include.runtime import replay
from include.runtime.airflow_api import AirflowApi, Run
from include.runtime.night import UPSTREAM, Night
from include.runtime.plan import Plan

DAY = date(2026, 3, 1)
START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ORDER = list(UPSTREAM)


def runs(**states: str) -> list[Run]:
    found = []
    for minute, dag in enumerate(ORDER):
        if dag in states:
            begin = START + timedelta(minutes=minute)
            found.append(Run(dag, f"{dag}-1", states[dag], begin, begin, None))
    return found


ALL_DONE = runs(**dict.fromkeys(ORDER, "success"))
TRAIN_FAILED = runs(**dict.fromkeys(ORDER, "success") | {"train": "failed"})


class ScriptedAirflow(AirflowApi):
    """Answers each look at a night with the next list of runs; the last one stays."""

    def __init__(self, *looks: list[Run]) -> None:
        self._looks = list(looks)
        self.asked: list[str] = []

    def list_runs(self, day: date) -> list[Run]:
        return self._looks.pop(0) if len(self._looks) > 1 else self._looks[0]

    def trigger(self, dag: str, day: date, kind: str) -> str:
        self.asked.append(f"trigger {dag} {day} {kind}")
        return "run"

    def clear_failed(self, run: Run) -> None:
        self.asked.append(f"clear {run.run_id}")

    def list_dags(self) -> dict[str, bool]:
        return dict.fromkeys(replay.DAGS, False) | {"train": True}

    def list_import_errors(self) -> list[str]:
        return []

    def unpause(self, dag: str) -> None:
        self.asked.append(f"unpause {dag}")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(replay, "POLL_SECONDS", 0.0)
    monkeypatch.setattr(replay, "SCHEDULE_SECONDS", 0.2)
    return


def ignore(day: date, night: Night) -> None:
    pass


def test_a_night_that_never_ran_is_triggered_as_a_replay_and_waited_for() -> None:
    api = ScriptedAirflow([], runs(ingest="running"), ALL_DONE)
    assert replay.run_night(api, DAY, ignore).is_done
    assert api.asked == ["trigger ingest 2026-03-01 replay"]


def test_a_night_that_runs_already_is_only_waited_for() -> None:
    api = ScriptedAirflow(runs(ingest="success", transform="running"), ALL_DONE)
    assert replay.run_night(api, DAY, ignore).is_done
    assert api.asked == []


def test_only_what_failed_runs_again() -> None:
    api = ScriptedAirflow(TRAIN_FAILED, ALL_DONE)
    assert replay.run_night(api, DAY, ignore).is_done
    assert api.asked == ["clear train-1"]


def test_a_night_that_fails_again_is_returned_as_failed() -> None:
    night = replay.run_night(ScriptedAirflow(TRAIN_FAILED), DAY, ignore)
    assert not night.is_done
    assert [run.dag for run in night.failed_runs] == ["train"]


def test_a_night_that_the_schedule_owes_is_left_to_it() -> None:
    api = ScriptedAirflow([], [], runs(ingest="running"), ALL_DONE)
    assert replay.run_night(api, DAY, ignore, is_owed=True).is_done
    assert api.asked == []


def test_a_schedule_that_does_not_start_its_night_is_helped() -> None:
    api = ScriptedAirflow(*[[]] * 100_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replay, "wait_for_night", lambda *_: "waited")
        assert replay.run_night(api, DAY, ignore, is_owed=True) == "waited"
    assert api.asked == ["trigger ingest 2026-03-01 replay"]


def test_a_night_that_hangs_is_given_up_with_the_names_of_what_hangs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replay, "QUIET_SECONDS", 0)
    api = ScriptedAirflow(runs(ingest="success", transform="running"))
    with pytest.raises(RuntimeError, match="no change for 0 minutes in transform, train"):
        replay.wait_for_night(api, DAY, ignore)


def test_a_paused_dag_is_unpaused() -> None:
    api = ScriptedAirflow([])
    replay.wait_for_dags(api)
    assert api.asked == ["unpause train"]


def test_a_dag_file_that_cannot_be_read_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    api = ScriptedAirflow([])
    monkeypatch.setattr(api, "list_dags", lambda: {"ingest": False})
    monkeypatch.setattr(api, "list_import_errors", lambda: ["dags/score.py: SyntaxError"])
    with pytest.raises(RuntimeError, match=r"cannot read a DAG file:\ndags/score.py: SyntaxError"):
        replay.wait_for_dags(api)


def test_a_newest_night_that_failed_is_opened_again() -> None:
    plan = Plan(DAY, date(2026, 3, 2), None)
    assert replay.list_open_nights(ScriptedAirflow(TRAIN_FAILED), plan, DAY) == [
        DAY,
        date(2026, 3, 2),
    ]
    assert replay.list_open_nights(ScriptedAirflow(ALL_DONE), plan, DAY) == [date(2026, 3, 2)]
