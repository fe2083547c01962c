"""The commands behind the Makefile: `python -m include.runtime COMMAND --source SOURCE`."""

import argparse
import logging
import sys
import time

from rich.console import Console

from include.runtime import stack, supervisor
from include.runtime.state import State, find_state
from include.settings import SettingError

console = Console(highlight=False, soft_wrap=True)


def run_up(state: State, arguments: argparse.Namespace) -> int:
    """Start the source's stack and say where it is."""
    start = time.monotonic()
    environment = stack.bring_up(
        state, lambda line: console.print(f"{time.monotonic() - start:6.1f} s  {line}")
    )
    console.print(f"UI: {environment['NIGHTSHIFT_AIRFLOW_URL']}")
    console.print(f"Login: admin / {environment['NIGHTSHIFT_AIRFLOW_PASSWORD']}")
    return 0


def run_down(state: State, arguments: argparse.Namespace) -> int:
    """Stop the source's stack."""
    stayed = stack.take_down(state)
    console.print(f"{state.source}: stopped" + (f" ({stayed} killed)" if stayed else ""))
    return 0


def run_status(state: State, arguments: argparse.Namespace) -> int:
    """Say what runs."""
    if not supervisor.is_running(state):
        console.print(f"{state.source}: not running")
        return 0
    for program in supervisor.list_programs(stack.require_environment(state)):
        console.print(f"{program['name']:<14}{program['statename']:<10}{program['description']}")
    return 0


COMMANDS = {"up": run_up, "down": run_down, "status": run_status}


def main() -> int:
    """Run one command; an error the user can mend is one line."""
    parser = argparse.ArgumentParser(prog="python -m include.runtime")
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--source", default="demo")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        return COMMANDS[arguments.command](find_state(arguments.source), arguments)
    except (SettingError, RuntimeError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
