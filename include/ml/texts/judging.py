"""Judge a model of texts on texts it has not seen, beside the champion."""

from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from include.ml import registry
from include.ml.comparison import compare
from include.ml.dataset import Slices
from include.ml.errors import TrainingError
from include.ml.evaluation import Evaluation, evaluate
from include.ml.gate import Decision, Rival, decide, find_missing_skill
from include.ml.model import Floats
from include.ml.serving import find_serving
from include.ml.texts.artifact import load_texts
from include.ml.texts.fitting import LABEL
from include.ml.texts.model import TextModel
from include.ml.texts.spec import TextSpec
from include.ml.texts.splitting import is_dated
from include.ml.versions import Version, list_champions


class TestRows:
    """Texts that clearly complain or clearly do not, none of them seen in fitting."""

    def __init__(self, spec: TextSpec, slices: Slices) -> None:
        clear = slices.test[slices.test[LABEL].notna()]
        if clear[LABEL].nunique() < 2:
            raise TrainingError(f"The test slice has {len(clear)} texts, not of both outcomes.")
        self.spec = spec
        self.texts = clear["text"].tolist()
        self.labels = clear[LABEL].to_numpy(np.float64)
        together = spec.entity_key if is_dated(slices.fitting) else "group_id"
        self.entities = clear[together].to_numpy(object)
        known = set(slices.fitting["text"].str.casefold())
        self.known_share = float(np.mean([text.casefold() in known for text in self.texts]))

    def evaluate(self, probabilities: Floats) -> Evaluation:
        """Return the figures of probabilities on these texts."""
        return evaluate(probabilities, self.labels, self.entities, self.spec.gate)

    def meet(self, version: int, ours: Floats, theirs: Floats) -> Rival:
        """Return another version's figures and our leads over it."""
        leads = compare(ours, theirs, self.labels, self.entities, self.spec.gate)
        return Rival(version, self.evaluate(theirs), leads)


def judge_texts(
    spec: TextSpec, model: TextModel, slices: Slices, versions: list[Version]
) -> tuple[Decision, dict[str, Any]]:
    """Return the gate's decision on a challenger, and the figures that are kept of it.

    `versions` are those trained before it, the newest first.
    """
    rows = TestRows(spec, slices)
    ours = model.compute_probabilities(rows.texts)
    evaluation = rows.evaluate(ours)
    champions = list_champions(versions, registry.find_alias(spec.name, registry.CHAMPION))
    standing = [version.version for version in champions]
    champion = find_serving(spec.name, standing, partial(load_texts, spec))
    rival = None
    if champion is not None:
        theirs = champion.artifact.model.compute_probabilities(rows.texts)
        rival = rows.meet(champion.version, ours, theirs)
    figures = {
        **evaluation.to_dict(),
        **_flatten("auc", evaluation),
        **_flatten("average_precision", evaluation),
        "log_loss_gain": evaluation.log_loss_gain.value,
        "accuracy": float(np.mean((ours >= model.even_at) == (rows.labels == 1))),
        "known_text_share": rows.known_share,
        "training_rows": len(slices.fitting) + len(slices.validation),
        "trained_from": _first(slices.fitting),
        "test_from": _first(slices.test),
        "test_to": max(slices.test["day"]).isoformat(),
        "split": "time" if is_dated(slices.fitting) else "group",
        "has_champion": rival is not None and not find_missing_skill(rival.evaluation, spec.gate),
    }
    if rival is not None:
        figures |= {"champion_version": rival.version, "leads": asdict(rival.leads)}
    return decide(evaluation, rival, spec.gate), figures


def _flatten(name: str, evaluation: Evaluation) -> dict[str, float]:
    figure = getattr(evaluation, name)
    return {name: figure.value, f"{name}_lower": figure.lower, f"{name}_upper": figure.upper}


def _first(rows: pd.DataFrame) -> str:
    return str(min(rows["day"]).isoformat())
