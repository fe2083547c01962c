"""Weigh and time the pages of a large night: `python -m bench.report_weight [work folder]`.

Seeds a temporary warehouse (365 days, 50 sellers, 60 couriers, 200 alerted orders), renders the
night, and prints seconds and KB by page, what a night adds to the site, and what of it stays once
its heavy pages are retired. Exits 1 when a page or the whole is over its budget.
"""

import argparse
import logging
import re
import sys
import tempfile
import time
from pathlib import Path

from include.report.render import render_day
from include.report.retention import retire_pages
from include.report.templates import PAGES
from tests.report.made_site import DAY, seed_night

SIZE = {"days": 365, "sellers": 50, "partners": 60, "alerted": 200, "orders_a_day": 50}
KB = 1000
HEAVIEST_KB = {"index.html": 300}
HEAVIEST_OTHER_KB = 1000
LONGEST_SECONDS = 20.0


class Watch(logging.Handler):
    """Collects how long each page took, as `render_pages` logs it."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Note the seconds of a page."""
        if found := re.match(r"(\S+\.html): rendered in ([\d.]+) s", record.getMessage()):
            self.seconds[found[1]] = float(found[2])


def weigh(folder: Path) -> float:
    """Return the KB of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / KB


def main() -> int:
    """Render, print the table, and say whether every budget is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    given = parser.parse_args().folder
    watch = Watch()
    logger = logging.getLogger("include.report.render")
    logger.addHandler(watch)
    logger.setLevel(logging.INFO)
    with tempfile.TemporaryDirectory() as work:
        site = given or Path(work)
        with seed_night(site, **SIZE):
            start, cpu = time.monotonic(), time.process_time()
            sizes = render_day(DAY)
            seconds, cpu = time.monotonic() - start, time.process_time() - cpu
        night = weigh(site / str(DAY))
        retire_pages(site, DAY, 90)
        kept = weigh(site / str(DAY))
    heavy = []
    for page in PAGES:
        weight = sizes[page] / KB
        print(f"{page:18} {weight:7.0f} KB {watch.seconds[page]:6.1f} s")
        if weight > HEAVIEST_KB.get(page, HEAVIEST_OTHER_KB):
            heavy.append(page)
    print(f"all pages {night:15.0f} KB {seconds:7.1f} s, {cpu:.1f} s of processor time")
    print(f"of them kept for good {kept:.0f} KB")
    print("over budget: " + (", ".join(heavy) or "nothing"))
    return int(bool(heavy) or seconds > LONGEST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
