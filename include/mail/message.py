"""The mail itself: an `EmailMessage` that is the same, byte for byte, each time it is built."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Self

from include.mail.headers import POLICY, MessageError, one_line, parse_address

HTML_LIMIT_BYTES = 90_000  # Gmail clips a message at 102 KB


@dataclass(frozen=True)
class Picture:
    """A PNG shown in the HTML as `cid:<content_id(message_id, name)>`."""

    name: str
    png: bytes


@dataclass(frozen=True)
class Attachment:
    """One HTML page that stands alone."""

    file_name: str
    html: bytes


@dataclass(frozen=True)
class Body:
    """What a reader sees: the same content as text and as HTML, and what belongs to it."""

    text: str
    html: str
    pictures: tuple[Picture, ...] = ()
    attachment: Attachment | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the body as `ops.outbox.body` keeps it; binary parts in base64."""
        attachment = self.attachment and {
            "file_name": self.attachment.file_name,
            "html": _encode(self.attachment.html),
        }
        pictures = [{"name": each.name, "png": _encode(each.png)} for each in self.pictures]
        return {
            "text": self.text,
            "html": self.html,
            "pictures": pictures,
            "attachment": attachment,
        }

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Self:
        """Read the body back from `ops.outbox.body`."""
        attachment = body.get("attachment")
        return cls(
            text=body["text"],
            html=body["html"],
            pictures=tuple(
                Picture(name=each["name"], png=base64.b64decode(each["png"]))
                for each in body.get("pictures") or ()
            ),
            attachment=attachment
            and Attachment(
                file_name=attachment["file_name"], html=base64.b64decode(attachment["html"])
            ),
        )


@dataclass(frozen=True)
class Envelope:
    """From whom to whom, about what, and since when: the decision's moment dates the mail.

    `unsubscribe` is the address that ends this kind of mail, empty for one that can't be ended.
    """

    message_id: str
    sender: str
    recipient: str
    subject: str
    created_at: datetime
    unsubscribe: str = ""


def _encode(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def dedupe_hash(dedupe_key: str) -> str:
    """Return 32 hex digits that stand for the dedupe key in headers and file names."""
    return hashlib.sha256(dedupe_key.encode()).hexdigest()[:32]


def message_id(dedupe_key: str, mail_from: str) -> str:
    """Return the Message-ID of whatever is mailed only once under `dedupe_key`."""
    domain = parse_address(mail_from, "NIGHTSHIFT_MAIL_FROM").domain
    return f"<{dedupe_hash(dedupe_key)}@{domain}>"


def content_id(message: str, name: str) -> str:
    """Return the Content-ID, without brackets, of the picture `name` in the message."""
    return f"{name}.{message.strip('<>')}"


def build_message(envelope: Envelope, body: Body) -> EmailMessage:
    """Build the mail: text, the HTML beside it with its pictures, and the attachment.

    Equal arguments give equal bytes: the date is that of the decision, and the boundaries
    between the parts come from the Message-ID, so that a mail sent twice is one mail.
    """
    if len(body.html.encode()) > HTML_LIMIT_BYTES:
        raise MessageError(
            f"the HTML of {envelope.subject!r} has {len(body.html.encode())} bytes:"
            f" mail programs clip what is longer than {HTML_LIMIT_BYTES}"
        )
    mail = EmailMessage(policy=POLICY)
    mail["From"] = parse_address(envelope.sender, "NIGHTSHIFT_MAIL_FROM")
    mail["To"] = parse_address(envelope.recipient, "the recipients")
    mail["Subject"] = one_line(envelope.subject)
    mail["Date"] = format_datetime(envelope.created_at)
    mail["Message-ID"] = envelope.message_id
    mail["Auto-Submitted"] = "auto-generated"
    if envelope.unsubscribe:
        mail["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
    mail.set_content(body.text, cte="quoted-printable")
    mail.add_alternative(body.html, subtype="html", cte="quoted-printable")
    _add_pictures(mail, envelope.message_id, body.pictures)
    if body.attachment:
        mail.add_attachment(
            body.attachment.html,
            maintype="text",
            subtype="html",
            filename=body.attachment.file_name,
            params={"charset": "utf-8"},
        )
    _fix_boundaries(mail, envelope.message_id)
    return mail


def _add_pictures(mail: EmailMessage, message: str, pictures: tuple[Picture, ...]) -> None:
    page = mail.get_body(("html",))
    if not isinstance(page, EmailMessage):
        raise MessageError("the mail has no HTML part to put its pictures into")
    for picture in pictures:
        page.add_related(
            picture.png,
            maintype="image",
            subtype="png",
            cid=f"<{content_id(message, picture.name)}>",
            disposition="inline",
            filename=f"{picture.name}.png",
        )


def _fix_boundaries(mail: EmailMessage, message: str) -> None:
    multiparts = (part for part in mail.walk() if part.is_multipart())
    for number, part in enumerate(multiparts):
        part.set_boundary(f"=_{number}_{dedupe_hash(message)}")
