"""Render every page of a day and publish them."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.archive import describe_headline
from include.report.baskets import load_baskets
from include.report.breakage import say_breakage
from include.report.customers import load_customers
from include.report.drift import load_drift
from include.report.explanations import load_explanations
from include.report.forecasts import load_forecasts
from include.report.formats import format_plural
from include.report.front import load_front
from include.report.kpis import load_kpis
from include.report.leaks import load_leaks
from include.report.quality import load_quality
from include.report.reviews import load_reviews_page
from include.report.risk import load_risk
from include.report.scorecards import load_scorecards
from include.report.sections import BrokenSection, describe_error
from include.report.site import publish_night
from include.report.summary import Brief, load_brief
from include.report.templates import PAGES, render_page
from include.report.upload import Store
from include.settings import load_settings
from include.sources.contract import load_contract
from include.warehouse.connect import open_snapshot
from include.warehouse.nights import save_step

log = logging.getLogger(__name__)

Loaders = Mapping[str, Callable[[], object]]  # page: reads the dataclass that it shows

FRONT = "index.html"
BROKEN = "broken_sections"  # listed in the step's detail beside the pages' bytes


def render_day(day: date, store: Store | None = None) -> dict[str, int]:
    """Render the pages of a published day into `<site>/<day>/`; return the bytes of each page.

    A section that breaks names its error and leaves the others whole; the step keeps which did.
    All figures come from one snapshot. A re-run replaces the folder. Raises `ValueError` for a
    day that gold does not show yet. With a store the site is published there too.
    """
    settings = load_settings()
    contract = load_contract(settings.source)
    with open_snapshot() as connection:
        _require_published(connection, day)
        brief = load_brief(connection, day)
        common = {
            "source": settings.source,
            "day": day,
            "timezone": contract.timezone,
            "has_evidently": (settings.site / str(day) / "evidently.html").is_file(),
        }
        pages, broken = render_pages(list_loaders(connection, brief, contract.timezone), common)
    sizes = publish_night(settings, describe_headline(brief), pages, store)
    save_step(day, "report", "done", detail=sizes | {BROKEN: [asdict(one) for one in broken]})
    return sizes | {BROKEN: len(broken)}


def list_loaders(connection: Connection, brief: Brief, timezone: str) -> Loaders:
    """Return for each page what reads it, in the caller's snapshot."""
    return {
        "index.html": lambda: load_front(connection, brief),
        "kpis.html": lambda: load_kpis(connection, brief, timezone),
        "scorecards.html": lambda: load_scorecards(connection, brief),
        "customers.html": lambda: load_customers(connection, brief),
        "reviews.html": lambda: load_reviews_page(connection, brief),
        "baskets.html": lambda: load_baskets(connection, brief),
        "forecasts.html": lambda: load_forecasts(connection, brief),
        "risk.html": lambda: load_risk(connection, brief, ZoneInfo(timezone)),
        "shap.html": lambda: load_explanations(connection, brief),
        "leaks.html": lambda: load_leaks(connection, brief),
        "drift.html": lambda: load_drift(connection, brief),
        "quality.html": lambda: load_quality(connection, brief),
    }


def render_pages(
    loaders: Loaders, common: Mapping[str, Any]
) -> tuple[dict[str, str], list[BrokenSection]]:
    """Return the text of each page, and the sections that broke: the brief links to them."""
    pages, broken = {}, []
    for page, load in loaders.items():
        start = time.monotonic()
        pages[page], found = _render_whole(page, load, common)
        broken += found
        log.info("%s: rendered in %.1f s", page, time.monotonic() - start)
    if broken:
        log.error("%s of %s could not be rendered", format_plural(len(broken), "section"),
                  common["day"])  # fmt: skip
        breakage = say_breakage(broken, common["day"], common["source"])
        pages[FRONT], _ = _render_whole(FRONT, loaders[FRONT], {**common, "breakage": breakage})
    return pages, broken


def _render_whole(
    page: str, load: Callable[[], object], common: Mapping[str, Any]
) -> tuple[str, list[BrokenSection]]:
    """Render a page; one that breaks outside its sections names its error in its place."""
    broken: list[BrokenSection] = []
    try:
        return render_page(page, broken=broken, **{**common, **vars(load())}), broken
    except Exception as error:
        log.exception("%s could not be rendered", page)
        found = describe_error(page, PAGES[page], error)
        text = render_page(page, template="broken.html", found=found, **common)
        return text, [found]


def _require_published(connection: Connection, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select from ops.published_days where day = %(day)s::date", {"day": day})
        if cursor.fetchone() is None:
            raise ValueError(f"{day} has no report: gold was not published for it, run transform")
