"""Retire the heavy pages of old nights; the brief and the archive's line stay for good."""

import logging
from datetime import date, timedelta
from pathlib import Path

from include.report.publish import save_folder
from include.report.templates import render_page
from include.sources.drop import read_day

log = logging.getLogger(__name__)

MARKERS = ".heavy"  # a folder with an empty file a day whose heavy pages are there
HEAVY_BYTES = 64 * 1024
BRIEF = "index.html"


def mark_heavy(site: Path, day: date) -> None:
    """Note that the day has heavy pages, so that no folder must be looked into to find old ones.

    A site from before there were notes gets one for each of its days.
    """
    markers = site / MARKERS
    days = [day]
    if not markers.is_dir():
        days += [found for path in site.glob("*-*-*") if (found := read_day(path.name))]
        markers.mkdir(parents=True)
    for one in days:
        (markers / str(one)).touch()


def list_old(site: Path, day: date, kept_days: int) -> list[date]:
    """Return the days whose heavy pages have outlived `kept_days`, counted back from `day`."""
    last = day - timedelta(days=kept_days)
    found = (read_day(path.name) for path in (site / MARKERS).glob("*"))
    return sorted(one for one in found if one and one < last)


def retire_pages(site: Path, day: date, kept_days: int) -> None:
    """Put a note in the place of each heavy page of a day, so that every link still leads there."""
    folder = site / str(day)
    heavy = [
        path.name
        for path in sorted(folder.glob("*.html"))
        if path.name != BRIEF and path.stat().st_size > HEAVY_BYTES
    ]
    if heavy:
        note = render_page("retired.html", day=day, kept_days=kept_days)
        save_folder(folder, dict.fromkeys(heavy, note))
        log.info("%s: retired %s", day, ", ".join(heavy))


def forget_heavy(site: Path, day: date) -> None:
    """Note that the heavy pages of a day are gone, here and wherever the site is published."""
    (site / MARKERS / str(day)).unlink(missing_ok=True)
