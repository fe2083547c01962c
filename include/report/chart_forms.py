"""The forms a chart can take: from rows and a width to an Altair chart, nothing else.

Rows are dictionaries. Dates are ISO text and drawn in UTC, so that no machine's time zone moves
them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from include.report.theme import colour

Row = dict[str, Any]
AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart

ROWS = "rows"  # the name under which a form finds its rows
WIDEST_COLUMN = 60  # pixels: a few columns are no wall
LETTER = 7.1  # pixels of a letter at 12 px in a wide font, on average
WIDER = 1.17  # a wide font beside the one that charts are drawn in


def open_chart(width: int, height: int) -> alt.Chart:
    """Return an empty chart over the rows."""
    return alt.Chart(alt.NamedData(name=ROWS), width=width, height=height)


def measure_names(labels: Iterable[object], width: int) -> int:
    """Return the pixels that names beside an axis take, at most two fifths of the chart.

    Text is measured in the font of who draws, and read in that of who looks at the page: room is
    left for a wide one.
    """
    longest = max((len(str(label)) for label in labels), default=0)
    return min(_most_room(width), round(LETTER * longest))


def _most_room(width: int) -> int:
    return max(120, 2 * width // 5)


def name_axis(labels: Iterable[object], width: int, *, has_grid: bool = False) -> alt.Axis:
    """Return an axis of names, cut where they would run out of the room beside it."""
    return alt.Axis(
        title=None,
        labelLimit=round(_most_room(width) / WIDER),
        minExtent=measure_names(labels, width),
        domain=False,
        grid=has_grid,
    )


def draw_rule(name: str, value: float, width: int, height: int) -> alt.Chart:
    """Return a line at one value, to be encoded along either axis."""
    data = alt.InlineData(values=[{name: value}])
    rule: alt.Chart = alt.Chart(data, width=width, height=height).mark_rule(color=colour("muted"))
    return rule


def _date_axis(rows: Sequence[Row], width: int, padding: float = 0) -> alt.X:
    ticks: Any = 4 if width < 400 else 6
    if len({row["date"] for row in rows}) <= ticks:  # else a day of a few gets two ticks
        ticks = {"interval": "day", "step": 1}
    axis = alt.Axis(title=None, format="%-d %b", tickCount=ticks)
    return alt.X("date:T", scale=alt.Scale(type="utc", padding=padding), axis=axis)


def _value_axis(name: str, title: str, number_format: str, *, is_zero: bool) -> alt.Y:
    axis = alt.Axis(title=title, format=number_format, tickCount=4)
    return alt.Y(f"{name}:Q", axis=axis, scale=alt.Scale(zero=is_zero, nice=True))


def plot_band(rows: Sequence[Row], width: int, title: str) -> AnyChart:
    """Draw `value` (a share) over `date` as a line on its normal band from `low` to `high`.

    Days below their band are marked.
    """
    base = open_chart(width, 230).encode(x=_date_axis(rows, width))
    axis = _value_axis("value", title, ".0%", is_zero=False)
    band = base.transform_filter("datum.low != null").mark_area(color=colour("band"))
    line = base.mark_line(color=colour("accent"))
    marked = base.transform_filter("datum.low != null && datum.value < datum.low")
    below = marked.mark_point(filled=True, size=46, color=colour("bad"), opacity=1)
    return alt.layer(
        band.encode(y=alt.Y("low:Q"), y2=alt.Y2("high:Q")),
        line.encode(y=axis),
        below.encode(y=alt.Y("value:Q")),
    )


def plot_trend(
    rows: Sequence[Row], width: int, title: str, number_format: str, before: float | None
) -> AnyChart:
    """Draw `value` over `date` as columns, with the mean of the range before as a dashed line."""
    size = max(1.5, min(28.0, 0.62 * (width - 60) / max(len(rows), 1)))
    base = open_chart(width, 180).encode(x=_date_axis(rows, width, padding=size / 2))
    bars = base.mark_bar(color=colour("bar"), size=size).encode(
        y=_value_axis("value", title, number_format, is_zero=True)
    )
    if before is None:
        return alt.layer(bars)
    rule = draw_rule("before", before, width, 180).encode(
        y=alt.Y("before:Q"), strokeDash=alt.value([5, 4])
    )
    return alt.layer(bars, rule)


def plot_ranked(
    rows: Sequence[Row], width: int, number_format: str, reference: float | None
) -> AnyChart:
    """Draw `value` of each `label` as a bar with its `note`; `is_marked` bars stand out.

    The dashed line is the reference that all are compared with.
    """
    height = 26 * len(rows) + 26
    most = max([row["value"] for row in rows] + [reference or 0.0]) or 1.0
    bars = width - measure_names([row["label"] for row in rows], width) - 30
    note = LETTER * max((len(row["note"]) for row in rows), default=0) + 8
    reach = min(5.0, max(1.3, bars / max(bars - note, 1)))  # room for the note of the longest bar
    scale = alt.Scale(domain=[0, most * reach], nice=False)
    y = alt.Y("label:N", sort=None, axis=name_axis([row["label"] for row in rows], width))
    ticks = 2 if width < 400 else 3
    axis = alt.Axis(title=None, format=number_format, tickCount=ticks)
    x = alt.X("value:Q", scale=scale, axis=axis)
    base = open_chart(width, height).encode(y=y)
    shade = alt.Color(
        "is_marked:N",
        scale=alt.Scale(domain=[True, False], range=[colour("bad"), colour("bar")]),
        legend=None,
    )
    drawn = base.mark_bar(height=16).encode(x=x, color=shade)
    notes = base.mark_text(align="left", dx=5, color=colour("ink")).encode(
        x=alt.X("value:Q"), text=alt.Text("note:N")
    )
    if reference is None:
        return alt.layer(drawn, notes)
    rule = draw_rule("reference", reference, width, height)
    rule = rule.encode(x=alt.X("reference:Q"), strokeDash=alt.value([5, 4]))
    halo = notes.mark_text(align="left", dx=5, stroke=colour("card"), strokeWidth=4)
    return alt.layer(drawn, rule, halo, notes)


def plot_columns(rows: Sequence[Row], width: int, title: str, number_format: str) -> AnyChart:
    """Draw `value` of each `label` as a column; `shade` names its colour."""
    axis = alt.Axis(title=None, labelAngle=0, labelOverlap=True, labelSeparation=8)
    base = open_chart(width, 200).encode(x=alt.X("label:N", sort=None, axis=axis))
    is_few = len({row["label"] for row in rows}) * WIDEST_COLUMN < width / 2
    mark: dict[str, Any] = {"size": WIDEST_COLUMN} if is_few else {}
    bars = base.mark_bar(**mark).encode(
        y=_value_axis("value", title, number_format, is_zero=True),
        color=alt.Color("shade:N", scale=None),
    )
    return alt.layer(bars)


def plot_two_axes(
    rows: Sequence[Row], width: int, left: str, right: str, days_per_bar: int
) -> AnyChart:
    """Draw `spend` as bars on the right axis and `revenue` as a line on the left one."""
    size = max(2.0, min(26.0, 0.6 * (width - 100) / max(len(rows), 1)))
    base = open_chart(width, 240).encode(x=_date_axis(rows, width, padding=size / 2))
    spend = alt.Axis(
        title=right, orient="right", titleAlign="right", format="~s", tickCount=4, grid=False
    )
    bars = base.mark_bar(color=colour("bar"), size=size).encode(
        y=alt.Y("spend:Q", axis=spend, scale=alt.Scale(zero=True))
    )
    revenue = alt.Axis(
        title=left, orient="left", titleColor=colour("accent"), format="~s", tickCount=4
    )
    line = base.mark_line(color=colour("accent"), point=days_per_bar > 1 or len(rows) < 10).encode(
        y=alt.Y("revenue:Q", axis=revenue, scale=alt.Scale(zero=True))
    )
    both: AnyChart = alt.layer(bars, line).resolve_scale(y="independent")
    return both


def plot_note(width: int) -> AnyChart:
    """Draw the sentence in `text` where a picture would be."""
    note = open_chart(width, 60).mark_text(color=colour("muted")).encode(text=alt.Text("text:N"))
    return alt.layer(note)
