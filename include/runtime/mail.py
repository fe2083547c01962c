"""Send one mail as the nights would: `make test-mail`."""

import argparse
import os

from include.runtime.commands import write
from include.runtime.stack import require_environment
from include.runtime.state import State
from include.settings import load_settings


def run_test_mail(state: State, arguments: argparse.Namespace) -> int:
    """Mail every recipient of the settings once, and say what the server said of each."""
    os.environ.update(require_environment(state))
    # lets Airflow's SDK find a connection made in the UI, outside of a task
    os.environ["_AIRFLOW_PROCESS_CONTEXT"] = "server"
    # after the environment: they read it when they load
    from include.mail.outbox import send_test_message  # noqa: PLC0415
    from include.tasks import smtp_connection  # noqa: PLC0415

    settings = load_settings()
    connection = smtp_connection()
    recipients = {
        *settings.alert_recipients,
        *settings.digest_recipients,
        *settings.oncall_recipients,
    }
    where = f"{connection.host}:{connection.port}" if connection else "no SMTP connection"
    write(f"from {settings.mail_from} by {where}")
    for recipient in sorted(recipients):
        write(f"{recipient}: {send_test_message(connection, recipient)}")
    return 0
