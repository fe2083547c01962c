"""The forecasts page's charts: late orders by area, and the pieces that categories will order."""

from collections.abc import Mapping, Sequence

from include.ml.specs.product_sales import SPEC
from include.report import chart_forms as forms
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.forecast_actions import LIKELY, is_jump, list_breaches
from include.report.forecast_rows import (
    DEMAND,
    FOUR_WEEKS,
    LATE,
    SALES,
    WEEK,
    ForecastModelRow,
    ForecastRow,
    pick,
)
from include.report.formats import (
    clean_text,
    format_count,
    format_percent,
    format_plural,
)
from include.report.importance_chart import draw_importance

SHOWN = 12  # groups in a chart and in a table
NOT_YET = "not yet known"


def draw_late(rows: tuple[ForecastRow, ...]) -> Chart:
    """Draw the late orders of the next week by area; likely breaches stand out."""
    areas = pick(rows, LATE, "area", WEEK)
    if not areas:
        return say_nothing("Late orders by area", "No late orders were forecast this night.")
    breaches = list_breaches(areas)
    points = [
        {
            "label": clean_text(row.group_key, 40),
            "value": row.expected,
            "note": f"{format_count(row.expected)} · {write_bounds(row)}",
            "is_marked": row in breaches,
        }
        for row in areas[:SHOWN]
    ]
    share = format_percent(areas[0].agreed_share, 0)
    title = (
        f"{format_plural(len(breaches), 'area')} will probably break the agreed {share}"
        if breaches
        else f"No area will probably break the agreed {share}"
    )
    return draw_chart(
        Chart(
            title,
            f"Late orders expected among those due within {WEEK} days, with the 90% interval;"
            f" marked where a breach is at least {format_percent(LIKELY, 0)} likely.",
            list_late(areas),
        ),
        points,
        lambda width: forms.plot_ranked(points, width, ",.0f", None),
        wide=FULL,
    )


def draw_demand(rows: tuple[ForecastRow, ...]) -> Chart:
    """Draw the pieces that the largest categories will order next week; jumps stand out."""
    found = pick(rows, DEMAND, "category", WEEK)
    if not found:
        return say_nothing("Demand by category", "No demand was forecast this night.")
    total = sum(row.expected for row in found)
    points = [
        {
            "label": clean_text(row.group_key, 40),
            "value": row.expected,
            "note": f"{format_count(row.expected)} · {write_bounds(row)}",
            "is_marked": is_jump(row),
        }
        for row in found[:SHOWN]
    ]
    share = format_percent(found[0].expected / total, 0) if total else "nothing"
    return draw_chart(
        Chart(
            f"“{clean_text(found[0].group_key, 40)}” will have {share} of next week's demand",
            "Pieces expected next week, with the 90% interval; marked where that is far from"
            " usual.",
            list_demand(rows),
        ),
        points,
        lambda width: forms.plot_ranked(points, width, ",.0f", None),
        wide=FULL,
    )


def list_late(rows: tuple[ForecastRow, ...], name: str = "Area") -> Table:
    """Write the late orders of groups: expected, interval, due, share, chance of a breach."""
    return Table(
        (name, "Late", "90% interval", "Due", "Share", "Last period", "Breach"),
        tuple(
            (
                clean_text(row.group_key, 60),
                format_count(row.expected),
                write_bounds(row),
                format_count(row.orders_count),
                format_percent(row.expected / row.orders_count if row.orders_count else None),
                format_count(row.usual),
                format_percent(row.breach_probability, 0),
            )
            for row in rows[:SHOWN]
        ),
    )


def list_demand(rows: tuple[ForecastRow, ...], grain: str = "category") -> Table:
    """Write for the largest groups each week's pieces, and the usual week."""
    weeks = range(WEEK, FOUR_WEEKS + 1, WEEK)
    by_week: dict[int, Mapping[str, ForecastRow]] = {
        days: {row.group_key: row for row in pick(rows, DEMAND, grain, days)} for days in weeks
    }
    lines = []
    for row in pick(rows, DEMAND, grain, WEEK)[:SHOWN]:
        told = [by_week[days].get(row.group_key) for days in weeks]
        cells = [
            f"{format_count(one.expected)} ({write_bounds(one)})" if one else "" for one in told
        ]
        lines.append((clean_text(row.group_key, 60), format_count(row.usual), *cells))
    names = tuple(f"Week {number}" for number in range(1, len(weeks) + 1))
    return Table((grain.capitalize(), "Usual week", *names), tuple(lines))


def write_bounds(row: ForecastRow) -> str:
    """Return the 90 % interval as two counts."""
    if row.lower_90 is None or row.upper_90 is None:
        return NOT_YET
    return f"{format_count(row.lower_90)} to {format_count(row.upper_90)}"


def draw_sales_reasons(models: Sequence[ForecastModelRow]) -> Chart:
    """Draw what the trees behind the sales of products rest on."""
    title = "What sales rest on"
    found = next((row.importance for row in models if row.model == SALES), None)
    if not found:
        return say_nothing(title, "No trees have been trained on the sales of products yet.")
    return draw_importance(
        SPEC.features,
        dict(sorted(found.items(), key=lambda one: -one[1])[:SHOWN]),
        "Sales rest most on",
        "Mean size of each part of a product's logarithm of pieces, by TreeSHAP.",
    )
