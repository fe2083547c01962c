"""Every setting of Nightshift, read from the environment here and nowhere else."""

import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LONGEST_SETTLE_SECONDS = 3600


class SettingError(ValueError):
    """A setting is missing or unusable; the message names it and says what it takes."""


@dataclass(frozen=True)
class Settings:
    """The settings of one business: one source, one warehouse, one state folder."""

    source: str
    state: Path
    landing: Path
    site: Path
    mail_folder: Path
    warehouse_url: str
    reader_url: str
    mlflow_url: str
    is_scheduled: bool
    first_night: date
    last_night: date | None
    reports_base_url: str
    publish_to: str
    pages_kept_days: int
    airflow_base_url: str
    mail_from: str
    unsubscribe_to: str
    recipients_file: Path | None
    alert_recipients: tuple[str, ...]
    digest_recipients: tuple[str, ...]
    oncall_recipients: tuple[str, ...]
    settle_seconds: float
    training_sets_kept: int


def name_source() -> str:
    """Return the source whose business this is, also where no warehouse is set."""
    return os.environ.get("NIGHTSHIFT_SOURCE") or "demo"


def _required(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise SettingError(f"setting {name} is not set: `make doctor` shows what it should hold")
    return value


def _path(name: str, default: Path) -> Path:
    return Path(os.environ.get(name) or default).expanduser().resolve()


def locate_file(text: str) -> Path:
    """Return the path of a file that a setting names; a relative one is below the project."""
    return PROJECT / Path(text.strip()).expanduser()


def _file(name: str) -> Path | None:
    text = os.environ.get(name, "")
    return locate_file(text) if text.strip() else None


def _day(name: str, default: str) -> date:
    text = os.environ.get(name) or default
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingError(f"setting {name} is {text!r}: it takes a day as YYYY-MM-DD") from error


def _flag(name: str, default: str) -> bool:
    text = os.environ.get(name) or default
    if text not in {"true", "false"}:
        raise SettingError(f"setting {name} is {text!r}: it takes true or false")
    return text == "true"


def _seconds(name: str, default: str) -> float:
    text = os.environ.get(name) or default
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= LONGEST_SETTLE_SECONDS:
        raise SettingError(
            f"setting {name} is {text!r}: it takes seconds, from 0 to {LONGEST_SETTLE_SECONDS}"
        )
    return value


def _count(name: str, default: str) -> int:
    text = os.environ.get(name) or default
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise SettingError(f"setting {name} is {text!r}: it takes a whole number, 1 or more")
    return int(text)


def _store(name: str) -> str:
    text = os.environ.get(name, "").strip()
    if text and "://" not in text:
        raise SettingError(
            f"setting {name} is {text!r}: it takes an address such as s3://connection@bucket/site"
        )
    return text


def _addresses(name: str, default: str) -> tuple[str, ...]:
    text = os.environ.get(name, default)
    return tuple(part.strip() for part in text.split(",") if part.strip())


def masks_personal_data() -> bool:
    """Say whether mail and pages hide what may be about a person; where no warehouse is set too."""
    return _flag("NIGHTSHIFT_MASK_PERSONAL_DATA", "true")


@cache
def load_settings() -> Settings:
    """Read the settings from the environment once per process.

    Raises `SettingError`, naming the setting, when one is missing or unusable.
    """
    source = name_source()
    state = _path("NIGHTSHIFT_STATE", PROJECT / ".nightshift" / source)
    return Settings(
        source=source,
        state=state,
        landing=_path("NIGHTSHIFT_LANDING", state / "landing"),
        site=_path("NIGHTSHIFT_SITE", PROJECT / "reports" / "site" / source),
        mail_folder=_path("NIGHTSHIFT_MAIL_FOLDER", state / "mail"),
        warehouse_url=_required("NIGHTSHIFT_WAREHOUSE_URL"),
        reader_url=os.environ.get("NIGHTSHIFT_READER_URL", ""),
        mlflow_url=os.environ.get("NIGHTSHIFT_MLFLOW_URL", ""),
        is_scheduled=_flag("NIGHTSHIFT_SCHEDULED", "true"),
        first_night=_day("NIGHTSHIFT_FIRST_NIGHT", "2026-01-01"),
        last_night=_day("NIGHTSHIFT_LAST_NIGHT", "2100-01-01")
        if os.environ.get("NIGHTSHIFT_LAST_NIGHT")
        else None,
        reports_base_url=os.environ.get("REPORTS_BASE_URL", "").rstrip("/"),
        publish_to=_store("NIGHTSHIFT_PUBLISH_TO"),
        pages_kept_days=_count("NIGHTSHIFT_PAGES_KEPT_DAYS", "90"),
        airflow_base_url=os.environ.get("NIGHTSHIFT_AIRFLOW_URL", "").rstrip("/"),
        mail_from=os.environ.get("NIGHTSHIFT_MAIL_FROM", "nightshift@localhost"),
        unsubscribe_to=os.environ.get("NIGHTSHIFT_UNSUBSCRIBE_TO", ""),
        recipients_file=_file("NIGHTSHIFT_RECIPIENTS_FILE"),
        alert_recipients=_addresses("NIGHTSHIFT_ALERT_RECIPIENTS", "operations@localhost"),
        digest_recipients=_addresses("NIGHTSHIFT_DIGEST_RECIPIENTS", "manager@localhost"),
        oncall_recipients=_addresses("NIGHTSHIFT_ONCALL_RECIPIENTS", "oncall@localhost"),
        settle_seconds=_seconds("NIGHTSHIFT_SETTLE_SECONDS", "60"),
        training_sets_kept=_count("NIGHTSHIFT_TRAINING_SETS_KEPT", "8"),
    )
