"""One mail to one server: what was said, and what that means for the mail."""

import logging
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from tenacity import (
    Retrying,
    before_sleep_log,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)

from include.mail.connection import SmtpConnection

logger = logging.getLogger(__name__)

AUTHENTICATION_REQUIRED = 530


class MailServerError(RuntimeError):
    """The mail did not go out; the message says what the server said."""


class UnreachableServerError(MailServerError):
    """No session with the server: nothing is wrong with the mail itself."""


class DelayedMailError(MailServerError):
    """The server does not take this mail now (4xx), or the connection broke before it could."""


class RefusedMailError(MailServerError):
    """The server will never take this mail (5xx)."""


class UnconfirmedMailError(MailServerError):
    """The whole mail went out, but the server's answer never came: it may have arrived."""


# For hiccups. A longer trouble is the business of the task's own retries.
RETRY = Retrying(
    retry=retry_if_exception_type((DelayedMailError, UnreachableServerError)),
    stop=stop_after_attempt(3),
    wait=wait_exponential_jitter(multiplier=2, max=20),
    before_sleep=before_sleep_log(logger, logging.WARNING),
    reraise=True,
)


def deliver(
    connection: SmtpConnection,
    mail: EmailMessage,
    *,
    before_text: Callable[[], None] = lambda: None,
) -> str:
    """Hand the mail in and return what the server said.

    `before_text` is called when the server has agreed to read the text and before any of it
    goes out: from then on only an answer tells whether the mail arrived.
    """
    recipient = mail["To"].addresses[0].addr_spec
    sender = mail["From"].addresses[0].addr_spec
    with _open_session(connection) as session:
        try:
            _check(session.mail(sender), f"sender {sender}")
            _check(session.rcpt(recipient), f"recipient {recipient}")
            _check(session.docmd("DATA"), f"mail to {recipient}", success=3)
            before_text()
            session.send(_quote(mail.as_bytes()))
        except (smtplib.SMTPException, OSError) as error:
            raise DelayedMailError(f"{connection.host} broke off: {error}") from error
        answer = _read_answer(session, connection)
        _check(answer, f"mail to {recipient}")
        return _sentence(answer)


@contextmanager
def _open_session(connection: SmtpConnection) -> Iterator[smtplib.SMTP]:
    place = f"mail server {connection.host}:{connection.port}"
    try:
        session = _log_in(connection)
    except (smtplib.SMTPException, OSError) as error:
        raise UnreachableServerError(f"no session with {place}: {error}") from error
    try:
        yield session
        _say_goodbye(session)
    finally:
        session.close()


def _log_in(connection: SmtpConnection) -> smtplib.SMTP:
    context = ssl.create_default_context()
    session: smtplib.SMTP
    if connection.is_ssl:
        session = smtplib.SMTP_SSL(
            connection.host, connection.port, timeout=connection.timeout_seconds, context=context
        )
    else:
        session = smtplib.SMTP(connection.host, connection.port, timeout=connection.timeout_seconds)
    try:
        session.ehlo_or_helo_if_needed()
        if connection.is_starttls:
            session.starttls(context=context)
            session.ehlo()
        if connection.login:
            session.login(connection.login, connection.password)
    except BaseException:
        session.close()
        raise
    return session


def _say_goodbye(session: smtplib.SMTP) -> None:
    try:
        session.quit()
    except (smtplib.SMTPException, OSError) as error:
        logger.info("the mail was taken; the server then hung up without a goodbye: %s", error)


def _quote(text: bytes) -> bytes:
    """Return the text as DATA carries it: leading dots doubled, closed by a dot."""
    lines = re.sub(rb"(?m)^\.", b"..", text)
    return lines + (b"" if lines.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _read_answer(session: smtplib.SMTP, connection: SmtpConnection) -> tuple[int, bytes]:
    try:
        if session.sock is not None:
            session.sock.settimeout(connection.answer_seconds)
        return session.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise UnconfirmedMailError(
            f"{connection.host} read the mail and did not answer: {error}"
        ) from error


def _check(answer: tuple[int, bytes], what: str, success: int = 2) -> None:
    code = answer[0]
    if code // 100 == success:
        return
    sentence = f"{what}: the server said {_sentence(answer)}"
    if code == AUTHENTICATION_REQUIRED:
        raise UnreachableServerError(sentence)
    if code // 100 == 5:
        raise RefusedMailError(sentence)
    raise DelayedMailError(sentence)


def _sentence(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {answer[1].decode('utf-8', errors='replace')}".replace("\n", " ")
