"""The commands about mail: `make test-mail`, `recipients`, `opt-out` and `opt-in`."""

import argparse
import os

from include.mail.recipients import load_rows, read_recipients, save_opt_out
from include.mail.state import Row
from include.runtime.commands import write
from include.runtime.models import use_source
from include.runtime.stack import require_environment
from include.runtime.state import State
from include.settings import SettingError, load_settings
from include.warehouse.connect import open_transaction


def run_test_mail(state: State, arguments: argparse.Namespace) -> int:
    """Mail every recipient once, and say what the server said of each."""
    os.environ.update(require_environment(state))
    # lets Airflow's SDK find a connection made in the UI, outside of a task
    os.environ["_AIRFLOW_PROCESS_CONTEXT"] = "server"
    # after the environment: they read it when they load
    from include.mail.outbox import send_test_message  # noqa: PLC0415
    from include.tasks import smtp_connection  # noqa: PLC0415

    settings = load_settings()
    connection = smtp_connection()
    recipients = {recipient.address for recipient in read_recipients()}
    where = f"{connection.host}:{connection.port}" if connection else "no SMTP connection"
    write(f"from {settings.mail_from} by {where}")
    for recipient in sorted(recipients):
        write(f"{recipient}: {send_test_message(connection, recipient)}")
    return 0


def run_recipients(state: State, arguments: argparse.Namespace) -> int:
    """List who gets which mail, about which orders, and who opted out."""
    use_source(state)
    with open_transaction(is_writer=False) as connection:
        rows = load_rows(connection)
    for row in rows:
        write(describe_row(row))
    return 0


def describe_row(row: Row) -> str:
    """Return one row of `ops.recipients` as a line."""
    lists = [
        f"{name} {', '.join(row[name])}" for name in ("areas", "sellers", "partners") if row[name]
    ]
    about = "; ".join(lists) or ("what fits nobody else" if row["is_default"] else "all")
    about = f": {about}" if row["kind"] == "alert" else ""
    left = f" (opted out {row['opted_out_at']:%Y-%m-%d})" if row["opted_out_at"] else ""
    return f"{row['kind']:<8}{row['address']}{about}{left}"


def run_opt_out(state: State, arguments: argparse.Namespace) -> int:
    """Mail somebody no more of a kind; the file may say what it likes."""
    return _change(state, arguments, is_out=True)


def run_opt_in(state: State, arguments: argparse.Namespace) -> int:
    """Mail somebody a kind again."""
    return _change(state, arguments, is_out=False)


def _change(state: State, arguments: argparse.Namespace, *, is_out: bool) -> int:
    address, kind = arguments.address.strip(), arguments.kind or "digest"
    if not address:
        raise SettingError("setting ADDRESS is not set: `make recipients` lists them")
    use_source(state)
    with open_transaction(is_writer=False) as connection:
        save_opt_out(connection, address, kind, is_out=is_out)
    write(f"{address} gets {'no more' if is_out else 'again each'} {kind}")
    return 0
