"""A real SMTP server on this machine that records what it takes and answers as it is told."""

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from include.mail.connection import SmtpConnection

HANG_UP = "hang up"  # a scripted answer: take the mail, then close without a word


@dataclass
class ScriptedServer:
    """Answers `sender_answers`, `recipient_answers`, `data_answers` one by one, then 250 for ever.

    Before an answer it waits as long as `recipient_pauses` and `data_pauses` say, in seconds.
    """

    sender_answers: list[str] = field(default_factory=list)
    recipient_answers: list[str] = field(default_factory=list)
    data_answers: list[str] = field(default_factory=list)
    recipient_pauses: list[float] = field(default_factory=list)
    data_pauses: list[float] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    @property
    def connection(self) -> SmtpConnection:
        return SmtpConnection(host="127.0.0.1", port=self.port, timeout_seconds=5, answer_seconds=5)

    @property
    def message_ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.sender_answers.pop(0) if self.sender_answers else "250 OK"
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.recipient_pauses.pop(0) if self.recipient_pauses else 0)
        answer = self.recipient_answers.pop(0) if self.recipient_answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.data_answers.pop(0) if self.data_answers else "250 taken as 4711"
        if answer.startswith("250") or answer == HANG_UP:
            assert isinstance(envelope.content, bytes)
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        await asyncio.sleep(self.data_pauses.pop(0) if self.data_pauses else 0)
        if answer == HANG_UP:
            assert server.transport is not None
            server.transport.abort()
            await asyncio.sleep(0)
        return answer
