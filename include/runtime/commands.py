"""The commands that start, run and stop a source's stack."""

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from rich.console import Console

from include.runtime import plan as plans
from include.runtime import replay, stack, summary, supervisor
from include.runtime.state import State
from include.settings import SettingError
from include.sources.contract import load_contract

NEEDED_GIGABYTES = 1.0
# a log or a pipe is no narrower than a wide terminal
console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def write(line: str) -> None:
    """Print a line as it is, however long."""
    console.print(line, markup=False, soft_wrap=True)


def make_say() -> Callable[[str], None]:
    """Return a function that prints a line with the seconds since now."""
    start = time.monotonic()
    return lambda line: write(f"{time.monotonic() - start:6.1f} s  {line}")


def require_space(state: State) -> None:
    """Refuse to start on a disk that is full: PostgreSQL would stop in the middle."""
    state.folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(state.folder).free / 1e9
    if free < NEEDED_GIGABYTES:
        raise RuntimeError(
            f"{free:.1f} GB are free below {state.folder}, {NEEDED_GIGABYTES:.0f} GB are needed:"
            " free some, or set NIGHTSHIFT_STATE_ROOT to a folder on another disk"
        )


def first_scheduled_night(state: State) -> date:
    """Return the first night the schedule runs: the one after those that are replayed."""
    plan = plans.load_plan(state)
    if plan is not None:
        is_scheduled = plans.is_simulated(state.source)
        return plan.last_night + plans.ONE_DAY if is_scheduled else plan.first_night
    return current_day(state)


def current_day(state: State) -> date:
    """Return the business day that runs now where the source is."""
    timezone = load_contract(state.source).timezone
    return plans.yesterday_in(timezone, datetime.now(UTC)) + plans.ONE_DAY


def is_living(state: State) -> bool:
    """Say whether the schedule runs the source: a simulated one that is replayed to yesterday.

    One that was asked to end on a day of the past would otherwise catch up every night since.
    """
    plan = plans.load_plan(state)
    yesterday = current_day(state) - plans.ONE_DAY
    return plans.is_simulated(state.source) and (plan is None or plan.last_night >= yesterday)


def bring_up(state: State, say: Callable[[str], None]) -> dict[str, str]:
    """Start the stack with the source's default settings."""
    require_space(state)
    settings = {
        "NIGHTSHIFT_FIRST_NIGHT": first_scheduled_night(state).isoformat(),
        "NIGHTSHIFT_SCHEDULED": "true" if is_living(state) else "false",
    }
    return stack.bring_up(state, settings, say)


def print_lines(lines: list[tuple[str, str]]) -> None:
    """Print labels and texts in two columns."""
    for label, text in lines:
        write(f"{label:<10}{text}")


def run_up(state: State, arguments: argparse.Namespace) -> int:
    """Start the source's stack and say where it is."""
    environment = bring_up(state, make_say())
    print_lines(summary.list_places(environment, None))
    return 0


def run_down(state: State, arguments: argparse.Namespace) -> int:
    """Stop every process of the source."""
    stayed = stack.take_down(state)
    write(f"{state.source}: stopped" + (f" ({stayed} had to be killed)" if stayed else ""))
    return 0


def run_status(state: State, arguments: argparse.Namespace) -> int:
    """Say what runs and which day is published; exit 1 when something does not run."""
    if not supervisor.is_running(state):
        write(f"{state.source}: not running (`make up SOURCE={state.source}`)")
        return 1
    environment = stack.require_environment(state)
    programs = supervisor.list_programs(environment)
    for program in programs:
        write(f"{program['name']:<15}{program['statename']:<10}{program['description']}")
    newest = replay.load_newest_day(environment)
    print_lines([("published", str(newest or "no day yet"))])
    print_lines(summary.list_places(environment, newest))
    return 0 if all(program["statename"] == "RUNNING" for program in programs) else 1


def run_logs(state: State, arguments: argparse.Namespace) -> int:
    """Print the end of each component's log, or follow them."""
    files = sorted(state.logs.glob("*.log"))
    if not files:
        raise SettingError(f"there are no logs below {state.logs}: `make up` was never run")
    follow = ["--follow"] if arguments.follow else []
    return subprocess.call(["tail", "--lines=20", *follow, *map(str, files)])


def run_clean(state: State, arguments: argparse.Namespace) -> int:
    """Stop the source and remove its state: warehouse, Airflow's metadata, drops and mails."""
    stack.take_down_and_forget(state)
    write(f"{state.source}: removed {state.folder}")
    return 0
