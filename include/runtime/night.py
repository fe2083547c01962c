"""One night as Airflow's runs tell it: which DAG has worked, works, or never will."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from include.runtime.airflow_api import Run

# each DAG of a night, and the one whose asset starts it
UPSTREAM = {
    "ingest": None,
    "transform": "ingest",
    "train": "transform",
    "score": "transform",
    "drift": "score",
    "alert": "score",
    "segment": "transform",
    "answer": "transform",
    "report": "transform",
}
CLOCK_SKEW = timedelta(seconds=2)


@dataclass(frozen=True)
class DagState:
    """What a DAG did for the night so far; `waiting` when its run is yet to come."""

    state: str  # waiting, queued, running, success, failed or skipped
    seconds: float | None = None
    run: Run | None = None

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will happen."""
        return self.state in {"success", "failed", "skipped"}


@dataclass(frozen=True)
class Night:
    """The state of every DAG of a night."""

    dags: Mapping[str, DagState]

    @property
    def is_over(self) -> bool:
        """Say whether every DAG has ended or never will start."""
        return all(dag.is_over for dag in self.dags.values())

    @property
    def failed_runs(self) -> list[Run]:
        """Return the runs that failed, in the order of the night."""
        return [dag.run for dag in self.dags.values() if dag.state == "failed" and dag.run]

    @property
    def is_done(self) -> bool:
        """Say whether every DAG has succeeded."""
        return all(dag.state == "success" for dag in self.dags.values())


def _judge_run(run: Run) -> DagState:
    seconds = None
    if run.started_at and run.ended_at:
        seconds = (run.ended_at - run.started_at).total_seconds()
    return DagState(run.state, seconds, run)


def _belongs_to(run: Run, upstream: Run) -> bool:
    """Say whether `run` was started by the latest `upstream`, not by an earlier one."""
    return upstream.started_at is not None and run.queued_at >= upstream.started_at - CLOCK_SKEW


def judge_night(runs: list[Run]) -> Night:
    """Tell the night from its runs, oldest first; a later run of a DAG replaces an earlier one."""
    latest = {run.dag: run for run in runs}
    dags: dict[str, DagState] = {}
    for dag, upstream in UPSTREAM.items():
        run = latest.get(dag)
        if upstream is None:
            dags[dag] = _judge_run(run) if run else DagState("waiting")
            continue
        before = dags[upstream]
        if before.state in {"failed", "skipped"}:
            dags[dag] = DagState("skipped")
        elif run is None or before.run is None or not _belongs_to(run, before.run):
            dags[dag] = DagState("waiting")
        else:
            dags[dag] = _judge_run(run)
    return Night(dags)
