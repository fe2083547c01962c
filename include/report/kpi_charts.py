"""Figures over time: the on-time rate on its band, trends, revenue against spend."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from include.report import chart_forms as forms
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.formats import (
    format_money,
    format_number,
    format_percent,
    format_plural,
    format_short_day,
    is_known,
)
from include.report.kpi_rows import BandPoint, Totals
from include.report.metrics import DELAY, Metric


def draw_band(points: Sequence[BandPoint], totals: Totals, wide: int = FULL) -> Chart:
    """Draw the daily on-time rate on its normal band; mail draws it narrower than a page."""
    known = [point for point in points if point.rate is not None]
    if not known:
        return say_nothing("On-time rate", "No order was promised for any day of this range.")
    newest = known[-1]
    place = "with too few days before to say what is normal"
    if newest.low is not None:
        place = "below its normal band" if newest.is_below else "not below its normal band"
    below = sum(point.is_below for point in points)
    rows = [
        {"date": str(point.date), "value": point.rate, "low": point.low, "high": point.high}
        for point in known
    ]
    table = Table(
        ("Day", "On time", "Normal from", "Normal to"),
        tuple(
            (
                str(point.date),
                format_percent(point.rate),
                format_percent(point.low),
                format_percent(point.high),
            )
            for point in reversed(points)
        ),
    )
    return draw_chart(
        Chart(
            f"{format_percent(newest.rate)} on time on {format_short_day(newest.date)}, {place}",
            f"{format_percent(totals.on_time_rate)} over the whole range;"
            f" {below} of {format_plural(len(points), 'day')} lay below their normal band (shaded:"
            " the 28 days before, two standard deviations).",
            table,
        ),
        rows,
        lambda width: forms.plot_band(rows, width, "orders on time"),
        wide=wide,
    )


def draw_trend(
    metric: Metric, buckets: Sequence[Totals], totals: Totals, before: Totals | None, currency: str
) -> Chart:
    """Draw a figure over time, with the mean of the range before."""
    known = [(bucket, metric.read(bucket)) for bucket in buckets]
    values = [(bucket, value) for bucket, value in known if value is not None and is_known(value)]
    write = partial(metric.write, currency=currency)
    if not any(value for _, value in values):
        return say_nothing(metric.name, "Nothing to show: this range has none.")
    days = (buckets[-1].last_day - buckets[-1].first_day).days + 1
    value, value_before = metric.read(totals), metric.read(before) if before else None
    change = metric.write_change(value, value_before)
    highest = max(values, key=lambda pair: pair[1])
    lowest = min(values, key=lambda pair: pair[1])
    unit = "week from " if days > 1 else ""
    level = _find_level(metric, value_before, before, days)
    rows = [{"date": str(bucket.first_day), "value": float(value)} for bucket, value in values]
    return draw_chart(
        Chart(
            f"{metric.name} {write(value)}" + (f", {change} on the range before" if change else ""),
            f"Highest {write(highest[1])} ({unit}{format_short_day(highest[0].first_day)}),"
            f" lowest {write(lowest[1])} ({unit}{format_short_day(lowest[0].first_day)})."
            + (" The dashed line is the mean of the range before." if level else "")
            + (" Late orders that are still open are not in it yet." if metric is DELAY else ""),
            Table(
                ("Week from" if days > 1 else "Day", metric.name),
                tuple((str(bucket.first_day), write(value)) for bucket, value in reversed(values)),
            ),
        ),
        rows,
        lambda width: forms.plot_trend(rows, width, metric.unit or currency, "~s", level),
    )


def _find_level(
    metric: Metric, value: Any, before: Totals | None, days_per_bar: int
) -> float | None:
    if before is None or value is None or not is_known(value):
        return None
    if metric.kind == "minutes" or metric.name == "Basket":
        return float(value)
    return float(value) / ((before.last_day - before.first_day).days + 1) * days_per_bar


def draw_spend(buckets: Sequence[Totals], totals: Totals, currency: str) -> Chart:
    """Draw revenue as a line against marketing spend as bars, on two axes."""
    if not totals.spend_amount:
        return say_nothing("Revenue and marketing spend", "This source has no marketing spend.")
    days = (buckets[-1].last_day - buckets[-1].first_day).days + 1
    rows = [
        {
            "date": str(bucket.first_day),
            "revenue": float(bucket.revenue_amount),
            "spend": float(bucket.spend_amount),
        }
        for bucket in buckets
        if is_known(bucket.revenue_amount) and is_known(bucket.spend_amount)
    ]
    known = [bucket for bucket in buckets if bucket.roas is not None and is_known(bucket.roas)]
    if not known:
        return say_nothing("Revenue and marketing spend", "No figure of this range can be drawn.")
    best = max(known, key=lambda bucket: bucket.roas or 0)
    worst = min(known, key=lambda bucket: bucket.roas or 0)
    return draw_chart(
        Chart(
            f"Each {format_money(1, currency)} of marketing went with"
            f" {format_money(totals.roas, currency, 2)} of revenue",
            f"Best {'week' if days > 1 else 'day'}: {format_short_day(best.first_day)} with"
            f" {format_number(best.roas)}; worst: {format_short_day(worst.first_day)} with"
            f" {format_number(worst.roas)}. Line: revenue, left axis; bars: spend, right axis.",
            _tabulate_spend(buckets, days, currency),
        ),
        rows,
        lambda width: forms.plot_two_axes(
            rows, width, f"revenue, {currency}", f"spend, {currency}", days
        ),
        wide=FULL,
    )


def _tabulate_spend(buckets: Sequence[Totals], days: int, currency: str) -> Table:
    return Table(
        ("Week from" if days > 1 else "Day", "Revenue", "Spend", "ROAS"),
        tuple(
            (
                str(bucket.first_day),
                format_money(bucket.revenue_amount, currency),
                format_money(bucket.spend_amount, currency),
                format_number(bucket.roas),
            )
            for bucket in reversed(buckets)
        ),
    )
