"""The model as pairs of a name and a text: who scored, how good it is, what the gate decided."""

from typing import Any

from include.report.brief_rows import ModelRow
from include.report.formats import clean_text, format_number
from include.report.model_sentences import say_pin
from include.report.sentences import MODEL_NAME

# figure in ml.model_versions.metrics: name and digits
SHOWN_METRICS = {
    "auc": ("AUC, by order", 3),
    "average_precision": ("Average precision", 3),
    "capacity_precision": ("Late among each night's riskiest", 3),
    "positive_rate": ("Late in the test", 3),
    "brier": ("Brier score", 4),
    "calibration_error": ("Calibration error", 4),
    "calibration_slope": ("Calibration slope (1 is right)", 2),
    "entities": ("Orders in the test", 0),
    "training_rows": ("Rows trained on", 0),
}
DECISIONS = {
    "first": "promoted as the first",
    "promoted": "promoted",
    "refused": "refused, the champion serves on",
    "no_skill": "no skill",
}


def describe_model(model: ModelRow) -> tuple[tuple[str, str], ...]:
    """Describe the model as pairs of a name and a text."""
    lines = []
    if model.version is not None:
        metrics = model.metrics or {}
        lines.append(("Version that scored the night", f"{MODEL_NAME} version {model.version}"))
        lines.append(("Trained after the night of", str(model.champion_day)))
        lines += [
            (name, _write_metric(metrics, key, digits))
            for key, (name, digits) in SHOWN_METRICS.items()
            if isinstance(metrics.get(key), int | float)
        ]
    if model.pinned_version is not None:
        lines.append(("Pin", f"{say_pin(model)}."))
    if model.trained_version is not None:
        decision = DECISIONS.get(model.decision or "", model.decision or "")
        lines.append(("Newest training", f"version {model.trained_version}, {model.trained_day}"))
        lines.append(("Decision of the gate", f"{decision}: {clean_text(model.reason, 400)}"))
    return tuple(lines)


def _write_metric(metrics: dict[str, Any], key: str, digits: int) -> str:
    value = format_number(metrics[key], digits)
    low, high = metrics.get(f"{key}_lower"), metrics.get(f"{key}_upper")
    if isinstance(low, int | float) and isinstance(high, int | float):
        value += f" (95% between {format_number(low, digits)} and {format_number(high, digits)})"
    return value
