"""Charts: valid specifications, SVG for both schemes, PNG with real colours, nothing fetched."""

import json
import re
from collections.abc import Callable

import pytest

from include.report import chart_forms as forms
from include.report import dot_forms, theme
from include.report.chart_forms import AnyChart, Row
from include.report.drawing import NARROW, Chart, Table, draw_chart, draw_png, say_nothing

DATED: list[Row] = [
    {"date": f"2026-03-{day:02d}", "value": 0.9, "low": 0.85, "high": 0.95}
    | {"revenue": 100.0 + day, "spend": 10.0}
    for day in range(1, 21)
]
NAMED: list[Row] = [
    {"label": "<b>North</b> & co", "value": 0.3, "note": "30%", "is_marked": True}
    | {"shade": theme.colour("bad")},
    {"label": "South", "value": 0.1, "note": "10%", "is_marked": False}
    | {"shade": theme.colour("bar")},
]
DOTS: list[Row] = [
    {"label": "distance", "contribution": place / 10, "spread": 0.1, "level": 1 + place % 5}
    | {"value": float(place)}
    for place in range(20)
]

FORMS: dict[str, tuple[list[Row], Callable[[int], AnyChart]]] = {
    "band": (DATED, lambda width: forms.plot_band(DATED, width, "on time")),
    "trend": (DATED, lambda width: forms.plot_trend(DATED, width, "orders", "~s", 0.8)),
    "ranked": (NAMED, lambda width: forms.plot_ranked(NAMED, width, ".0%", 0.2)),
    "columns": (NAMED, lambda width: forms.plot_columns(NAMED, width, "late", ".0%")),
    "two axes": (DATED, lambda width: forms.plot_two_axes(DATED, width, "EUR", "EUR", 1)),
    "swarm": (DOTS, lambda width: dot_forms.plot_swarm(DOTS, width, ["distance"])),
    "dependence": (DOTS, lambda width: dot_forms.plot_dependence(DOTS, width, "distance")),
    "note": ([{"text": "Nothing."}], forms.plot_note),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_a_valid_specification(name: str) -> None:
    _, build = FORMS[name]
    assert build(NARROW).to_dict(validate=True)["$schema"].startswith("https://vega.github.io/")


@pytest.mark.parametrize("name", FORMS)
def test_every_form_draws_marks_of_its_rows_without_a_reference(name: str) -> None:
    rows, build = FORMS[name]
    chart = draw_chart(Chart("Title", "Takeaway.", Table((), ())), rows, build)
    for svg in (chart.wide, chart.narrow):
        assert re.search(r"<(path|circle|text|line)", svg)
        assert not re.search(r"https?:|url\(|<image|href", svg)
        assert "NaN" not in svg


@pytest.mark.parametrize("days", [1, 2, 3, 4])
def test_a_few_days_have_one_tick_each(days: int) -> None:
    rows = DATED[:days]
    chart = draw_chart(
        Chart("Title", "Takeaway.", Table((), ())),
        rows,
        lambda width: forms.plot_trend(rows, width, "rows", "d", None),
    )
    ticks = [f"{day} Mar" for day in range(1, days + 1)]
    assert re.findall(r">(\d+ Mar)<", chart.narrow) == ticks


def test_a_chart_has_a_role_and_its_words_as_text_alternative() -> None:
    rows, build = FORMS["ranked"]
    chart = draw_chart(Chart('A "quoted" <title>', "Takeaway.", Table((), ())), rows, build)
    assert chart.wide.startswith('<svg role="img" aria-label="A &quot;quoted&quot; &lt;title&gt;.')


def test_a_label_from_outside_is_escaped_in_the_picture() -> None:
    rows, build = FORMS["ranked"]
    chart = draw_chart(Chart("Title", "Takeaway.", Table((), ())), rows, build)
    assert "<b>" not in chart.wide
    assert "&lt;b&gt;North&lt;/b&gt; &amp; co" in chart.wide


def test_colours_stay_variables_in_svg_and_are_written_in_for_png() -> None:
    rows, build = FORMS["swarm"]
    chart = draw_chart(Chart("Title", "Takeaway.", Table((), ())), rows, build)
    assert "var(--scale-5)" in chart.wide
    assert not re.search(r'(fill|stroke)="(black|#000)', chart.wide)
    assert "var(--" not in theme.resolve_colours(chart.specification)
    assert draw_png(chart).startswith(b"\x89PNG")


def test_a_chart_without_a_picture_says_why_and_refuses_a_png() -> None:
    chart = say_nothing("Scores", "No scores tonight.")
    assert not chart.is_drawn
    with pytest.raises(ValueError, match="No scores tonight"):
        draw_png(chart)


def test_the_rows_are_in_the_specification_once() -> None:
    rows, build = FORMS["band"]
    chart = draw_chart(Chart("Title", "Takeaway.", Table((), ())), rows, build)
    assert json.loads(chart.specification)["datasets"][forms.ROWS] == rows


def test_every_colour_of_text_reads_on_its_ground_in_both_schemes() -> None:
    def luminance(value: str) -> float:
        parts = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(first: str, second: str) -> float:
        high, low = sorted((luminance(first), luminance(second)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    pairs = [(text, ground) for text in ("ink", "muted") for ground in ("page", "card", "sunk")]
    pairs += [(text, "card") for text in ("accent", "bad", "good", "warn")]
    pairs += [
        ("ink", "accent-soft"),
        ("bad", "bad-soft"),
        ("good", "good-soft"),
        ("card", "accent"),
    ]
    for text, ground in pairs:
        for scheme in (0, 1):
            assert contrast(theme.COLOURS[text][scheme], theme.COLOURS[ground][scheme]) >= 4.5, (
                f"{text} on {ground} in scheme {scheme}"
            )


@pytest.mark.parametrize("width", [NARROW, 1064])
@pytest.mark.parametrize("letters", [3, 30, 300])
def test_names_keep_within_their_room_in_a_wide_font(width: int, letters: int) -> None:
    axis = forms.name_axis(["m" * letters], width).to_dict()
    in_wide_font = min(forms.WIDER * axis["labelLimit"], forms.LETTER * letters)
    assert in_wide_font <= axis["minExtent"] + 1 <= max(121, 0.4 * width + 1)


@pytest.mark.parametrize("letters", [3, 12, 16])
def test_the_note_of_the_longest_bar_stays_within_the_picture(letters: int) -> None:
    rows = [NAMED[0] | {"label": "m" * 40, "note": "8" * letters}]
    drawn = forms.plot_ranked(rows, NARROW, ".0%", None).to_dict()
    most = drawn["layer"][0]["encoding"]["x"]["scale"]["domain"][1]
    plot = NARROW - forms.measure_names(["m" * 40], NARROW) - 30
    assert plot * rows[0]["value"] / most + forms.LETTER * letters <= plot + 1
