"""Deliver the public Tokopedia file: it has no dates, so that all of it comes on one day."""

import logging
import shutil
from datetime import date, timedelta
from pathlib import Path

from include.sources.contract import load_contract
from include.sources.drop import ReplayError, has_drop, open_drop
from include.sources.dump import find_dump, open_dump

TABLE = "product_reviews"

log = logging.getLogger(__name__)


def write_drops(data: Path | None, landing: Path, first_night: date, last_night: date) -> None:
    """Write the missing drops: the file whole on `first_night`, its header alone on later nights.

    There is no history: nothing was known before.
    """
    days = [first_night + timedelta(days=age) for age in range((last_night - first_night).days + 1)]
    missing = [day for day in days if not has_drop(landing, day)]
    if not missing:
        return
    if data is None:
        raise ReplayError("setting DATA is not set: it takes the folder of Tokopedia's CSV file")
    if not data.is_dir():
        raise ReplayError(f"setting DATA is {data}: there is no such folder")
    terms = load_contract("tokopedia").tables[TABLE]
    path = find_dump(data, terms)
    header = open_dump(path, terms, terms.key).header
    for day in missing:
        with open_drop(landing, day) as folder:
            if day == first_night:
                shutil.copyfile(path, folder / path.name)
            else:
                name = path.name.removesuffix(".gz")
                (folder / name).write_bytes(header.encode("utf-8", errors="surrogateescape"))
        log.info("tokopedia: drop of %s written to %s", day, landing)
