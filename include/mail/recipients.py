"""Who gets which mail, and about which orders: read from a file, kept in `ops.recipients`."""

import logging
from pathlib import Path
from typing import Annotated, Literal, Self

from psycopg2.extensions import connection as Connection  # noqa: N812
from pydantic import AfterValidator, Field, model_validator

from include.mail.headers import parse_address
from include.mail.state import Row, run_mail_sql
from include.settings import SettingError, load_settings
from include.sources.columns import Filled, Frozen
from include.sources.yaml_document import YamlError, read_model

logger = logging.getLogger(__name__)

Kind = Literal["alert", "digest", "failure"]
LEAVABLE: tuple[Kind, ...] = ("alert", "digest")  # of a failure somebody must hear


class RecipientsError(SettingError):
    """The recipients are wrong; the message names file and line, or the setting, and the entry."""


def _read_address(text: str) -> str:
    return parse_address(text, "the recipients").addr_spec.lower()


Address = Annotated[Filled, AfterValidator(_read_address)]


class Recipient(Frozen):
    """One address, the kinds of mail it gets, and the orders whose alerts it gets.

    An order must fit each of `areas`, `sellers` and `partners` that is filled. One who `is_default`
    gets the orders that fit nobody else.
    """

    address: Address
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    areas: tuple[Filled, ...] = ()
    sellers: tuple[Filled, ...] = ()
    partners: tuple[Filled, ...] = ()
    is_default: bool = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        has_lists = bool(self.areas or self.sellers or self.partners)
        if (has_lists or self.is_default) and "alert" not in self.kinds:
            raise ValueError("areas, sellers, partners and is_default are about alerts only")
        if has_lists and self.is_default:
            raise ValueError("is_default gets what fits nobody else: it has no lists of its own")
        return self


class Recipients(Frozen):
    """Everybody who gets mail, each address once."""

    recipients: Annotated[tuple[Recipient, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        addresses = [recipient.address for recipient in self.recipients]
        if twice := sorted({each for each in addresses if addresses.count(each) > 1}):
            raise ValueError(f"{', '.join(twice)} is there twice")
        if not any("failure" in recipient.kinds for recipient in self.recipients):
            raise ValueError("nobody would hear of a failed night: one needs the kind failure")
        return self


def read_recipients() -> tuple[Recipient, ...]:
    """Read the recipients from the file of the settings, or from their three lists without one.

    Raises `RecipientsError`.
    """
    path = load_settings().recipients_file
    return _read_lists() if path is None else read_file(path)


def read_file(path: Path) -> tuple[Recipient, ...]:
    """Read the recipients' file; raises `RecipientsError` naming file, line and entry."""
    try:
        return read_model(path, Recipients).recipients
    except YamlError as error:
        raise RecipientsError(f"{path}: {error}") from error


def _read_lists() -> tuple[Recipient, ...]:
    settings = load_settings()
    lists: dict[Kind, tuple[str, ...]] = {
        "alert": settings.alert_recipients,
        "digest": settings.digest_recipients,
        "failure": settings.oncall_recipients,
    }
    kinds: dict[str, list[Kind]] = {}
    for kind, addresses in lists.items():
        for address in addresses:
            try:
                kinds.setdefault(_read_address(address), []).append(kind)
            except ValueError as error:
                raise RecipientsError(f"recipients of {kind} mail: {error}") from error
    return tuple(Recipient(address=each, kinds=tuple(set(of))) for each, of in kinds.items())


def list_addresses(kind: Kind) -> tuple[str, ...]:
    """Return who gets a kind of mail, as the file or the settings say; opt-outs are not known."""
    return tuple(each.address for each in read_recipients() if kind in each.kinds)


def seed_recipients(connection: Connection) -> None:
    """Bring `ops.recipients` to what the file or the settings say now; opt-outs stay.

    Raises `RecipientsError`, before anything is written.
    """
    recipients = read_recipients()
    with connection.cursor() as cursor:
        cursor.execute("lock table ops.recipients in share row exclusive mode")
    run_mail_sql(connection, "unlist_recipients", {})
    for recipient in recipients:
        for kind in recipient.kinds:
            run_mail_sql(connection, "save_recipient", _list_columns(recipient, kind))


def _list_columns(recipient: Recipient, kind: Kind) -> dict[str, object]:
    is_alert = kind == "alert"
    return {
        "address": recipient.address,
        "kind": kind,
        "areas": list(recipient.areas) if is_alert else [],
        "sellers": list(recipient.sellers) if is_alert else [],
        "partners": list(recipient.partners) if is_alert else [],
        "is_default": recipient.is_default and is_alert,
    }


def load_rows(connection: Connection) -> list[Row]:
    """Return everybody who is listed, those who opted out too: rows of `ops.recipients`."""
    seed_recipients(connection)
    return run_mail_sql(connection, "load_recipients", {})


def load_recipients(connection: Connection, kind: Kind) -> tuple[Recipient, ...]:
    """Return who gets a kind of mail tonight: listed now, and not opted out."""
    rows = [row for row in load_rows(connection) if row["kind"] == kind]
    left = [row["address"] for row in rows if row["opted_out_at"]]
    if left:
        logger.info("%s: %s opted out", kind, ", ".join(left))
    fields = ("address", "areas", "sellers", "partners", "is_default")
    return tuple(
        Recipient(kinds=(kind,), **{field: row[field] for field in fields})
        for row in rows
        if not row["opted_out_at"]
    )


def save_opt_out(connection: Connection, address: str, kind: str, *, is_out: bool) -> None:
    """Note that an address wants no more mail of a kind, or wants it again.

    Raises `RecipientsError` for a kind that can't be left, or an address that does not get it.
    """
    if kind not in LEAVABLE:
        raise RecipientsError(f"KIND is {kind!r}: it is one of {', '.join(LEAVABLE)}")
    rows = load_rows(connection)
    values = {"address": address.strip().lower(), "kind": kind, "is_out": is_out}
    if not run_mail_sql(connection, "save_opt_out", values):
        known = ", ".join(row["address"] for row in rows if row["kind"] == kind) or "nobody"
        raise RecipientsError(f"ADDRESS is {address!r}, which gets no {kind}: {known} does")
