"""Charts as inline SVG for pages and PNG for mail, drawn by vl-convert without a browser.

Every chart carries what a reader without the picture needs: a title that states the finding, a
takeaway sentence, a text alternative, and its numbers as a table.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from html import escape

import vl_convert
from altair.utils.schemapi import debug_mode

from include.report import theme
from include.report.chart_forms import ROWS, AnyChart, Row

NARROW = 316  # the inside of a card on a 360 px phone
CARD = 508  # half a desktop page
FULL = 1064  # a whole desktop page

Build = Callable[[int], AnyChart]  # from the width in pixels to the chart


@dataclass(frozen=True)
class Table:
    """The numbers behind a chart, as text: the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A drawn chart; `wide` and `narrow` are the same picture for desktop and phone, as SVG.

    Without a picture both are empty and the takeaway says why in its place.
    """

    title: str
    takeaway: str
    table: Table
    wide: str = ""
    narrow: str = ""
    specification: str = field(default="", repr=False)

    @property
    def is_drawn(self) -> bool:
        """Return whether there is a picture."""
        return bool(self.specification)


def draw_chart(words: Chart, rows: Sequence[Row], build: Build, wide: int = CARD) -> Chart:
    """Add the picture of the rows to a chart that has its words; `build` gives its form."""
    specification = _specify(rows, build, wide)
    alternative = f"{words.title}. {words.takeaway}"
    return replace(
        words,
        wide=_draw_svg(specification, alternative),
        narrow=_draw_svg(_specify(rows, build, NARROW), alternative),
        specification=specification,
    )


def say_nothing(title: str, reason: str) -> Chart:
    """Return a chart that says in its place why there is nothing to draw."""
    return Chart(title=title, takeaway=reason, table=Table((), ()))


def draw_png(chart: Chart, scale: float = 2) -> bytes:
    """Draw the chart's desktop form as a PNG with the light colours, for mail.

    Raises `ValueError` for a chart without a picture: check `is_drawn` first.
    """
    if not chart.is_drawn:
        raise ValueError(f"chart {chart.title!r} has no picture: {chart.takeaway}")
    specification = json.loads(theme.resolve_colours(chart.specification))
    specification["config"]["background"] = theme.COLOURS["card"][0]
    png: bytes = vl_convert.vegalite_to_png(specification, scale=scale, allowed_base_urls=[])
    return png


def _specify(rows: Sequence[Row], build: Build, width: int) -> str:
    # The tests check the forms; checking each again would cost more than drawing it.
    with debug_mode(False):
        content = build(width).to_dict(validate=False)
    content["datasets"] = {**content.get("datasets", {}), ROWS: list(rows)}
    content["config"] = theme.chart_config()
    content["autosize"] = {"type": "fit", "contains": "padding"}
    return replace_pairs(json.dumps(content, ensure_ascii=False))


def replace_pairs(text: str) -> str:
    """Return text without the characters, such as emoji, that JavaScript keeps as a pair.

    Vega cuts a long label between the two, and vl-convert refuses the half. Tables keep them.
    """
    return _PAIRS.sub("\u25a1", text)


def _draw_svg(specification: str, alternative: str) -> str:
    svg: str = vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])
    width, height = re.findall(r' (?:width|height)="([0-9.]+)"', svg)[:2]
    inside = svg[svg.index(">") + 1 :]
    for pattern, replacement in _SLIMMING:
        inside = pattern.sub(replacement, inside)
    return (
        f'<svg role="img" aria-label="{escape(alternative)}" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" fill="none">{inside}'
    )


_PAIRS = re.compile("[\U00010000-\U0010ffff]")

# What Vega writes and a page does not need, at two thirds of the weight.
_SLIMMING = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r'<path class="(?:back|fore)ground"[^>]*/>', ""),
        (r' (?:class|aria-[a-z]+|role|pointer-events|font-family|stroke-miterlimit)="[^"]*"', ""),
        (r' (?:opacity|fill-opacity|stroke-opacity)="1"', ""),
        (r"(\.\d)\d+(?=[^\"<>]*\")", r"\1"),
        (r"<g></g>|<g/>", ""),
        (
            r'<path transform="translate\(([-\d.]+),([-\d.]+)\)" d="M([\d.]+),0A[^"]*"'
            r'(?: stroke-width="[^"]*")?( fill="[^"]*")(?: stroke-width="[^"]*")?([^/>]*)/>',
            r'<circle cx="\1" cy="\2" r="\3"\4\5/>',
        ),
    )
)
