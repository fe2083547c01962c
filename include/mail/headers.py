"""What stands in a mail's head: addresses, one-line texts, and headers as they may be folded."""

from email import policy
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import getaddresses
from urllib.parse import quote


class MessageError(ValueError):
    """A mail can't be built; the message names the address, the part or the setting."""


class UnfoldedHeader(UnstructuredHeader, BaseHeader):
    """A header of ASCII on one line: Python would turn a long address into encoded words."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header's line."""
        return f"{self.name}: {self}{policy.linesep}"


def _make_policy() -> "EmailPolicy[EmailMessage]":
    registry = HeaderRegistry()
    registry.map_to_type("list-unsubscribe", UnfoldedHeader)
    return policy.SMTP.clone(header_factory=registry)


POLICY = _make_policy()


def parse_address(address: str, setting: str) -> Address:
    """Read one address; a wrong one raises `MessageError`, naming the setting."""
    wrong = f"{address!r} in {setting} is not a mail address"
    found = getaddresses([address])
    if len(found) != 1:
        raise MessageError(wrong)
    display_name, spec = found[0]
    if not (address.isprintable() and spec.isascii() and "@" in spec[1:-1]):
        raise MessageError(wrong)
    try:
        return Address(display_name=display_name, addr_spec=spec)
    except ValueError as error:
        raise MessageError(f"{wrong}: {error}") from error


def compose_unsubscribe(address: str, kind: str, recipient: str) -> str:
    """Return the `mailto:` address (RFC 6068) that asks to end a kind of mail to a recipient."""
    parsed = parse_address(address, "NIGHTSHIFT_UNSUBSCRIBE_TO")
    local, domain = quote(parsed.username, safe="!$&'*+-."), quote(parsed.domain)
    return f"mailto:{local}@{domain}?subject={quote(f'unsubscribe {kind} {recipient}', safe='')}"


def one_line(text: str) -> str:
    """Return the text as a header takes it: no line breaks, no control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
