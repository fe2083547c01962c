"""What Airflow's runs tell of a night."""

from datetime import UTC, datetime, timedelta

from include.runtime.airflow_api import Run
from include.runtime.night import UPSTREAM, judge_night

START = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
ORDER = list(UPSTREAM)


def run(dag: str, state: str = "success", minute: float | None = None) -> Run:
    begin = START + timedelta(minutes=ORDER.index(dag) if minute is None else minute)
    ended = begin + timedelta(seconds=30) if state in {"success", "failed"} else None
    return Run(dag, f"{dag}-{begin:%H%M}", state, begin, begin, ended)


def test_a_night_without_runs_waits() -> None:
    night = judge_night([])
    assert not night.is_over
    assert {dag.state for dag in night.dags.values()} == {"waiting"}


def test_a_night_is_done_when_every_dag_succeeded() -> None:
    night = judge_night([run(dag) for dag in ORDER])
    assert night.is_over
    assert night.is_done
    assert night.dags["ingest"].seconds == 30


def test_a_dag_whose_run_is_yet_to_come_keeps_the_night_open() -> None:
    night = judge_night([run(dag) for dag in ORDER if dag != "alert"])
    assert not night.is_over
    assert night.dags["alert"].state == "waiting"


def test_what_waits_for_a_failed_dag_never_starts() -> None:
    night = judge_night([run("ingest"), run("transform", "failed")])
    assert night.is_over
    assert not night.is_done
    assert [one.dag for one in night.failed_runs] == ["transform"]
    assert night.dags["drift"].state == "skipped"


def test_a_failed_training_stops_neither_scores_nor_report() -> None:
    night = judge_night([run(dag, "failed" if dag == "train" else "success") for dag in ORDER])
    assert night.is_over
    assert not night.is_done
    assert night.dags["alert"].state == "success"


def test_after_a_night_is_run_again_older_runs_do_not_count() -> None:
    runs = [run(dag) for dag in ORDER] + [run("ingest", minute=60)]
    night = judge_night(runs)
    assert not night.is_over
    assert night.dags["ingest"].state == "success"
    assert night.dags["transform"].state == "waiting"


def test_a_run_that_was_cleared_makes_the_night_open_again() -> None:
    runs = [run(dag) for dag in ORDER if dag not in {"drift", "alert", "score"}]
    assert not judge_night([*runs, run("score", "queued")]).is_over
