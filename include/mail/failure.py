"""The failure notice to the engineer on call: sent at once, without the database."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage

from include.mail.connection import SmtpConnection
from include.mail.files import save_mail
from include.mail.message import Envelope, build_message, dedupe_hash, message_id
from include.mail.recipients import RecipientsError, list_addresses, read_recipients
from include.mail.render import render_body
from include.mail.smtp import RETRY, MailServerError, deliver
from include.report.masking import mask_contacts, mask_text
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
        "dag_id": dag_id,
        "task_id": task_id,
        "day": day,
        "run_id": run_id,
        "log_url": log_url if log_url.startswith(("http://", "https://")) else "",
        "error": error,
        "what_to_do": what_to_do,
    }
    try:
        known, oncall = _list_recipients()
    except SettingError:
        logger.exception("nobody was told that %s.%s failed", dag_id, task_id)
        return
    for recipient in oncall:
        try:
            _send_one(_mask(values, known), recipient, connection)
        except Exception:
            logger.exception("%s was not told that %s.%s failed", recipient, dag_id, task_id)


def _list_recipients() -> tuple[set[str], tuple[str, ...]]:
    """Return every known address and those on call; the setting's list if the file is broken."""
    try:
        known = {recipient.address for recipient in read_recipients()}
        return known, list_addresses("failure")
    except RecipientsError:
        oncall = load_settings().oncall_recipients
        logger.exception("the recipients can't be read; told instead: %s", ", ".join(oncall))
        return set(oncall), oncall


def _mask(values: dict[str, str], known: set[str]) -> dict[str, str]:
    """Add a title; hide addresses and numbers that the error quotes, but those of recipients."""
    task = f"{values['dag_id']}.{values['task_id']}"
    headline = mask_text(values["error"], 80, keep=known)
    return values | {
        "title": f"{task} failed for {values['day'] or 'no day'}: {headline}",
        "error": mask_contacts(values["error"][:ERROR_LIMIT], keep=known),
    }


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
    what_to_do = values["what_to_do"].split("`")  # every second part is a command
    context = {
        **values,
        "source": settings.source,
        "error": values["error"].splitlines() or [""],
        "what_to_do": what_to_do,
    }
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
