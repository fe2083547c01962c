"""A mail's two faces: HTML from a template with its CSS inlined, and the text made from it."""

import re
from functools import cache
from typing import Any

import css_inline
import html2text
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from include.mail.message import Body, Picture, content_id
from include.report.theme import COLOURS
from include.settings import PROJECT

# html2text marks what Markdown would read as a list: a mail is read as it is
_ESCAPED = re.compile(r"^(\d*)\\([-+.])(?=\s)")
TEMPLATES = PROJECT / "reports" / "templates" / "mail"


@cache
def load_environment() -> Environment:
    """Read the mail templates: everything escaped, a missing value is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["light"] = {name: pair[0] for name, pair in COLOURS.items()}
    environment.globals["dark"] = {name: pair[1] for name, pair in COLOURS.items()}
    return environment


def render_html(template: str, values: dict[str, Any]) -> str:
    """Render a mail template; CSS goes into the elements, only the media queries stay a sheet."""
    page = load_environment().get_template(template).render(values)
    return css_inline.inline(page, keep_at_rules=True, load_remote_stylesheets=False)


def render_text(html: str) -> str:
    """Return the HTML's content as text: every word and figure, without the layout."""
    converter = html2text.HTML2Text(bodywidth=0)
    converter.ignore_tables = True
    converter.ignore_images = True
    converter.ignore_emphasis = True
    converter.unicode_snob = True
    converter.use_automatic_links = True
    converter.protect_links = True
    lines = [_ESCAPED.sub(r"\1\2", line.strip()) for line in converter.handle(html).splitlines()]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept).strip() + "\n"


def render_body(
    template: str, values: dict[str, Any], *, message: str, pictures: tuple[Picture, ...] = ()
) -> Body:
    """Render both faces of a mail; `picture_ids` in the template maps a name to its cid."""
    picture_ids = {picture.name: content_id(message, picture.name) for picture in pictures}
    html = render_html(template, {**values, "picture_ids": picture_ids})
    return Body(text=render_text(html), html=html, pictures=pictures)
