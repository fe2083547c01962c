"""Live progress of the nights: a table in a terminal, a line per DAG anywhere else."""

from datetime import date

from rich.console import Console
from rich.live import Live
from rich.table import Table

from include.runtime.night import UPSTREAM, DagState, Night

STYLES = {"success": "green", "failed": "bold red", "running": "yellow", "skipped": "dim"}


def describe_dag(dag: DagState) -> str:
    """Return a DAG's state in a word or two: `done 4.1 s`, `running`, `-`."""
    word = {"success": "done", "waiting": "-"}.get(dag.state, dag.state)
    return f"{word} {dag.seconds:.1f} s" if dag.seconds is not None and dag.is_over else word


class Progress:
    """Shows the nights while they run."""

    def __init__(self, console: Console) -> None:
        """Remember where to write."""
        self._console = console
        self._nights: dict[date, Night] = {}
        self._live: Live | None = None

    def __enter__(self) -> "Progress":
        if self._console.is_terminal:
            self._live = Live(self._make_table(), console=self._console, refresh_per_second=4)
            self._live.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, day: date, night: Night) -> None:
        """Show the night as it is now."""
        before = self._nights.get(day)
        self._nights[day] = night
        if self._live is not None:
            self._live.update(self._make_table())
            return
        for name, dag in night.dags.items():
            old = before.dags[name].state if before else "waiting"
            if dag.state != old and dag.is_over:
                self._console.print(f"{day}  {name:<10}{describe_dag(dag)}")

    def _make_table(self) -> Table:
        table = Table("night", *UPSTREAM, box=None, pad_edge=False)
        for day, night in self._nights.items():
            cells = [
                f"[{style}]{describe_dag(dag)}[/{style}]"
                if (style := STYLES.get(dag.state))
                else describe_dag(dag)
                for dag in night.dags.values()
            ]
            table.add_row(day.isoformat(), *cells)
        return table
