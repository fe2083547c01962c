"""Where mail is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class SmtpConnection:
    """A mail server. `is_ssl` speaks TLS from the start, `is_starttls` changes to it.

    The wait for the word on a whole mail is long: giving up early is what makes duplicates.
    """

    host: str
    port: int = 25
    login: str = ""
    password: str = field(default="", repr=False)
    is_ssl: bool = False
    is_starttls: bool = False
    timeout_seconds: float = 30
    answer_seconds: float = 300

    @classmethod
    def from_fields(
        cls,
        host: str | None,
        port: int | None,
        login: str | None,
        password: str | None,
        extra: Mapping[str, object],
    ) -> Self:
        """Read the fields of a connection as Airflow's SMTP provider means them.

        TLS from the start unless `disable_ssl`, else STARTTLS unless `disable_tls`.
        """
        is_ssl = not _is_true(extra.get("disable_ssl", False))
        return cls(
            host=host or "localhost",
            port=port or (465 if is_ssl else 25),
            login=login or "",
            password=password or "",
            is_ssl=is_ssl,
            is_starttls=not is_ssl and not _is_true(extra.get("disable_tls", False)),
            timeout_seconds=float(str(extra.get("timeout", 30))),
        )


def _is_true(value: object) -> bool:
    return str(value).lower() in {"true", "1", "yes"}
