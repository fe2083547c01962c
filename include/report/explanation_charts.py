"""The SHAP page's charts: importance, groups, swarm and dependence."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from include.report import chart_forms as forms
from include.report import dot_forms
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.explanation_rows import ContributionRow, ImportanceRow
from include.report.formats import (
    format_count,
    format_figure,
    format_number,
    format_percent,
    format_plural,
)
from include.report.sentences import phrase_feature, phrase_group

RANKED = 15
THIRDS = ("lowest", "middle", "highest")
SWARM_STEPS = 48  # bins across the picture in which dots push each other aside


def draw_importance(ranked: Sequence[ImportanceRow]) -> Chart:
    """Draw the features by mean absolute contribution."""
    total = sum(row.importance for row in ranked) or 1.0
    top = ranked[0]
    rows = [
        {
            "label": phrase_feature(row.feature),
            "value": row.importance,
            "note": format_number(row.importance),
            "is_marked": row is top,
        }
        for row in ranked[:RANKED]
    ]
    leading = sum(row.importance for row in ranked[:3]) / total
    return draw_chart(
        Chart(
            f"“{phrase_feature(top.feature)}” moves the risk most",
            f"On average it moves an order's log-odds by {format_number(top.importance)}; the first"
            f" three features make {format_percent(leading, 0)} of all movement, over"
            f" {format_plural(top.orders_count, 'explained order')}.",
            Table(
                ("Feature", "Group", "Mean |contribution|"),
                tuple(
                    (
                        phrase_feature(row.feature),
                        row.feature_group,
                        format_number(row.importance, 3),
                    )
                    for row in ranked
                ),
            ),
        ),
        rows,
        lambda width: forms.plot_ranked(rows, width, ".2f", None),
    )


def draw_groups(ranked: Sequence[ImportanceRow]) -> Chart:
    """Draw the groups of reasons by the sum of their features' importance."""
    sums: dict[str, float] = defaultdict(float)
    for row in ranked:
        sums[row.feature_group] += row.importance
    total = sum(sums.values()) or 1.0
    groups = sorted(sums, key=lambda group: -sums[group])
    rows = [
        {
            "label": group,
            "value": sums[group] / total,
            "note": format_percent(sums[group] / total, 0),
            "is_marked": group == groups[0],
        }
        for group in groups
    ]
    return draw_chart(
        Chart(
            f"{phrase_group(groups[0])} makes {format_percent(sums[groups[0]] / total, 0)}"
            " of all movement",
            "Features of one kind added up: the share of each group in all movement of the risk.",
            Table(
                ("Group", "What it is", "Share"),
                tuple(
                    (group, phrase_group(group), format_percent(sums[group] / total))
                    for group in groups
                ),
            ),
        ),
        rows,
        lambda width: forms.plot_ranked(rows, width, ".0%", None),
    )


def draw_swarm(top: Sequence[str], by_feature: dict[str, list[ContributionRow]]) -> Chart:
    """Draw one dot for each order and feature, pushed aside where dots meet."""
    dots = [dot for name in top for dot in _spread(by_feature[name])]
    orders = len(by_feature[top[0]])
    widest = max(top, key=lambda name: _reach(by_feature[name]))
    low, high = (pick(row.contribution for row in by_feature[widest]) for pick in (min, max))
    return draw_chart(
        Chart(
            f"“{phrase_feature(widest)}” spreads widest: {format_number(low)} to"
            f" {format_number(high)}",
            f"Each dot is one of {format_count(orders)} explained orders. Right of the line the"
            " feature raises the risk. Blue dots have a low value of it, orange ones a high value;"
            " text has the colour of the middle.",
            Table(
                ("Feature", "Lowest", "Median", "Highest"),
                tuple((phrase_feature(name), *_quantiles(by_feature[name])) for name in top),
            ),
        ),
        dots,
        lambda width: dot_forms.plot_swarm(dots, width, [phrase_feature(name) for name in top]),
        wide=FULL,
    )


def _reach(rows: Sequence[ContributionRow]) -> float:
    return max(row.contribution for row in rows) - min(row.contribution for row in rows)


def _quantiles(rows: Sequence[ContributionRow]) -> tuple[str, str, str]:
    ordered = sorted(row.contribution for row in rows)
    picked = (ordered[0], ordered[len(ordered) // 2], ordered[-1])
    return (format_number(picked[0]), format_number(picked[1]), format_number(picked[2]))


def _spread(rows: Sequence[ContributionRow]) -> list[forms.Row]:
    values = sorted(row.value for row in rows if row.value is not None)
    step = (_reach(rows) or 1.0) / SWARM_STEPS
    taken: dict[int, int] = defaultdict(int)
    dots = []
    for row in rows:
        place = round(row.contribution / step)
        taken[place] += 1
        side = 1 if taken[place] % 2 else -1
        rank = _find_rank(values, row.value)
        dots.append(
            {
                "label": phrase_feature(row.feature),
                "contribution": round(row.contribution, 3),
                "spread": side * min(1.0, (taken[place] // 2) / 7),
                "level": min(5, 1 + int(5 * rank)),
            }
        )
    return dots


def _find_rank(values: Sequence[float], value: float | None) -> float:
    if value is None:
        return 0.5
    return (bisect_left(values, value) + bisect_right(values, value)) / 2 / len(values)


def draw_dependence(feature: str, rows: Sequence[ContributionRow]) -> Chart:
    """Draw how a feature's contribution depends on its value."""
    name = phrase_feature(feature)
    known = sorted((row.value, row.contribution) for row in rows if row.value is not None)
    if len({value for value, _ in known}) < 2:
        return say_nothing(f"“{name}”", "It has one value, or none, in all explained orders.")
    cuts = [len(known) * part // 3 for part in range(4)]
    thirds = {
        label: known[start:end] or known[:1]
        for label, start, end in zip(THIRDS, cuts, cuts[1:], strict=False)
    }
    means = {
        label: sum(contribution for _, contribution in third) / len(third)
        for label, third in thirds.items()
    }
    top, bottom = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
    points = [
        {"value": float(f"{value:.4g}"), "contribution": round(contribution, 3)}
        for value, contribution in known
    ]
    table = tuple(
        (
            label,
            format_figure(third[0][0]),
            format_figure(third[-1][0]),
            format_number(means[label]),
        )
        for label, third in thirds.items()
    )
    return draw_chart(
        Chart(
            f"Most risk from “{name}” in the {top} third of its values",
            f"It adds {format_number(means[top])} to the log-odds there on average, and"
            f" {format_number(means[bottom])} in the {bottom} third.",
            Table(("Third of the orders", "Value from", "Value to", "Mean contribution"), table),
        ),
        points,
        lambda width: dot_forms.plot_dependence(points, width, name),
    )
