"""The archive: one line a published day, added to without reading the days before again."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from include.report.summary import Brief
from include.report.templates import render_page

ARCHIVE = "archive.json"
HEADLINE = "headline.json"


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
    subjects = brief.subjects
    return HeadlineLine(
        day=brief.day,
        on_time_rate=brief.on_time_rate,
        on_time_rate_usual=brief.on_time_rate_usual,
        is_unusual=brief.is_unusual,
        late_orders_count=brief.late_orders_count if subjects.has_promises else None,
        high_risk_count=brief.high_risk_count,
        has_skill=brief.has_skill,
        orders_count=brief.orders_count if subjects.has_order_times else None,
        revenue_amount=float(brief.revenue_amount) if subjects.has_prices else None,
        currency=brief.currency,
    )


def write_headline(line: HeadlineLine) -> str:
    """Return the line as the text of a day's headline.json."""
    return json.dumps(asdict(line) | {"day": str(line.day)})


def save_archive(site: Path, line: HeadlineLine, source: str) -> dict[str, int]:
    """Add or replace the day in the archive and rewrite its page; return the page's bytes.

    Two nights that end at once wait for each other.
    """
    with _hold_lock(site):
        lines = {known["day"]: known for known in _load_lines(site)}
        lines[str(line.day)] = json.loads(write_headline(line))
        ordered = [lines[day] for day in sorted(lines, reverse=True)]
        headlines = [HeadlineLine(**known | {"day": _read_day(known)}) for known in ordered]
        page = render_page("archive.html", source=source, headlines=headlines)
        latest = render_page("latest.html", day=headlines[0].day)
        (site / "latest").mkdir(exist_ok=True)
        save_text(site / ARCHIVE, json.dumps(ordered))
        save_text(site / "latest" / "index.html", latest)
        save_text(site / "index.html", page)
    return {"../index.html": len(page.encode())}


def save_text(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def _load_lines(site: Path) -> list[dict[str, Any]]:
    archive = site / ARCHIVE
    if archive.is_file():
        lines: list[dict[str, Any]] = json.loads(archive.read_text(encoding="utf-8"))
        return lines
    return [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(site.glob(f"*/{HEADLINE}"))
    ]


def _read_day(line: dict[str, Any]) -> date:
    return date.fromisoformat(line["day"])


@contextmanager
def _hold_lock(site: Path) -> Iterator[None]:
    with (site / ".archive.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
