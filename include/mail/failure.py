"""The failure notice to the engineer on call: sent at once, without the database."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage

from include.mail.connection import SmtpConnection
from include.mail.files import save_mail
from include.mail.message import Envelope, build_message, dedupe_hash, message_id
from include.mail.render import render_body
from include.mail.smtp import RETRY, MailServerError, deliver
from include.report.formats import clean_text
from include.settings import SettingError, load_settings

logger = logging.getLogger(__name__)

ERROR_LIMIT = 2_000  # characters; the log has the rest


def send_failure_notice(  # noqa: PLR0913 - plain values, as a callback has them
    *,
    dag_id: str,
    task_id: str,
    day: str,
    run_id: str,
    log_url: str,
    error: str,
    what_to_do: str,
    connection: SmtpConnection | None,
) -> None:
    """Mail which task failed, why, and what to do; the outbox is left out, it may be what failed.

    Where no server takes the notice it becomes an `.eml` file. Never raises: this runs in the
    callback of a failed task, and an error here would stand in the log over the one that matters.
    """
    values = {
        "title": f"{dag_id}.{task_id} failed for {day or 'no day'}: {clean_text(error, 80)}",
        "dag_id": dag_id,
        "task_id": task_id,
        "day": day,
        "run_id": run_id,
        "log_url": log_url if log_url.startswith(("http://", "https://")) else "",
        "error": error[:ERROR_LIMIT],
        "what_to_do": what_to_do,
    }
    try:
        recipients = load_settings().oncall_recipients
    except SettingError:
        logger.exception("nobody was told that %s.%s failed", dag_id, task_id)
        return
    for recipient in recipients:
        try:
            _send_one(values, recipient, connection)
        except Exception:
            logger.exception("%s was not told that %s.%s failed", recipient, dag_id, task_id)


def _send_one(values: dict[str, str], recipient: str, connection: SmtpConnection | None) -> None:
    settings = load_settings()
    moment = datetime.now(UTC)
    parts: Sequence[str] = (settings.source, values["dag_id"], values["task_id"], values["run_id"])
    key = "/".join([*parts, recipient, moment.isoformat()])
    message = message_id(key, settings.mail_from)
    envelope = Envelope(
        message_id=message,
        sender=settings.mail_from,
        recipient=recipient,
        subject=f"[{settings.source}] {values['title']}",
        created_at=moment,
    )
    context = {**values, "source": settings.source}
    mail = build_message(envelope, render_body("failure.html.j2", context, message=message))
    _hand_over(mail, values["day"], dedupe_hash(key), connection)


def _hand_over(
    mail: EmailMessage, day: str, digest: str, connection: SmtpConnection | None
) -> None:
    if connection:
        try:
            RETRY(deliver, connection, mail)
        except MailServerError:
            logger.exception("the failure notice goes to a file instead of %s", mail["To"])
        else:
            return
    path = save_mail(mail, day=day or "no-day", kind="failure", digest=digest)
    logger.info("the failure notice is in %s", path)
