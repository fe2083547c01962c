"""The archive: a page a month and the newest two; a day is added by reading its month alone."""

import calendar
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from include.report.formats import format_day, is_known
from include.report.summary import Brief
from include.report.templates import render_page
from include.sources.drop import read_day

HEADLINE = "headline.json"
MONTHS = "archive"  # the folder of the pages of months
SHOWN_MONTHS = 2


@dataclass(frozen=True)
class HeadlineLine:
    """A published day in the archive."""

    day: date
    on_time_rate: float | None
    on_time_rate_usual: float | None
    is_unusual: bool
    late_orders_count: int | None
    high_risk_count: int
    has_skill: bool | None
    orders_count: int | None
    revenue_amount: float | None
    currency: str


def describe_headline(brief: Brief) -> HeadlineLine:
    """Return the archive's line of a brief; what its source does not tell of is null."""
    subjects, revenue = brief.subjects, brief.revenue_amount
    return HeadlineLine(
        day=brief.day,
        on_time_rate=brief.on_time_rate,
        on_time_rate_usual=brief.on_time_rate_usual,
        is_unusual=brief.is_unusual,
        late_orders_count=brief.late_orders_count if subjects.has_promises else None,
        high_risk_count=brief.high_risk_count,
        has_skill=brief.has_skill,
        orders_count=brief.orders_count if subjects.has_order_times else None,
        revenue_amount=float(revenue) if subjects.has_prices and is_known(revenue) else None,
        currency=brief.currency,
    )


def write_headline(line: HeadlineLine) -> str:
    """Return the line as the text of a day's headline.json."""
    return json.dumps(asdict(line) | {"day": str(line.day)})


def load_month(site: Path, month: str) -> list[HeadlineLine]:
    """Read the lines of a month, `YYYY-MM`, newest first: at most 31 small files."""
    year, number = map(int, month.split("-"))
    days = range(calendar.monthrange(year, number)[1], 0, -1)
    paths = (site / f"{month}-{day:02}" / HEADLINE for day in days)
    found = [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.is_file()]
    return [HeadlineLine(**line | {"day": date.fromisoformat(line["day"])}) for line in found]


def save_archive(site: Path, day: date, source: str) -> dict[str, int]:
    """Add a day whose folder is there, or replace it; return the bytes of each page by name.

    Two nights that end at once wait for each other.
    """
    with hold_lock(site):
        months = _list_months(site, day)
        written = [f"{day:%Y-%m}"] if (site / MONTHS).is_dir() else months
        lines = {month: load_month(site, month) for month in {*written, *months[:SHOWN_MONTHS]}}
        shown = [line for month in months[:SHOWN_MONTHS] for line in lines[month]]
        newest = max((line.day for line in shown), default=day)
        pages = {
            f"{MONTHS}/{month}.html": _render(source, lines[month], month) for month in written
        }
        pages["index.html"] = _render(source, shown, months=months)
        for folder in (MONTHS, "latest"):
            (site / folder).mkdir(exist_ok=True)
        for name, text in pages.items():
            save_text(site / name, text)
        save_text(site / "latest" / "index.html", write_pointer(f"../{newest}/index.html", newest))
    return {f"../{name}": len(text.encode()) for name, text in pages.items()}


def write_pointer(address: str, day: date) -> str:
    """Return a page that leads at once to another page, of a day."""
    return render_page("pointer.html", address=address, title=f"Report of {format_day(day)}")


def _list_months(site: Path, day: date) -> list[str]:
    """Return the months that have a page, and the day's, newest first.

    Where no month has a page yet, the folders of the days tell.
    """
    known = {path.stem for path in (site / MONTHS).glob("????-??.html")}
    known = known or {found.name[:7] for found in site.glob("*-*-*") if read_day(found.name)}
    return sorted(known | {f"{day:%Y-%m}"}, reverse=True)


def _render(
    source: str, lines: list[HeadlineLine], month: str = "", months: list[str] | None = None
) -> str:
    """Render the page of a month, or the site's first page with the addresses of all months."""
    return render_page(
        "archive.html",
        source=source,
        headlines=lines,
        month=_name_month(month) if month else "",
        months=[(one, _name_month(one)) for one in months or []],
        root="../" if month else "",
    )


def _name_month(month: str) -> str:
    return f"{date.fromisoformat(month + '-01'):%B %Y}"


def save_text(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


@contextmanager
def hold_lock(site: Path) -> Iterator[None]:
    """Let one process at a time write what all days share."""
    with (site / ".archive.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
