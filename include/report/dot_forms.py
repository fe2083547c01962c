"""The forms of charts with a dot an order; like the others, see `chart_forms`."""

from collections.abc import Sequence

import altair as alt

from include.report.chart_forms import AnyChart, Row, draw_rule, name_axis, open_chart
from include.report.theme import colour

SCALE_NAMES = ("scale-1", "scale-2", "scale-3", "scale-4", "scale-5")


def plot_swarm(rows: Sequence[Row], width: int, features: Sequence[str]) -> AnyChart:
    """Draw each order's `contribution` by `label`, spread by `spread`, coloured by `level` 1-5."""
    height = 34 * len(features) + 50
    y = alt.Y("label:N", sort=list(features), axis=name_axis(features, width, has_grid=True))
    shade = alt.Color(
        "level:O",
        scale=alt.Scale(domain=[1, 2, 3, 4, 5], range=[colour(name) for name in SCALE_NAMES]),
        legend=None,
    )
    title = "adds to the log-odds of late →" if width > 400 else "log-odds of late →"
    dots = (
        open_chart(width, height)
        .mark_circle(size=16, opacity=0.8)
        .encode(
            x=alt.X("contribution:Q", axis=alt.Axis(title=title, tickCount=5)),
            y=y,
            yOffset=alt.YOffset("spread:Q", scale=alt.Scale(domain=[-1, 1])),
            color=shade,
        )
    )
    zero = draw_rule("zero", 0, width, height).encode(x=alt.X("zero:Q"))
    return alt.layer(zero, dots)


def plot_dependence(rows: Sequence[Row], width: int, title: str) -> AnyChart:
    """Draw the `contribution` of one feature over its `value`, one dot an order."""
    dots = (
        open_chart(width, 190)
        .mark_circle(size=18, opacity=0.6, color=colour("accent"))
        .encode(
            x=alt.X(
                "value:Q", axis=alt.Axis(title=title, tickCount=5), scale=alt.Scale(zero=False)
            ),
            y=alt.Y("contribution:Q", axis=alt.Axis(title="adds to the log-odds", tickCount=4)),
        )
    )
    zero = draw_rule("zero", 0, width, 190).encode(y=alt.Y("zero:Q"))
    return alt.layer(zero, dots)


def plot_kinds(rows: Sequence[Row], width: int, labels: Sequence[str]) -> AnyChart:
    """Draw the `contribution` of a feature by its text, the `label`, one dot an order."""
    height = 26 * len(labels) + 26
    y = alt.Y("label:N", sort=list(labels), axis=name_axis(labels, width, has_grid=True))
    x = alt.X("contribution:Q", axis=alt.Axis(title="adds to the log-odds", tickCount=4))
    dots = open_chart(width, height).mark_circle(size=18, opacity=0.6, color=colour("accent"))
    zero = draw_rule("zero", 0, width, height).encode(x=alt.X("zero:Q"))
    return alt.layer(zero, dots.encode(x=x, y=y))
