"""The model beside simpler methods on the same rows, as a table and a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.report.drawing import Table
from include.report.formats import (
    NOTHING,
    format_count,
    format_number,
    format_percent,
    format_short_day,
)
from include.report.records import load_records

OURS = "model"
NAMES = {
    OURS: "This model",
    "logistic_regression": "Logistic regression",
    "decision_tree": "Decision tree",
    "random_forest": "Random forest",
}
NONE_YET = "No comparison with simpler methods is on record yet: one is made every week."


@dataclass(frozen=True)
class BenchmarkRow:
    """One method on the test rows of a version; `auc_lead` is our version's over it."""

    day: date
    method: str
    version: int
    training_rows_count: int
    test_orders_count: int
    auc: float
    auc_lower: float
    auc_upper: float
    average_precision: float
    average_precision_lower: float
    average_precision_upper: float
    threshold: float
    f1: float
    brier: float
    log_loss: float
    calibration_slope: float | None
    calibration_error: float
    capacity_count: int
    capacity_precision: float | None
    auc_lead: float | None
    auc_lead_lower: float | None
    auc_lead_upper: float | None


@dataclass(frozen=True)
class Benchmarks:
    """What the risk page says of the model beside simpler ones; without rows only a sentence."""

    sentence: str
    table: Table


def load_benchmarks(connection: Connection, day: date) -> Benchmarks:
    """Read the newest comparison up to a day."""
    return describe_benchmarks(load_records(connection, "benchmarks", BenchmarkRow, day))


def describe_benchmarks(found: Sequence[BenchmarkRow]) -> Benchmarks:
    """Say how far our version leads the best simpler method, and tabulate all figures."""
    ours = next((row for row in found if row.method == OURS), None)
    others = [row for row in found if row.method != OURS]
    if ours is None or not others:
        return Benchmarks(NONE_YET, Table((), ()))
    best = others[0]
    lead = _say_lead(best)
    return Benchmarks(
        f"Version {ours.version}, trained for {format_short_day(ours.day)}, has AUC"
        f" {format_number(ours.auc, 3)}; the best of {len(others)} simpler methods on the same"
        f" rows, {_name(best).lower()}, has {format_number(best.auc, 3)}"
        f" ({lead}). Tested on {format_count(ours.test_orders_count)} orders; intervals are 95%,"
        " by order.",
        _tabulate(found, ours),
    )


def _say_lead(row: BenchmarkRow) -> str:
    if row.auc_lead is None or row.auc_lead_lower is None or row.auc_lead_upper is None:
        return "the difference is not known"
    bounds = f"{format_number(row.auc_lead_lower, 3)} to {format_number(row.auc_lead_upper, 3)}"
    return f"a lead of {format_number(row.auc_lead, 3)}, {bounds}"


def _tabulate(found: Sequence[BenchmarkRow], ours: BenchmarkRow) -> Table:
    """Tabulate one line a figure and one column a method."""
    lines = (
        ("AUC", *(_with_bounds(row.auc, row.auc_lower, row.auc_upper) for row in found)),
        (
            "Our lead in AUC",
            *(_with_bounds(row.auc_lead, row.auc_lead_lower, row.auc_lead_upper) for row in found),
        ),
        (
            "Average precision",
            *(
                _with_bounds(
                    row.average_precision, row.average_precision_lower, row.average_precision_upper
                )
                for row in found
            ),
        ),
        (
            f"F1 at {format_percent(ours.threshold, 0)}",
            *(format_number(row.f1, 3) for row in found),
        ),
        ("Brier score", *(format_number(row.brier, 4) for row in found)),
        ("Log-loss", *(format_number(row.log_loss, 4) for row in found)),
        ("Calibration error", *(format_number(row.calibration_error, 4) for row in found)),
        ("Calibration slope", *(format_number(row.calibration_slope) for row in found)),
        (
            f"Late among each night's {format_count(ours.capacity_count)} riskiest",
            *(format_percent(row.capacity_precision) for row in found),
        ),
    )
    return Table(("", *(_name(row) for row in found)), lines)


def _name(row: BenchmarkRow) -> str:
    return NAMES.get(row.method, row.method.replace("_", " ").capitalize())


def _with_bounds(value: float | None, lower: float | None, upper: float | None) -> str:
    if value is None:
        return NOTHING
    bounds = f"{format_number(lower, 3)} to {format_number(upper, 3)}"
    return f"{format_number(value, 3)} ({bounds})"
