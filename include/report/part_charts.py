"""Late orders by part of the business, by weekday and hour, and by stated reason."""

from collections.abc import Sequence

from include.report import chart_forms as forms
from include.report.brief_rows import StatedReasonRow
from include.report.drawing import Chart, Table, draw_chart, replace_pairs, say_nothing
from include.report.formats import (
    clean_text,
    format_count,
    format_minutes,
    format_percent,
    format_plural,
)
from include.report.kpi_rows import PartRow, Totals
from include.report.theme import colour

SHOWN_PARTS = 10
TABLED_PARTS = 50
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def draw_parts(
    name: str, parts: Sequence[PartRow], totals: Totals, labels: dict[str, str] | None = None
) -> Chart:
    """Draw the parts with the most late orders beyond what their number of orders explains."""
    if not parts:
        return say_nothing(f"By {name}", f"This source does not say the {name}.")
    late_rate = 1 - (totals.on_time_rate or 0)
    ranked = sorted(
        parts, key=lambda part: part.promised_orders_count * late_rate - part.late_orders_count
    )
    shown = ranked[:SHOWN_PARTS]
    names = name_apart([_label(part, labels) for part in shown])
    rows = [
        {
            "label": names[place],
            "value": part.late_rate,
            "note": f"{format_percent(part.late_rate, 0)} · {format_count(part.late_orders_count)}"
            f"/{format_count(part.promised_orders_count)}",
            "is_marked": place == 0 and part.late_rate > late_rate,
        }
        for place, part in enumerate(shown)
    ]
    return draw_chart(
        Chart(
            *_say_worst(name, shown[0], late_rate, labels),
            _tabulate_parts(name, ranked[:TABLED_PARTS], labels),
        ),
        rows,
        lambda width: forms.plot_ranked(rows, width, ".0%", late_rate),
    )


def _say_worst(
    name: str, worst: PartRow, late_rate: float, labels: dict[str, str] | None
) -> tuple[str, str]:
    extra = worst.late_orders_count - worst.promised_orders_count * late_rate
    overall = f"the overall {format_percent(late_rate)} (dashed)"
    if extra < 1:
        return f"By {name}: none stands out", f"No {name} stands out from {overall}."
    return (
        f"By {name}: {_label(worst, labels)} is late most, for its volume",
        f"{_label(worst, labels)} has {format_count(extra)} more late orders than its volume"
        f" explains at {overall}. Ranked by that difference, at most {SHOWN_PARTS} shown.",
    )


def name_apart(names: Sequence[str]) -> list[str]:
    """Return the names with a number where one repeats: a chart draws one bar a name."""
    names = [replace_pairs(name) for name in names]
    return [
        name if name not in names[:place] else f"{name} ({names[: place + 1].count(name)})"
        for place, name in enumerate(names)
    ]


def _label(part: PartRow, labels: dict[str, str] | None) -> str:
    return clean_text((labels or {}).get(part.part_key) or part.part_key, 24)


def _tabulate_parts(name: str, parts: Sequence[PartRow], labels: dict[str, str] | None) -> Table:
    return Table(
        (name.capitalize(), "Promised", "Late", "Late rate", "Average delay"),
        tuple(
            (
                _label(part, labels),
                format_count(part.promised_orders_count),
                format_count(part.late_orders_count),
                format_percent(part.late_rate),
                format_minutes(part.average_delay_minutes),
            )
            for part in parts
        ),
    )


def draw_times(name: str, parts: Sequence[PartRow]) -> Chart:
    """Draw the late rate by weekday or by hour of the promise."""
    if len(parts) < 2:
        return say_nothing(f"By {name}", f"All promises of this range lie on one {name}.")
    labels = {str(place): label for place, label in enumerate(WEEKDAYS, start=1)}
    if name == "hour":
        labels = {part.part_key: f"{part.part_key}h" for part in parts}
    enough = [part for part in parts if part.promised_orders_count >= 10] or list(parts)
    worst = max(enough, key=lambda part: part.late_rate)
    best = min(enough, key=lambda part: part.late_rate)
    rows = [
        {
            "label": labels[part.part_key],
            "value": part.late_rate,
            "shade": colour("bad" if part is worst else "bar"),
        }
        for part in parts
    ]
    return draw_chart(
        Chart(
            f"By {name}: {labels[worst.part_key]} is late most, {format_percent(worst.late_rate)}",
            f"{labels[best.part_key]} is late least, {format_percent(best.late_rate)} of"
            f" {format_plural(best.promised_orders_count, 'order')}.",
            _tabulate_parts(name, parts, labels),
        ),
        rows,
        lambda width: forms.plot_columns(rows, width, "orders late", ".0%"),
    )


def draw_reasons(reasons: Sequence[StatedReasonRow]) -> Chart:
    """Draw the delay reasons that the source states for late deliveries."""
    stated = [reason for reason in reasons if reason.is_stated]
    if not reasons:
        return say_nothing("Stated delay reasons", "No delivery of this range was late.")
    if not stated:
        return say_nothing("Stated delay reasons", "This source states no reason for a delay.")
    late = reasons[0].all_late_orders_count
    top = stated[0]
    names = name_apart([clean_text(reason.reason, 24) for reason in reasons[:SHOWN_PARTS]])
    rows = [
        {
            "label": names[place],
            "value": reason.late_orders_count,
            "note": f"{format_count(reason.late_orders_count)}"
            f" ({format_percent(reason.late_orders_count / late, 0)})",
            "is_marked": reason is top,
        }
        for place, reason in enumerate(reasons[:SHOWN_PARTS])
    ]
    return draw_chart(
        Chart(
            f"“{clean_text(top.reason, 40)}” is the reason stated most",
            f"It stands behind {format_percent(top.late_orders_count / late, 0)} of"
            f" {format_plural(late, 'late delivery', 'late deliveries')};"
            f" {format_percent(sum(row.late_orders_count for row in stated) / late, 0)}"
            " have any reason stated.",
            _tabulate_reasons(reasons, late),
        ),
        rows,
        lambda width: forms.plot_ranked(rows, width, "~s", None),
    )


def _tabulate_reasons(reasons: Sequence[StatedReasonRow], late: int) -> Table:
    return Table(
        ("Reason", "Late deliveries", "Share", "Average delay"),
        tuple(
            (
                clean_text(reason.reason, 60),
                format_count(reason.late_orders_count),
                format_percent(reason.late_orders_count / late),
                format_minutes(reason.average_delay_minutes),
            )
            for reason in reasons[:TABLED_PARTS]
        ),
    )
