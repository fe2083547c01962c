"""What is said of the model: who scored the night, how well, who is pinned, or why nobody did."""

import math
from datetime import date

from include.report import brief_rows as rows
from include.report.formats import clean_text, format_percent, format_plural, format_short_day
from include.report.sentences import MODEL_NAME


def say_model(model: rows.ModelRow, scored_orders_count: int, day: date) -> str:
    """Say which model scored the night, how good it is, and what tonight's training decided."""
    if model.version is None:
        return _say_unranked(model)
    parts = [f"Model {MODEL_NAME} version {model.version} scored"]
    parts.append(f"{format_plural(scored_orders_count, 'open order')}{_say_skill(model)}.")
    if model.pinned_version is not None:
        parts.append(f"{say_pin(model)}.")
    if model.trained_day == day and model.reason:
        parts.append(clean_text(model.reason, 300))
    return " ".join(parts)


def say_pin(model: rows.ModelRow) -> str:
    """Say which version is pinned, since when and by whom."""
    since = f", since {format_short_day(model.pinned_from)}" if model.pinned_from else ""
    return (
        f"Version {model.pinned_version} is pinned{since}, by {clean_text(model.pinned_by, 40)}:"
        " it serves whatever a training decides"
    )


def _say_unranked(model: rows.ModelRow) -> str:
    if model.decision == "no_skill":
        return (
            "No order is ranked: the model has no skill on this business's newest orders."
            f" {clean_text(model.reason, 300)}"
        )
    if model.untrained_reason:
        return f"No order is ranked. {clean_text(model.untrained_reason, 300)}"
    return "No order is ranked: no model scored this night."


def _say_skill(model: rows.ModelRow) -> str:
    auc = (model.metrics or {}).get("auc")
    if not isinstance(auc, int | float) or not math.isfinite(auc):
        return ""
    return f"; it ranks a late order above one on time in {format_percent(auc, 0)} of pairs"
