"""What the night could not hand in goes out by day, as soon as the mail server takes it."""

import logging

from include.mail.connection import SmtpConnection
from include.mail.outbox import send_queued
from include.mail.smtp import DelayedMailError
from include.mail.state import run_mail_sql
from include.warehouse.connect import open_transaction

logger = logging.getLogger(__name__)


def send_waiting(connection: SmtpConnection | None) -> int:
    """Send the mails that wait, and note the steps this ends; return how many were sent.

    A mail that the server does not take yet waits on: the night's own task has said so. Raises
    `RefusedMailError` for those given up.
    """
    try:
        sent = send_queued(connection)["sent"]
    except DelayedMailError as error:
        logger.warning("%s", error)
        sent = 0
    with open_transaction(is_writer=False) as warehouse:
        for row in run_mail_sql(warehouse, "end_late_steps", {}):
            logger.info("%s of %s: every mail has been sent, late", row["step"], row["day"])
    return sent
