"""A sender that kills itself: `python -m tests.mail.killed_sender STEP PORT`, by kill -9."""

import os
import signal
import smtplib
import sys
from collections.abc import Callable
from typing import Any

from include.mail import outbox, smtp, state
from include.mail.connection import SmtpConnection


def kill(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(place: Any, name: str) -> None:
    setattr(place, name, kill)


def after(place: Any, name: str) -> None:
    done = getattr(place, name)

    def run(*values: Any, **named: Any) -> None:
        done(*values, **named)
        kill()

    setattr(place, name, run)


def within(place: Any, name: str) -> None:
    """Let half of the mail's text go out; commands to the server are shorter."""
    done = getattr(place, name)

    def run(session: smtplib.SMTP, text: bytes | str) -> None:
        if len(text) < 500:
            done(session, text)
            return
        done(session, text[: len(text) // 2])
        kill()

    setattr(place, name, run)


# each step of the sender in its order: how it is killed, and where
STEPS: dict[str, tuple[Callable[[Any, str], None], Any, str]] = {
    "the queue is not read": (before, outbox, "run_mail_sql"),
    "the queue is read": (after, outbox, "run_mail_sql"),
    "the mail is read": (after, outbox, "load_message"),
    "the mail is built": (after, outbox, "build_message"),
    "the server has let it in": (after, smtp, "_log_in"),
    "the server will read the text": (before, outbox, "save_unconfirmed"),
    "the note of the text is written": (after, outbox, "save_unconfirmed"),
    "half of the text is out": (within, smtplib.SMTP, "send"),
    "the text is out": (before, smtp, "_read_answer"),
    "the answer is read": (after, smtp, "_read_answer"),
    "the mail is delivered": (before, outbox, "save_sent"),
    "the end is written and not committed": (after, state, "_save_result"),
    "the end is committed": (after, outbox, "save_sent"),
    "all are sent": (before, outbox, "report_dropped"),
}
# the server has the whole mail, and the outbox does not know it: the declared case
MAY_ARRIVE_TWICE = {
    "the text is out",
    "the answer is read",
    "the mail is delivered",
    "the end is written and not committed",
}

if __name__ == "__main__":
    how, place, name = STEPS[sys.argv[1]]
    how(place, name)
    outbox.send_queued(
        SmtpConnection("127.0.0.1", int(sys.argv[2]), timeout_seconds=5, answer_seconds=5)
    )
