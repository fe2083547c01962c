"""The Jinja2 environment of the pages: everything is escaped, and a missing name is an error."""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from include.report import formats, links, theme
from include.report.sections import BrokenSection, SectionTag
from include.settings import PROJECT

TEMPLATES = PROJECT / "reports" / "templates"

# file: name in the navigation; each has a template of the same name
PAGES = {
    "index.html": "Brief",
    "kpis.html": "KPIs",
    "scorecards.html": "Scorecards",
    "customers.html": "Customers",
    "reviews.html": "Reviews",
    "baskets.html": "Baskets",
    "forecasts.html": "Forecasts",
    "risk.html": "Risk",
    "shap.html": "SHAP",
    "leaks.html": "Leaks",
    "drift.html": "Drift",
    "quality.html": "Quality",
}


@cache
def _open_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=[SectionTag],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": formats.format_count,
        "percent": formats.format_percent,
        "money": formats.format_money,
        "plural": formats.format_plural,
        "long_day": formats.format_day,
        "short_day": formats.format_short_day,
    }
    environment.globals |= {
        "light": theme.write_variables(is_dark=False),
        "dark": theme.write_variables(is_dark=True),
        "font": theme.FONT,
        "pages": tuple(PAGES.items()),
        "names": PAGES,
        "places": vars(links),
    }
    return environment


def render_page(
    page: str, *, template: str = "", broken: list[BrokenSection] | None = None, **values: Any
) -> str:
    """Render `reports/templates/<page>.j2`, or another template as the page, with the values.

    A section that breaks is named in its place and added to `broken`; without that list it raises.
    """
    found = _open_environment().get_template(f"{template or page}.j2")
    return found.render(page=page, broken=broken, **values)
