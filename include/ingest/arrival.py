"""Whether a day's drop has arrived whole: by its marker, or because nothing of it changes any more.

The wait reads the clock, the data never does.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from include.ingest.landing import (
    LandingError,
    MissingDropError,
    describe_missing,
    is_closed,
    list_paths,
    refuse_files_of_closed_day,
)
from include.settings import load_settings
from include.sources.contract import Contract, load_contract
from include.sources.drop import COMPLETE
from include.sources.replay import deliver_night

log = logging.getLogger(__name__)


class GrowingDropError(LandingError):
    """A drop was still changing when the wait for it was over."""


@dataclass(frozen=True)
class Wait:
    """One look at a drop: when it is, and until when what is missing, or grows, is waited for."""

    now: datetime
    missing_until: datetime
    growing_until: datetime
    settle_seconds: float


def plan_wait(now: datetime, first_look: datetime, due: datetime, longest: timedelta) -> Wait:
    """Return the wait of a night whose drop was due at `due`, looked for since `first_look`.

    What is missing is waited for until `longest` after it was due, so that a day of last week
    fails at once; what visibly grows until `longest` after the first look, whatever the day.
    """
    growing_until = first_look + longest
    missing_until = min(due + longest, growing_until)
    return Wait(now, missing_until, growing_until, load_settings().settle_seconds)


def look_for_drop(day: date, wait: Wait) -> bool:
    """Return whether the drop of a day is whole; False is worth another look.

    A simulator delivers it first. Raises `LandingError` when waiting is over, or never helps.
    """
    settings = load_settings()
    deliver_night(settings.source, settings.landing, day, settings.first_night)
    return is_whole(load_contract(settings.source), settings.landing, day, wait)


def is_whole(contract: Contract, landing: Path, day: date, wait: Wait) -> bool:
    """Return whether a drop is declared closed, marked complete, or all there and at rest.

    A drop that is marked complete and lacks a file is whole: loading it says what is missing.
    """
    folder = landing / day.isoformat()
    if is_closed(folder):
        refuse_files_of_closed_day(folder, list_paths(folder))
        return True
    if is_marked(folder):
        return True
    if missing := describe_missing(contract, landing, day):
        if wait.now >= wait.missing_until:
            raise MissingDropError(missing)
        log.info("%s Waiting until %s.", missing, wait.missing_until)
        return False
    rest = wait.settle_seconds - (wait.now.timestamp() - last_change(folder))
    if rest <= 0:
        return True
    growing = (
        f"folder {folder} still changes: nothing of it may change for {wait.settle_seconds:g}"
        f" seconds (setting NIGHTSHIFT_SETTLE_SECONDS), unless a file {COMPLETE} is written last"
    )
    if wait.now >= wait.growing_until:
        raise GrowingDropError(growing)
    log.info("%s. Waiting until %s.", growing, wait.growing_until)
    return False


def is_marked(folder: Path) -> bool:
    """Return whether a drop is marked complete, and nothing of it has changed since."""
    changes = list_changes(folder)
    return COMPLETE in changes and max(changes.values()) <= changes[COMPLETE]


def last_change(folder: Path) -> float:
    """Return when anything of a drop last changed, a file that went away included."""
    return max(folder.stat().st_ctime, *list_changes(folder).values())


def list_changes(folder: Path) -> dict[str, float]:
    """Return when each file of a drop last changed, as the clock of the disk tells it.

    It is the time of the change of status, which neither `cp -p` nor an unpacked archive can set
    back. Hidden files count: they are how transfer programs name a file that is on its way.
    """
    changes: dict[str, float] = {}
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # renamed meanwhile
            changes[path.name] = path.lstat().st_ctime
    return changes
