"""The forms of charts that lead along a curve; like the others, see `chart_forms`."""

from collections.abc import Sequence

import altair as alt

from include.report.chart_forms import AnyChart, Row, draw_rule, open_chart
from include.report.theme import colour


def plot_saving(
    rows: Sequence[Row], width: int, title: str, capacity: int | None, best: int
) -> AnyChart:
    """Draw `saving` over the number of `orders` acted on; a dot where it is highest.

    The dashed line is the capacity; None where it lies outside the picture.
    """
    height = 220
    x = alt.X(
        "orders:Q",
        axis=alt.Axis(title="orders acted on, riskiest first", tickCount=5, format="d"),
        scale=alt.Scale(nice=False),
    )
    y = alt.Y("saving:Q", axis=alt.Axis(title=title, format="~s", tickCount=4))
    base = open_chart(width, height).encode(x=x, y=y)
    highest = base.transform_filter(f"datum.orders == {best}")
    layers = [
        base.mark_area(color=colour("band"), opacity=0.6),
        base.mark_line(color=colour("accent")),
        highest.mark_point(filled=True, size=70, color=colour("good"), opacity=1),
    ]
    if capacity is not None:
        rule = draw_rule("capacity", capacity, width, height)
        layers.append(rule.encode(x=alt.X("capacity:Q"), strokeDash=alt.value([5, 4])))
    return alt.layer(*layers)


def plot_reliability(rows: Sequence[Row], width: int) -> AnyChart:
    """Draw the `observed` share of late orders over the `expected` one, a dot a band.

    Dots grow with `orders`; the dashed line is where both are equal.
    """
    height = 240
    most = max([row[name] for row in rows for name in ("observed", "expected")] + [0.1])
    scale = alt.Scale(domain=[0, min(1.0, 1.08 * most)], nice=False)
    base = open_chart(width, height)
    dots = base.mark_circle(color=colour("accent"), opacity=0.9).encode(
        x=alt.X(
            "expected:Q",
            scale=scale,
            axis=alt.Axis(title="expected share late", format=".0%", tickCount=5),
        ),
        y=alt.Y(
            "observed:Q",
            scale=scale,
            axis=alt.Axis(title="came late", format=".0%", tickCount=5),
        ),
        size=alt.Size("orders:Q", scale=alt.Scale(range=[40, 420]), legend=None),
    )
    ends = [{"at": 0.0}, {"at": min(1.0, 1.08 * most)}]
    line = alt.Chart(alt.InlineData(values=ends), width=width, height=height)
    equal = line.mark_line(color=colour("muted"), strokeDash=[5, 4], strokeWidth=1.5).encode(
        x=alt.X("at:Q", scale=scale), y=alt.Y("at:Q", scale=scale)
    )
    return alt.layer(equal, dots)
