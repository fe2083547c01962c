"""Render every page of a day and publish them."""

import logging
import time
from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.archive import HEADLINE, describe_headline, save_archive, write_headline
from include.report.drift import load_drift
from include.report.explanations import load_explanations
from include.report.front import load_front
from include.report.kpis import load_kpis
from include.report.leaks import load_leaks
from include.report.publish import save_folder
from include.report.quality import load_quality
from include.report.risk import load_risk
from include.report.summary import Brief, load_brief
from include.report.templates import PAGES, render_page
from include.settings import load_settings
from include.sources.contract import load_contract
from include.warehouse.connect import open_snapshot
from include.warehouse.nights import save_step

log = logging.getLogger(__name__)


def render_day(day: date) -> dict[str, int]:
    """Render the pages of a published day into `<site>/<day>/`; return the bytes of each page.

    All figures come from one snapshot. A re-run replaces the folder. Raises `ValueError` for a
    day that gold does not show yet.
    """
    settings = load_settings()
    contract = load_contract(settings.source)
    folder = settings.site / str(day)
    with open_snapshot() as connection:
        _require_published(connection, day)
        brief = load_brief(connection, day)
        shown = load_pages(connection, brief, contract.timezone)
    common = {"source": settings.source, "day": day, "timezone": contract.timezone}
    shown["drift.html"]["has_evidently"] = (folder / "evidently.html").is_file()
    pages = {page: render_page(page, **common, **shown[page]) for page in PAGES}
    line = describe_headline(brief)
    save_folder(folder, pages | {HEADLINE: write_headline(line)})
    sizes = {page: len(text.encode()) for page, text in pages.items()}
    sizes |= save_archive(settings.site, day, settings.source)
    save_step(day, "report", "done", detail=sizes)
    return sizes


def load_pages(connection: Connection, brief: Brief, timezone: str) -> dict[str, dict[str, Any]]:
    """Read what each page shows, in the caller's snapshot; the values are named for templates."""
    loaders: dict[str, Callable[[], object]] = {
        "index.html": lambda: load_front(connection, brief),
        "kpis.html": lambda: load_kpis(connection, brief, timezone),
        "risk.html": lambda: load_risk(connection, brief, ZoneInfo(timezone)),
        "shap.html": lambda: load_explanations(connection, brief),
        "leaks.html": lambda: load_leaks(connection, brief),
        "drift.html": lambda: load_drift(connection, brief),
        "quality.html": lambda: load_quality(connection, brief),
    }
    shown = {}
    for page, load in loaders.items():
        start = time.monotonic()
        shown[page] = dict(vars(load()))
        log.info("%s of %s: drawn in %.1f s", page, brief.day, time.monotonic() - start)
    return shown


def _require_published(connection: Connection, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select from ops.published_days where day = %(day)s::date", {"day": day})
        if cursor.fetchone() is None:
            raise ValueError(f"{day} has no report: gold was not published for it, run transform")
