"""One look for pages, charts and mail: colours, type and the charts' configuration.

The colours tell apart for every kind of colour vision (after Okabe and Ito), and text in them
reads on the card in both schemes. Pages use the CSS variables, so one SVG serves light and dark;
a PNG gets the light colours written in.
"""

import re
from typing import Any

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

# name: (light, dark)
COLOURS: dict[str, tuple[str, str]] = {
    "page": ("#f4f6f8", "#0d131a"),
    "card": ("#ffffff", "#161f29"),
    "sunk": ("#eef2f6", "#1e2935"),
    "ink": ("#14202b", "#e8edf3"),
    "muted": ("#546474", "#a0afbe"),
    "line": ("#dbe2e9", "#2c3946"),
    "accent": ("#0067a5", "#62b5ee"),
    "accent-soft": ("#cfe3f2", "#1f3f58"),
    "bad": ("#b34500", "#ff9657"),
    "bad-soft": ("#fbe4d5", "#4a2a17"),
    "good": ("#00735a", "#46cda2"),
    "good-soft": ("#d6efe7", "#163d33"),
    "warn": ("#805b00", "#efbc45"),
    "warn-soft": ("#fbeecb", "#43361a"),
    "band": ("#d3e0eb", "#26384a"),
    "bar": ("#9dbcd4", "#41627e"),
    "scale-1": ("#0067a5", "#62b5ee"),
    "scale-2": ("#69a9d3", "#3f7ea9"),
    "scale-3": ("#a7a9ac", "#77828d"),
    "scale-4": ("#e08b4e", "#c0703a"),
    "scale-5": ("#b34500", "#ff9657"),
}


def colour(name: str) -> str:
    """Return the CSS variable of a colour."""
    if name not in COLOURS:
        raise ValueError(f"colour {name!r} is not in the theme: it has {', '.join(COLOURS)}")
    return f"var(--{name})"


def write_variables(is_dark: bool) -> str:
    """Return the colours as CSS declarations for one scheme."""
    return "".join(f"--{name}:{pair[is_dark]};" for name, pair in COLOURS.items())


def resolve_colours(text: str) -> str:
    """Write the light colours in place of the CSS variables."""
    return re.sub(r"var\(--([a-z0-9-]+)\)", lambda match: COLOURS[match[1]][0], text)


def chart_config() -> dict[str, Any]:
    """Return the Vega-Lite configuration that every chart shares."""
    muted, line, ink = colour("muted"), colour("line"), colour("ink")
    return {
        "background": "transparent",
        "font": "sans-serif",
        "aria": False,
        "padding": {"left": 12, "right": 8, "top": 4, "bottom": 2},
        "view": {"stroke": None},
        "axis": {
            "labelColor": muted,
            "labelFontSize": 12,
            "titleColor": muted,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": line,
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
        },
        "axisX": {"grid": False, "domain": True, "domainColor": line},
        "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12},
        "text": {"color": ink, "fontSize": 12},
        "line": {"strokeWidth": 2, "strokeJoin": "round", "strokeCap": "round"},
        "bar": {"color": colour("bar")},  # round corners cost a clip path for each bar
        "legend": {
            "labelColor": muted,
            "titleColor": muted,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "orient": "top",
        },
    }
