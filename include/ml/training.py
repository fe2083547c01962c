"""Train one challenger a night, judge it, and register it with the gate's decision."""

import logging
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from include.ml import registry
from include.ml.artifact import Artifact, save_artifact
from include.ml.benchmarks import train_if_due
from include.ml.dataset import LABEL, describe_answers, load_labelled, split_by_time
from include.ml.feature_store import save_training_set
from include.ml.features import load_history
from include.ml.fitting import TrainingError, fit_judged, fit_served
from include.ml.judging import judge
from include.ml.leaks import audit_leaks
from include.ml.spec import ModelSpec, load_spec
from include.ml.specs import name_step
from include.ml.summary import summarise
from include.ml.training_sets import remove_old_sets, save_lineage
from include.ml.versions import (
    Trained,
    Version,
    load_versions,
    save_alias,
    save_version,
)
from include.warehouse.connect import open_transaction
from include.warehouse.nights import save_step

NO_DELIVERIES = "This source has no deliveries, so there is no delay to learn from."

log = logging.getLogger(__name__)


def train_model(spec_name: str, day: date) -> dict[str, Any]:
    """Train on what was known by the evening of `day`; record the version and the decision.

    A day is trained once: a second call returns the first one's outcome. Too few answers yet
    are not an error: nothing is registered, `decision` says "untrained" and `reason` why. The
    outcome stays in `ops.steps` for the report; scoring does not wait for the benchmarks that
    follow once a week. Raises `LeakError` for rows that tell too much.
    """
    spec = load_spec(spec_name)
    outcome = _train_or_recall(spec, day)
    save_step(day, name_step("train", spec_name), "done", detail=outcome)
    train_if_due(spec, day)
    return outcome


def _train_or_recall(spec: ModelSpec, day: date) -> dict[str, Any]:
    with open_transaction(is_writer=False) as connection:
        versions = load_versions(connection, spec.name, day)
        frame = pd.DataFrame()
        if not _is_trained(versions, day):
            frame = load_labelled(connection, spec, day, most_rows=spec.most_training_rows)
        is_promised = load_history(connection) is not None
    if not is_promised:
        log.info("%s: %s", spec.name, NO_DELIVERIES)
        return {"model": spec.name, "decision": "untrained", "reason": NO_DELIVERIES}
    if _is_trained(versions, day):
        return _finish(spec, versions[0])
    try:
        trained = _train_challenger(spec, day, frame, versions)
    except TrainingError as error:
        reason = (
            f"{describe_answers(spec, frame)} That is too little to train a model on:"
            " more nights with known outcomes are needed."
        )
        log.warning("%s: %s %s", spec.name, reason, error)
        return {"model": spec.name, "decision": "untrained", "reason": reason}
    with open_transaction() as connection:
        save_lineage(connection, trained.training_set)
        save_version(connection, spec.name, trained)
        recorded = load_versions(connection, spec.name, day)[0]
    return _finish(spec, recorded)


def _is_trained(versions: list[Version], day: date) -> bool:
    return bool(versions) and versions[0].trained_for_day == day


def _train_challenger(
    spec: ModelSpec, day: date, frame: pd.DataFrame, versions: list[Version]
) -> Trained:
    slices = split_by_time(frame, spec, day)
    audit = audit_leaks(spec, slices)
    model = fit_judged(spec, slices)
    if slices.test[LABEL].nunique() < 2:
        raise TrainingError(f"The test slice has {len(slices.test)} rows, not of both outcomes.")
    judged = judge(spec, model, slices.test, versions, day)
    decision = judged.decision
    figures = summarise(spec, model, slices, judged)
    metrics = {**figures, "leak_audit": audit.to_dict()}
    training_set = save_training_set(spec, day, slices)
    with tempfile.TemporaryDirectory() as folder:
        served = fit_served(spec, model, slices, day)
        before_test = slices.test_from - timedelta(days=1)
        artifact = Artifact(served, model, day, min(frame["day"]), before_test)
        sha256 = save_artifact(spec, artifact, Path(folder))
        registered = registry.register_version(
            spec.name,
            Path(folder),
            {
                **spec.params,
                "feature_version": spec.feature_version,
                "training_set": training_set.content_sha256,
            },
            {name: value for name, value in metrics.items() if isinstance(value, float)},
            {
                "trained_for_day": day.isoformat(),
                "decision": decision.verdict,
                "reason": decision.reason,
                "manifest_sha256": sha256,
                "training_set": training_set.content_sha256,
            },
        )
    return Trained(day, registered, decision, metrics, training_set)


def _finish(spec: ModelSpec, version: Version) -> dict[str, Any]:
    """Move the aliases that the decision asks for, unless an earlier call already did."""
    if version.alias is None and not version.is_withdrawn:
        _move_aliases(spec, version)
    remove_old_sets(spec.name)
    log.info("%s version %d: %s", spec.name, version.version, version.reason)
    return {
        "model": spec.name,
        "version": version.version,
        "decision": version.decision,
        "reason": version.reason,
        "auc": version.metrics.get("auc"),
        "average_precision": version.metrics.get("average_precision"),
    }


def _move_aliases(spec: ModelSpec, version: Version) -> None:
    """Point champion or challenger to a version; a champion of a later day stays."""
    champion = registry.find_alias(spec.name, registry.CHAMPION)
    with open_transaction(is_writer=False) as connection:
        earlier = load_versions(connection, spec.name, version.trained_for_day)
    if champion is not None and champion not in {found.version for found in earlier}:
        return
    alias = registry.CHAMPION if version.is_promoted else registry.CHALLENGER
    moves: dict[str, int | None] = {alias: version.version}
    if version.decision == "no_skill" and not version.metrics["has_champion"]:
        moves[registry.CHAMPION] = None
    for moved, to in moves.items():
        registry.move_alias(spec.name, moved, to)
    with open_transaction() as connection:
        for moved, to in moves.items():
            save_alias(connection, spec.name, moved, to)
