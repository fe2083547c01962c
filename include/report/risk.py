"""The risk page: who is likely to be late, how sure we are, and why, order by order."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import chart_forms as forms
from include.report.benchmarks import Benchmarks, load_benchmarks
from include.report.brief_rows import ModelRow
from include.report.calibration import load_calibration
from include.report.drawing import Chart, Table, draw_chart, say_nothing
from include.report.formats import (
    format_count,
    format_percent,
    format_plural,
)
from include.report.model_facts import describe_model
from include.report.outcomes import load_outcomes
from include.report.records import load_record, load_records
from include.report.risk_orders import RiskOrder, load_orders
from include.report.risk_rows import ScoreBin
from include.report.savings import load_savings
from include.report.sections import build_part
from include.report.summary import Brief
from include.report.theme import colour

BANDS = {"low": "bar", "medium": "scale-4", "high": "bad"}  # band: colour


@dataclass(frozen=True)
class RiskPage:
    """What risk.html shows."""

    brief: Brief
    chart: Chart
    savings: Chart
    orders: tuple[RiskOrder, ...]
    left_out_count: int
    outcomes: Chart
    calibration: Chart
    model: tuple[tuple[str, str], ...]
    benchmarks: Benchmarks


def load_risk(connection: Connection, brief: Brief, timezone: ZoneInfo) -> RiskPage:
    """Read the risk page of the brief's day, in the caller's snapshot."""
    day = brief.day
    ranked = build_part(
        "Alerted orders", lambda: load_orders(connection, day, brief.currency, timezone)
    )
    return RiskPage(
        brief=brief,
        chart=build_part(
            "Open orders by their risk",
            lambda: draw_scores(load_records(connection, "score_bins", ScoreBin, day), brief),
        ),
        savings=build_part("What acting is worth", lambda: load_savings(connection, brief)),
        orders=build_part("Alerted orders", lambda: ranked[0]),
        left_out_count=build_part("Alerted orders", lambda: ranked[1]),
        outcomes=build_part("Earlier alerts", lambda: load_outcomes(connection, brief)),
        calibration=build_part("Calibration", lambda: load_calibration(connection, brief)),
        model=build_part(
            "The model", lambda: describe_model(load_record(connection, "model", ModelRow, day))
        ),
        benchmarks=build_part("Simpler methods", lambda: load_benchmarks(connection, day)),
    )


def draw_scores(bins: tuple[ScoreBin, ...], brief: Brief) -> Chart:
    """Draw how tonight's scores spread, by band."""
    title = "Open orders by their risk"
    if not bins:
        start = "No scores tonight. " if brief.subjects.has_promises else ""
        return say_nothing(title, start + brief.model_sentence)
    total = sum(row.orders_count for row in bins)
    counts = {(row.bin, row.band): row.orders_count for row in bins}
    places = range(max(row.bin for row in bins) + 1)
    parts = {
        band: sum(row.orders_count for row in bins if row.band == band) / total for band in BANDS
    }
    rows = [
        {
            "label": f"{5 * place}%",
            "value": counts.get((place, band), 0),
            "shade": colour(BANDS[band]),
        }
        for place in places
        for band in BANDS
    ]
    figures = tuple(
        (f"{5 * place}%", *(format_count(counts.get((place, band), 0)) for band in BANDS))
        for place in places
    )
    high = format_count(parts["high"] * total)
    return draw_chart(
        Chart(
            f"{high} of {format_plural(total, 'open order')} are at high risk",
            f"{', '.join(f'{format_percent(parts[band])} {band}' for band in reversed(BANDS))}."
            " Bands are money: high means that stepping in is expected to save more than it costs.",
            Table(("Probability of late from", "Low", "Medium", "High"), figures),
        ),
        rows,
        lambda width: forms.plot_columns(rows, width, "open orders", "~s"),
    )
