"""The figures of a training that the warehouse and MLflow keep."""

from dataclasses import asdict
from typing import Any

from include.ml.dataset import Slices
from include.ml.fitting import OUTCOME
from include.ml.gate import find_missing_skill
from include.ml.judging import Judgement
from include.ml.model import Model
from include.ml.spec import ModelSpec


def summarise(spec: ModelSpec, model: Model, slices: Slices, judged: Judgement) -> dict[str, Any]:
    """Return the figures that `ml.model_versions` and MLflow keep."""
    evaluation, rival = judged.evaluation, judged.rival
    figures: dict[str, Any] = {
        **evaluation.to_dict(),
        "auc": evaluation.auc.value,
        "auc_lower": evaluation.auc.lower,
        "auc_upper": evaluation.auc.upper,
        "average_precision": evaluation.average_precision.value,
        "average_precision_lower": evaluation.average_precision.lower,
        "average_precision_upper": evaluation.average_precision.upper,
        "log_loss_gain": evaluation.log_loss_gain.value,
        "rounds": model.parts[OUTCOME].booster.num_boosted_rounds(),
        "training_rows": len(slices.fitting) + len(slices.validation),
        "trained_from": min(slices.fitting["day"]).isoformat(),
        "test_from": min(slices.test["day"]).isoformat(),
        "test_to": max(slices.test["day"]).isoformat(),
        "has_champion": False,
    }
    if evaluation.capacity_precision is not None:
        figures["capacity_precision"] = evaluation.capacity_precision.value
        figures["capacity_precision_lower"] = evaluation.capacity_precision.lower
        figures["capacity_precision_upper"] = evaluation.capacity_precision.upper
    if rival is not None:
        figures["has_champion"] = not find_missing_skill(rival.evaluation, spec.gate)
        figures["champion_version"] = rival.version
        figures["champion_auc"] = rival.evaluation.auc.value
        figures["champion_average_precision"] = rival.evaluation.average_precision.value
        figures["leads"] = asdict(rival.leads)
    return figures
