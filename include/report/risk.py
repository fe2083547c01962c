"""The risk page: who is likely to be late, how sure we are, and why, order by order."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report import chart_forms as forms
from include.report.brief_rows import ModelRow
from include.report.calibration import load_calibration
from include.report.drawing import Chart, Table, draw_chart, say_nothing
from include.report.formats import (
    clean_text,
    format_count,
    format_number,
    format_percent,
    format_plural,
)
from include.report.outcomes import load_outcomes
from include.report.records import load_record, load_records
from include.report.risk_orders import RiskOrder, load_orders
from include.report.risk_rows import ScoreBin
from include.report.savings import load_savings
from include.report.sentences import MODEL_NAME
from include.report.summary import Brief
from include.report.theme import colour

BANDS = {"low": "bar", "medium": "scale-4", "high": "bad"}  # band: colour

# figure in ml.model_versions.metrics: name and digits
SHOWN_METRICS = {
    "auc": ("AUC, by order", 3),
    "average_precision": ("Average precision", 3),
    "positive_rate": ("Late in the test", 3),
    "brier": ("Brier score", 4),
    "calibration_error": ("Calibration error", 4),
    "entities": ("Orders in the test", 0),
    "training_rows": ("Rows trained on", 0),
}


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


def load_risk(connection: Connection, brief: Brief, timezone: ZoneInfo) -> RiskPage:
    """Read the risk page of the brief's day, in the caller's snapshot."""
    day = brief.day
    bins = load_records(connection, "score_bins", ScoreBin, day)
    orders, left_out_count = load_orders(connection, day, brief.currency, timezone)
    return RiskPage(
        brief=brief,
        chart=draw_scores(bins, brief),
        savings=load_savings(connection, brief),
        orders=orders,
        left_out_count=left_out_count,
        outcomes=load_outcomes(connection, brief),
        calibration=load_calibration(connection, brief),
        model=describe_model(load_record(connection, "model", ModelRow, day)),
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


def describe_model(model: ModelRow) -> tuple[tuple[str, str], ...]:
    """Describe the model as pairs of a name and a text."""
    lines = []
    if model.version is not None:
        metrics = model.metrics or {}
        lines.append(("Champion that scored the night", f"{MODEL_NAME} version {model.version}"))
        lines.append(("Trained after the night of", str(model.champion_day)))
        lines += [
            (name, _write_metric(metrics, key, digits))
            for key, (name, digits) in SHOWN_METRICS.items()
            if isinstance(metrics.get(key), int | float)
        ]
    if model.trained_version is not None:
        decision = (model.decision or "").replace("_", " ")
        lines.append(("Newest training", f"version {model.trained_version}, {model.trained_day}"))
        lines.append(("Decision", f"{decision}: {clean_text(model.reason, 300)}"))
    return tuple(lines)


def _write_metric(metrics: dict[str, Any], key: str, digits: int) -> str:
    value = format_number(metrics[key], digits)
    low, high = metrics.get(f"{key}_lower"), metrics.get(f"{key}_upper")
    if isinstance(low, int | float) and isinstance(high, int | float):
        value += f" (95% between {format_number(low, digits)} and {format_number(high, digits)})"
    return value
