"""The outbox: mails are queued where they are decided, and sent once.

One sender works at a time. Before a mail's text goes out, the sender notes that its answer is
unknown, and takes the note back when the answer comes. A sender that was killed leaves the note
behind; such a mail is sent once more under the same Message-ID, and never a third time.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from html import escape

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json

from include.mail.connection import SmtpConnection
from include.mail.files import save_mail
from include.mail.headers import compose_unsubscribe
from include.mail.message import (
    Body,
    Envelope,
    build_message,
    dedupe_hash,
    message_id,
)
from include.mail.smtp import (
    RETRY,
    DelayedMailError,
    MailServerError,
    RefusedMailError,
    UnconfirmedMailError,
    UnreachableServerError,
    deliver,
)
from include.mail.state import (
    Row,
    load_message,
    report_dropped,
    run_mail_sql,
    save_attempt,
    save_dropped,
    save_sent,
    save_unconfirmed,
)
from include.settings import load_settings
from include.warehouse.connect import open_transaction

logger = logging.getLogger(__name__)

SENDER_LOCK = 7_203_002  # one sender per warehouse
SEND_WITHIN_HOURS = 12  # an alert or a digest is of no use after that
UNCONFIRMED_LIMIT = 2  # one duplicate at most


@dataclass(frozen=True)
class Letter:
    """One mail as it was decided: of which kind, about which day, to whom, saying what."""

    kind: str
    day: date
    recipient: str
    subject: str
    body: Body


def compose_dedupe_key(kind: str, day: date, recipient: str) -> str:
    """Return what may be mailed only once: one mail per business, kind, day and recipient."""
    return f"{load_settings().source}/{kind}/{day}/{recipient.lower()}"


def compose_message_id(kind: str, day: date, recipient: str) -> str:
    """Return the Message-ID that the recipient's mail of that kind and day has, whenever built."""
    return message_id(compose_dedupe_key(kind, day, recipient), load_settings().mail_from)


def queue_message(connection: Connection, letter: Letter) -> str | None:
    """Queue a mail in the caller's transaction; return its Message-ID, None if it's old news.

    Raises `MessageError` for a mail that could never be built, before anything is written.
    """
    message = compose_message_id(letter.kind, letter.day, letter.recipient)
    row = {"message_id": message, "created_at": datetime.now(UTC), **vars(letter)}
    build_message(_address(row), letter.body)
    values = {
        "message_id": message,
        "kind": letter.kind,
        "day": letter.day,
        "recipient": letter.recipient,
        "dedupe_key": compose_dedupe_key(letter.kind, letter.day, letter.recipient),
        "subject": letter.subject,
        "body": Json(letter.body.to_json()),
        "hours": SEND_WITHIN_HOURS,
    }
    return message if run_mail_sql(connection, "queue_message", values) else None


def send_queued(connection: SmtpConnection | None) -> dict[str, int]:
    """Send what is queued, each mail by itself; return how many were sent, dropped, still wait.

    Without a connection the mails become `.eml` files. Raises `DelayedMailError` while mails wait
    for another try, and `RefusedMailError`, once per mail, for what was given up.
    """
    counts = Counter({"sent": 0, "dropped": 0, "waiting": 0})
    reasons: list[str] = []
    with open_transaction(is_writer=False) as sender:
        with sender.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", (SENDER_LOCK,))
        queued = [row["message_id"] for row in run_mail_sql(sender, "load_queued", {})]
        for number, message in enumerate(queued):
            try:
                counts[RETRY(_try_once, message, connection)] += 1
            except DelayedMailError as error:
                counts["waiting"] += 1
                reasons.append(str(error))
            except UnreachableServerError as error:
                counts["waiting"] += len(queued) - number
                reasons.append(str(error))
                break
    logger.info("mail: %(sent)s sent, %(dropped)s dropped, %(waiting)s waiting", counts)
    if reasons:
        raise DelayedMailError(
            f"{counts['waiting']} of {len(queued)} mails still wait: {'; '.join(reasons)}"
        )
    report_dropped()
    return dict(counts)


def send_test_message(connection: SmtpConnection | None, recipient: str) -> str:
    """Send one mail to the recipient at once; return what the server said, or the file's path."""
    moment = datetime.now(UTC)
    settings = load_settings()
    key = f"{settings.source}/test/{recipient}/{moment.isoformat()}"
    text = f"Nightshift ({settings.source}) can send mail to {recipient}."
    envelope = Envelope(
        message_id=message_id(key, settings.mail_from),
        sender=settings.mail_from,
        recipient=recipient,
        subject=f"Nightshift test mail, {moment:%Y-%m-%d %H:%M} UTC",
        created_at=moment,
    )
    mail = build_message(envelope, Body(text=f"{text}\n", html=f"<p>{escape(text)}</p>\n"))
    if connection:
        return deliver(connection, mail)
    return str(save_mail(mail, day=moment.date(), kind="test", digest=dedupe_hash(key)))


def _try_once(message: str, connection: SmtpConnection | None) -> str:
    """Bring one queued mail one step further: sent or dropped, or an error while it waits."""
    row = load_message(message)
    if row["is_too_late"]:
        save_dropped(row, f"not sent before {row['send_by']:%Y-%m-%d %H:%M %Z}")
        return "dropped"
    if row["unconfirmed_attempts"] >= UNCONFIRMED_LIMIT:
        save_dropped(row, "sent twice, and the server never said whether it took it")
        return "dropped"
    try:
        _hand_over(row, connection)
    except RefusedMailError as error:
        save_dropped(row, str(error), attempts=1)
        return "dropped"
    except UnconfirmedMailError as error:
        save_attempt(row, str(error), is_unconfirmed=True)
        raise DelayedMailError(str(error)) from error
    except MailServerError as error:
        save_attempt(row, str(error))
        raise
    save_sent(row)
    return "sent"


def _address(row: Row) -> Envelope:
    settings = load_settings()
    leave = settings.unsubscribe_to or settings.mail_from
    return Envelope(
        message_id=row["message_id"],
        sender=settings.mail_from,
        recipient=row["recipient"],
        subject=row["subject"],
        created_at=row["created_at"],
        unsubscribe=compose_unsubscribe(leave, row["kind"], row["recipient"]),
    )


def _hand_over(row: Row, connection: SmtpConnection | None) -> None:
    mail = build_message(_address(row), Body.from_json(row["body"]))
    if connection is None:
        save_mail(mail, day=row["day"], kind=row["kind"], digest=dedupe_hash(row["dedupe_key"]))
        return
    answer = deliver(connection, mail, before_text=partial(save_unconfirmed, row["message_id"]))
    logger.info("%s of %s to %s: %s", row["kind"], row["day"], row["recipient"], answer)
