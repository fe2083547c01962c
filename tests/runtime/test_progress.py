"""Progress where nobody draws a table: one line for each DAG that ends."""

from datetime import date
from io import StringIO

from rich.console import Console

from include.runtime.night import UPSTREAM, DagState, Night
from include.runtime.progress import Progress, describe_dag

DAY = date(2026, 3, 1)


def night(**states: str) -> Night:
    return Night({dag: DagState(states.get(dag, "waiting"), 4.12) for dag in UPSTREAM})


def test_each_dag_is_told_once_when_it_ends() -> None:
    out = StringIO()
    with Progress(Console(file=out, width=120)) as progress:
        progress.show(DAY, night(ingest="running"))
        progress.show(DAY, night(ingest="success", transform="running"))
        progress.show(DAY, night(ingest="success", transform="failed"))
        progress.show(DAY, night(ingest="success", transform="failed"))
    lines = [line.split() for line in out.getvalue().splitlines()]
    assert lines == [
        ["2026-03-01", "ingest", "done", "4.1", "s"],
        ["2026-03-01", "transform", "failed", "4.1", "s"],
    ]


def test_a_terminal_sees_a_table_of_nights_and_dags() -> None:
    out = StringIO()
    console = Console(file=out, width=160, force_terminal=True)
    with Progress(console) as progress:
        progress.show(DAY, night(ingest="success"))
    assert "transform" in out.getvalue()
    assert "done 4.1 s" in out.getvalue()


def test_a_dag_that_has_not_ended_tells_no_seconds() -> None:
    assert describe_dag(DagState("running", None)) == "running"
    assert describe_dag(DagState("waiting")) == "-"
