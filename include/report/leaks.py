"""The page of the leak audit: where each feature comes from, and how much it tells by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.spec import Feature, ModelSpec, load_spec
from include.ml.specs import NIGHTLY
from include.report import chart_forms as forms
from include.report.drawing import FULL, Chart, Table, draw_chart, say_nothing
from include.report.formats import NOTHING, format_number, format_short_day
from include.report.records import load_records
from include.report.sections import build_part
from include.report.sentences import name_group
from include.report.summary import Brief

RANKED = 12
COLUMNS = ("Feature", "Group", "AUC alone", "Source event", "Known", "Silver tables")


@dataclass(frozen=True)
class AuditRow:
    """The newest training of a model; `leak_audit` is null without figures."""

    version: int
    trained_for_day: date
    leak_audit: dict[str, Any] | None


@dataclass(frozen=True)
class ModelAudit:
    """What the page says of one model: its question, its audit, and all its features."""

    name: str
    question: str
    sentence: str
    chart: Chart
    features: Table


@dataclass(frozen=True)
class LeakPage:
    """What leaks.html shows."""

    brief: Brief
    audits: tuple[ModelAudit, ...]


def load_leaks(connection: Connection, brief: Brief) -> LeakPage:
    """Read the audit of every model's newest training up to the brief's day.

    A source that promises nothing has no model, and no audit.
    """
    names = tuple(NIGHTLY) if brief.subjects.has_promises else ()
    return LeakPage(
        brief,
        tuple(build_part(name, partial(_load_one, connection, brief, name)) for name in names),
    )


def _load_one(connection: Connection, brief: Brief, name: str) -> ModelAudit:
    found = load_records(connection, "leak_audit", AuditRow, brief.day, model=name)
    return describe_audit(load_spec(name), found[0] if found else None)


def describe_audit(spec: ModelSpec, row: AuditRow | None) -> ModelAudit:
    """Describe a model's audit; without one the origins of its features still stand."""
    audit = (row and row.leak_audit) or {}
    alone: Mapping[str, float] = audit.get("feature_auc") or {}
    return ModelAudit(
        spec.name,
        spec.question,
        _say_audit(row, audit),
        _draw_features(spec.features, alone, audit.get("most_auc")),
        _tabulate(spec.features, alone),
    )


def _say_audit(row: AuditRow | None, audit: Mapping[str, Any]) -> str:
    if row is None:
        return "No model has been trained yet: nothing has been audited."
    trained = f"Version {row.version}, trained for {format_short_day(row.trained_for_day)}"
    shuffled = audit.get("shuffled_auc")
    if not audit.get("feature_auc") or not shuffled:
        return f"{trained}: too few orders of one outcome to show a leak."
    value, lower, upper = (format_number(shuffled[name], 3) for name in ("value", "lower", "upper"))
    return (
        f"{trained}. A model of shuffled labels has AUC {value} on the newest nights ({lower} to"
        f" {upper}; only 0.5 is honest). A training whose single feature is beyond the limit, or"
        " whose shuffled labels are learned, registers nothing."
    )


def _fold(auc: float) -> float:
    """Return how well a feature separates the outcomes, in whichever direction: 0.5 to 1."""
    return max(auc, 1 - auc)


def _draw_features(
    features: Sequence[Feature], alone: Mapping[str, float], limit: float | None
) -> Chart:
    ranked = sorted(
        (one for one in features if one.name in alone), key=lambda one: -_fold(alone[one.name])
    )
    if not ranked or limit is None:
        return say_nothing("Each feature by itself", "No figures: nothing has been audited yet.")
    top = ranked[0]
    rows = [
        {
            "label": feature.words,
            "value": _fold(alone[feature.name]),
            "note": format_number(_fold(alone[feature.name]), 3),
            "is_marked": _fold(alone[feature.name]) > limit,
        }
        for feature in ranked[:RANKED]
    ]
    return draw_chart(
        Chart(
            f"No feature tells the outcome: the strongest has AUC"
            f" {format_number(_fold(alone[top.name]), 3)}",
            f"“{top.words}” separates late from punctual orders best by itself. Beyond"
            f" {format_number(limit)} (dashed) a feature would know the answer, and the training"
            " stops. An AUC below 0.5 separates the other way around: 0.3 counts as 0.7.",
            Table(
                ("Feature", "AUC alone"),
                tuple((one.words, format_number(alone[one.name], 3)) for one in ranked),
            ),
        ),
        rows,
        partial(_plot, rows, limit),
        wide=FULL,
    )


def _plot(rows: Sequence[forms.Row], limit: float, width: int) -> forms.AnyChart:
    return forms.plot_ranked(rows, width, ".2f", limit)


def _tabulate(features: Sequence[Feature], alone: Mapping[str, float]) -> Table:
    return Table(
        COLUMNS,
        tuple(
            (
                feature.words,
                name_group(feature.group),
                format_number(alone[feature.name], 3) if feature.name in alone else NOTHING,
                feature.origin.event,
                feature.origin.known,
                ", ".join(feature.origin.tables),
            )
            for feature in features
        ),
    )
