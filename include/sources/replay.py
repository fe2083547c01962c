"""Deliver the daily drops of a source: from its replay, its simulator, or a folder of files."""

import importlib
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

from include.sources import folder
from include.sources.contract import SOURCES, load_contract
from include.sources.drop import ReplayError, has_drop, list_drops


def deliver_drops(
    source: str, data: Path | None, landing: Path, first_night: date, last_night: date
) -> None:
    """Write the missing drops: history under the day before `first_night`, then every night.

    Drops that exist are left alone, so that a second call continues. Raises `ContractError` for
    an unknown source, and `ReplayError` naming the setting or the file otherwise.
    """
    if last_night < first_night:
        raise ReplayError(
            f"setting DAY is {last_night}, before FROM, which is {first_night}: "
            "the last night can't come before the first"
        )
    module = _load_module(source)
    if module is None:
        folder.write_drops(source, data, landing, first_night, last_night)
    else:
        module.write_drops(data, landing, first_night, last_night)


def deliver_night(source: str, landing: Path, day: date, first_night: date) -> bool:
    """Make sure that the drop of a day is there, as far as the source can make one by itself.

    A simulator writes it when it is missing, and the history before it when nothing is there yet;
    another source's drop comes from elsewhere. The oldest drop is the history: where nights were
    delivered before, it, and not `first_night`, says when this business began.
    Returns whether the drop is there now.
    """
    module = _load_module(source)
    write_night = getattr(module, "write_night", None)
    history = min(list_drops(landing), default=first_night - timedelta(days=1))
    if write_night is not None and day >= history:
        write_night(landing, history, history + timedelta(days=1))
        write_night(landing, day, history + timedelta(days=1))
    return has_drop(landing, day)


def _load_module(source: str) -> ModuleType | None:
    load_contract(source)
    for name in ("replay", "simulate"):
        if (SOURCES / source / f"{name}.py").is_file():
            return importlib.import_module(f"include.sources.{source}.{name}")
    return None
