"""What drift means for people: a broken column to mend, a moved world, scores that did worse."""

from collections.abc import Sequence

from include.ml.specs.delay_open import SPEC
from include.report.drift_rows import DEFECTS, FAR, SHARE, DriftRow
from include.report.formats import format_figure, format_number, format_percent, format_plural
from include.report.sentences import phrase_feature

TOLD = 2  # columns by name; the page has them all
TABLES = {feature.name: feature.origin.tables for feature in SPEC.features}
FIGURES = {
    "(brier)": "Brier score",
    "(late per expected)": "late orders per expected one",
    "(capacity precision)": "late share of those that can be acted on",
}
SUMMARIES = {SHARE: "share of columns beyond their limits", FAR: "columns far beyond"} | FIGURES


def list_drift_actions(rows: Sequence[DriftRow]) -> tuple[str, ...]:
    """Say what to do about drift: only what is an alarm is told, worst first."""
    candidates = (_mend_broken(rows), _doubt_served(rows), _follow_moved(rows))
    return tuple(action for action in candidates if action)


def say_defect(row: DriftRow) -> str:
    """Say in what a column broke: `no value in 95 % of the orders`."""
    if row.method == "unit":
        return f"its values are {format_number(row.value, 3)} times the usual ones"
    return {
        "missing": "no value",
        "constant": "one and the same value",
        "unknown": "a value that was never seen before",
    }[row.method] + f" in {format_percent(row.value, 0)} of the orders"


def list_tables(column: str) -> str:
    """Name the silver tables that a column is computed from."""
    return ", ".join(f"silver.{table}" for table in TABLES.get(column, ()))


def say_served(row: DriftRow) -> str:
    """Say a served figure with its interval."""
    span = f"{format_figure(row.lower or 0)} to {format_figure(row.upper or 0)}"
    return f"{format_figure(row.value)} ({span})"


def _mend_broken(rows: Sequence[DriftRow]) -> str:
    broken = [row for row in rows if row.method in DEFECTS]
    if not broken:
        return ""
    told = "; ".join(
        f"“{phrase_feature(one.column_name)}”: {say_defect(one)}" for one in broken[:TOLD]
    )
    tables = dict.fromkeys(
        table for one in broken for table in list_tables(one.column_name).split(", ")
    )
    return (
        f"Have tonight's {', '.join(list(tables)[:4])} looked at:"
        f" {format_plural(len(broken), 'column')} broke. {told}{_more(len(broken))}."
        " Until it is mended, scores that lean on it mislead."
    )


def _doubt_served(rows: Sequence[DriftRow]) -> str:
    worse = [row for row in rows if row.method == "performance" and row.is_drifted]
    if not worse:
        return ""
    figures = "; ".join(f"{FIGURES[row.column_name]} {say_served(row)}" for row in worse)
    return (
        "Trust tonight's probabilities less: what was served in the last four weeks did worse than"
        f" the model's test: {figures}. If newer versions were refused, the risk page says why."
    )


def _follow_moved(rows: Sequence[DriftRow]) -> str:
    if not any(row.is_drifted for row in rows if row.column_name in {SHARE, FAR}):
        return ""
    moved = sorted(
        (row for row in rows if row.is_column and row.severity == "moved"),
        key=lambda row: -row.distance,
    )
    names = ", ".join(f"“{phrase_feature(row.column_name)}”" for row in moved[:TOLD])
    return (
        f"Expect surprises: orders are no longer like those that the model learned from, foremost"
        f" {names}{_more(len(moved))}. Each night's training follows as outcomes come in."
    )


def _more(count: int) -> str:
    return f" and {count - TOLD} more" if count > TOLD else ""
