"""Suggest the next basket to whoever ordered on a night, with reasons for a few of them."""

import logging
import zlib
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from include.ml.baskets.artifact import load_artifact
from include.ml.baskets.choice import choose_baskets
from include.ml.baskets.rows import PRODUCT, TARGET, load_night_rows
from include.ml.baskets.spec import BasketSpec
from include.ml.model import Model, to_probability
from include.ml.night_rows import replace_rows
from include.ml.reasons import BASE, Reason, explain_row, find_typical, list_values
from include.ml.serving import find_serving, load_candidates
from include.warehouse.connect import open_transaction, read_sql

SUGGESTIONS, REASONS = "ml.suggested_baskets", "ml.suggestion_reasons"
IS_SUGGESTED = "is_suggested"

log = logging.getLogger(__name__)


def suggest_baskets(spec: BasketSpec, day: date) -> dict[str, Any]:
    """Write the suggestions of a night and pin the version that made them; idempotent.

    Without a model of skill nothing is suggested: no rows are written, and `reason` says why.
    """
    with open_transaction(is_writer=False) as connection:  # features are temporary tables
        candidates = load_candidates(connection, spec.name, day)
        serving = find_serving(
            spec.name,
            candidates.versions,
            lambda folder, sha256: load_artifact(spec, folder, sha256),
        )
        if serving is None:
            log.warning("%s: nothing is suggested for %s: %s", spec.name, day, candidates.reason)
            return {"model": spec.name, "has_skill": False, "reason": candidates.reason}
        rows = load_night_rows(connection, spec, day, spec.most_night_customers)
    model = serving.artifact.model
    scores = score_rows(spec, model, rows)
    reasons = explain_some(spec, model, rows, scores)
    pin = {"day": day, "model": spec.name, "version": serving.version}
    with open_transaction() as connection, connection.cursor() as cursor:
        cursor.execute(read_sql("ml/pin_served_model.sql"), pin)
        replace_rows(connection, SUGGESTIONS, pin, scores)
        replace_rows(connection, REASONS, pin, reasons)
    return {
        "model": spec.name,
        "version": serving.version,
        "has_skill": True,
        "customers": int(scores[spec.entity_key].nunique()),
        "suggestions": int(scores[IS_SUGGESTED].sum()),
        "refused": list(serving.refused),
    }


def score_rows(spec: BasketSpec, model: Model, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the likeliest products of each customer, and all that are suggested.

    Columns: customer_id, target_number, product_id, place, probability, margin, is_suggested.
    """
    margins = model.compute_margins(rows) if len(rows) else np.zeros(0)
    scores = rows[[spec.entity_key, TARGET, PRODUCT]].assign(
        probability=to_probability(margins), margin=margins
    )
    scores[IS_SUGGESTED] = (
        choose_baskets(rows, scores["probability"].to_numpy(), spec.entity_key)
        if len(rows)
        else False
    )
    ranked = scores.sort_values(
        [spec.entity_key, "probability", PRODUCT], ascending=[True, False, True]
    )
    ranked["place"] = ranked.groupby(spec.entity_key).cumcount() + 1
    return ranked[(ranked["place"] <= spec.most_products) | ranked[IS_SUGGESTED]]


def explain_some(
    spec: BasketSpec, model: Model, rows: pd.DataFrame, scores: pd.DataFrame
) -> pd.DataFrame:
    """Return the reasons for the likeliest suggestion of a fixed draw of customers."""
    first = scores[(scores["place"] == 1) & scores[IS_SUGGESTED]]
    draw = [zlib.crc32(customer.encode()) for customer in first[spec.entity_key]]
    chosen = first.assign(draw=draw).sort_values(["draw", spec.entity_key])
    explained = rows.loc[chosen.index[: spec.most_explained]]
    typical = find_typical(spec.features, rows)
    told: list[dict[str, Any]] = []
    if len(explained):
        for (_, row), values, parts in zip(
            explained.iterrows(),
            list_values(spec.features, explained),
            model.explain(explained).tolist(),
            strict=True,
        ):
            found = explain_row(spec.features, str(row[spec.entity_key]), values, parts, typical)
            told += [_tell(spec, reason, str(row[PRODUCT])) for reason in found]
    fields = ("feature", "feature_group", "value", "contribution", "rank", "sentence")
    return pd.DataFrame(told, columns=[spec.entity_key, PRODUCT, *fields])


def _tell(spec: BasketSpec, reason: Reason, product: str) -> dict[str, Any]:
    values = asdict(reason)
    if reason.feature == BASE:
        start = 100 * float(to_probability(np.array([reason.contribution]))[0])
        values["sentence"] = (
            f"An average product that was bought before: {start:.0f}% before its own reasons"
        )
    return {spec.entity_key: values.pop("entity"), PRODUCT: product, **values}
