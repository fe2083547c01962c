"""Score a night's open orders with the model that serves it, and explain the risky ones."""

import logging
import zlib
from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.artifact import Artifact
from include.ml.counterfactuals import find_counterfactuals, save_counterfactuals
from include.ml.dataset import load_night
from include.ml.model import Model, to_probability
from include.ml.night_rows import replace_rows
from include.ml.reasons import Reason, explain_rows
from include.ml.serving import Serving, load_candidates, load_serving
from include.ml.spec import ModelSpec, load_spec
from include.ml.terms import Money
from include.warehouse.connect import open_snapshot, open_transaction, read_sql

log = logging.getLogger(__name__)

MOST_QUESTIONS = 10_000_000


def score_day(spec_name: str, day: date) -> dict[str, Any]:
    """Score every open order of a night and pin the version that did.

    A night scored before is scored again by the same version. Without a model of skill nothing
    is ranked: no rows are written, and `reason` says why.
    """
    spec = load_spec(spec_name)
    with open_snapshot() as connection:
        candidates = load_candidates(connection, spec.name, day)
        night = load_night(connection, spec, day, day, most_rows=MOST_QUESTIONS)
    serving = load_serving(spec, candidates.versions)
    if serving is None:
        reason = candidates.reason
        log.warning("%s: nothing is ranked for %s: %s", spec.name, day, reason)
        return {"model": spec.name, "scores": 0, "has_skill": False, "reason": reason}
    scores = score_rows(spec, serving.artifact.model, night)
    explained = night[pick_explained(scores, spec.most_explained_others).to_numpy()]
    reasons = explain_rows(spec, serving.artifact.model, explained, night)
    alerted = night[scores["is_alerted"].to_numpy()]
    found = find_counterfactuals(spec, serving.artifact.model, alerted)
    with open_transaction() as connection:
        pin = {"day": day, "model": spec.name, "version": serving.version}
        _save(connection, spec, pin, scores, reasons)
        save_counterfactuals(connection, pin, found)
    return _report(spec, serving, scores, len(explained))


def score_rows(spec: ModelSpec, model: Model, night: pd.DataFrame) -> pd.DataFrame:
    """Return one row per question: probability, margin, band, is_alerted, expected saving."""
    margins = model.compute_margins(night) if len(night) else np.zeros(0)
    scores = pd.DataFrame({spec.entity_key: night[spec.entity_key], "margin": margins})
    scores["probability"] = to_probability(margins)
    scores["band"] = [find_band(spec.money, value) for value in scores["probability"]]
    scores["expected_saving_amount"] = [
        expect_saving(spec.money, value) for value in scores["probability"]
    ]
    ranked = scores[scores["band"] == "high"].sort_values(
        ["probability", spec.entity_key], ascending=[False, True]
    )
    scores["is_alerted"] = scores.index.isin(ranked.index[: spec.money.alerts_per_night])
    return scores


def find_band(money: Money, probability: float) -> str:
    """Return the band of a probability by what intervening costs and saves."""
    if probability >= money.high_threshold:
        return "high"
    return "medium" if probability >= money.medium_threshold else "low"


def expect_saving(money: Money, probability: float) -> float:
    """Return what the step of the order's band is expected to save: expediting, or a notice."""
    band = find_band(money, probability)
    if band == "high":
        return round(money.expect_expedited(probability), 2)
    return round(money.expect_noticed(probability), 2) if band == "medium" else 0.0


def pick_explained(scores: pd.DataFrame, most_others: int) -> "pd.Series[bool]":
    """Say which rows get reasons: the alerted ones and a sample fixed by the entities' keys."""
    key = scores.columns[0]
    others = scores[~scores["is_alerted"]]
    drawn = others.assign(draw=[zlib.crc32(entity.encode()) for entity in others[key]])
    sample = drawn.sort_values(["draw", key]).index[:most_others]
    return scores["is_alerted"] | scores.index.isin(sample)


def _save(
    connection: Connection,
    spec: ModelSpec,
    pin: dict[str, Any],
    scores: pd.DataFrame,
    reasons: list[Reason],
) -> None:
    told = pd.DataFrame(reasons, columns=[field.name for field in fields(Reason)])
    told = told.rename(columns={"entity": spec.entity_key})
    with connection.cursor() as cursor:
        cursor.execute(read_sql("ml/pin_served_model.sql"), pin)
    replace_rows(connection, spec.score_table, pin, scores)
    replace_rows(connection, spec.reason_table, pin, told)


def _report(
    spec: ModelSpec, serving: Serving[Artifact], scores: pd.DataFrame, explained: int
) -> dict[str, Any]:
    found = {
        "model": spec.name,
        "version": serving.version,
        "has_skill": True,
        "scores": len(scores),
        "high": int((scores["band"] == "high").sum()),
        "alerted": int(scores["is_alerted"].sum()),
        "explained": explained,
        "refused": list(serving.refused),
    }
    log.info("%s: %s", spec.name, found)
    return found
