"""The commands behind the Makefile: `python -m include.runtime COMMAND --source SOURCE`."""

import argparse
import logging
import sys
from collections.abc import Callable

from include.runtime import (
    check_source,
    commands,
    doctor,
    draft_source,
    mail,
    models,
    muting,
    quarantine,
    queries,
    runs,
)
from include.runtime.state import State, find_state, locate_state
from include.settings import SettingError
from include.sources.contract import ContractError

Command = Callable[[State, argparse.Namespace], int]
COMMANDS: dict[str, Command] = {
    "airflow": queries.run_airflow,
    "benchmarks": models.run_benchmarks,
    "check-source": check_source.run_check_source,
    "draft-source": draft_source.run_draft_source,
    "models": models.run_models,
    "pin": models.run_pin,
    "rollback": models.run_rollback,
    "training-sets": models.run_training_sets,
    "unpin": models.run_unpin,
    "run": runs.run_run,
    "up": commands.run_up,
    "down": commands.run_down,
    "status": commands.run_status,
    "logs": commands.run_logs,
    "rerun": runs.run_rerun,
    "retry": runs.run_retry,
    "clean": commands.run_clean,
    "doctor": doctor.run_doctor,
    "query": queries.run_query,
    "sql": queries.run_sql,
    "psql": queries.run_psql,
    "quarantine": quarantine.run_quarantine,
    "replay-quarantine": quarantine.run_replay_quarantine,
    "mute": muting.run_mute,
    "muted": muting.run_muted,
    "opt-in": mail.run_opt_in,
    "opt-out": mail.run_opt_out,
    "recipients": mail.run_recipients,
    "test-mail": mail.run_test_mail,
    "unmute": muting.run_unmute,
}
FOR_NEW_SOURCES = {"check-source", "draft-source"}  # their source may not exist yet


def parse_arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """Read the command line; the Makefile passes empty texts for what is not set."""
    parser = argparse.ArgumentParser(prog="python -m include.runtime", description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--source", default="demo", help="a folder below include/sources")
    parser.add_argument("--data", help="run: the folder of the dump to replay")
    parser.add_argument(
        "--from", dest="first_night", help="run: the first night; check-, draft-source: a folder"
    )
    parser.add_argument("--day", help="run: the last night; others: the day")
    parser.add_argument("--sql", help="query: one SELECT")
    parser.add_argument("--file", help="sql: a file below include/sql")
    parser.add_argument("--commit", action="store_true", help="sql: keep the changes")
    parser.add_argument("--follow", action="store_true", help="logs: go on")
    parser.add_argument("--model", help="pin, unpin, rollback, benchmarks: a model of `models`")
    parser.add_argument("--version", help="pin: the version that is to serve")
    parser.add_argument("--order", default="", help="mute, unmute: an order's id")
    parser.add_argument("--until", help="mute: the last business day without an alert")
    parser.add_argument("--reason", default="", help="mute: why")
    parser.add_argument("--address", default="", help="opt-out, opt-in: a recipient")
    parser.add_argument("--kind", default="", help="opt-out, opt-in: digest (default) or alert")
    parser.add_argument("--arguments", default="", help="airflow: its command and options")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Run one command; an error that the user can mend is one line on standard error."""
    arguments = parse_arguments(argv)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        find = locate_state if arguments.command in FOR_NEW_SOURCES else find_state
        return COMMANDS[arguments.command](find(arguments.source), arguments)
    except (SettingError, ContractError, RuntimeError, OSError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; what was started runs on (`make status`)\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
