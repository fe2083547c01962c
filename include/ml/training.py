"""Train one challenger, judge it, and register it with the gate's decision, whatever its kind."""

import logging
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from include.ml import registry
from include.ml.base_spec import Spec, find_spec
from include.ml.errors import TrainingError
from include.ml.recipe import Challenger, load_recipe
from include.ml.specs import name_step
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

EVERY = timedelta(days=7)

log = logging.getLogger(__name__)


def train_if_due(spec_name: str, day: date) -> dict[str, Any]:
    """Train as `train_model` does, unless the newest version before `day` is under a week old."""
    with open_transaction(is_writer=False) as connection:
        versions = load_versions(connection, spec_name, day)
    if versions and timedelta(0) < day - versions[0].trained_for_day < EVERY:
        newest = versions[0]
        reason = f"Version {newest.version} was trained for {newest.trained_for_day}."
        return {"model": spec_name, "decision": "not due", "reason": reason}
    return train_model(spec_name, day)


def train_model(spec_name: str, day: date) -> dict[str, Any]:
    """Train on what was known by the evening of `day`; record the version and the decision.

    A day is trained once: a second call returns the first one's outcome. Too few answers yet
    are not an error: nothing is registered, `decision` says "untrained" and `reason` why. The
    outcome stays in `ops.steps` for the report; scoring does not wait for the benchmarks that
    follow once a week. Raises `LeakError` for rows that tell too much.
    """
    spec = find_spec(spec_name)
    outcome = _train_or_recall(spec, day)
    save_step(day, name_step("train", spec_name), "done", detail=outcome)
    load_recipe(spec).benchmark(spec, day)
    return outcome


def _train_or_recall(spec: Spec, day: date) -> dict[str, Any]:
    with open_transaction(is_writer=False) as connection:
        versions = load_versions(connection, spec.name, day)
    if versions and versions[0].trained_for_day == day:
        return _finish(spec, versions[0])
    try:
        challenger = load_recipe(spec).train(spec, day, versions)
    except TrainingError as error:
        log.warning("%s: %s", spec.name, error)
        return {"model": spec.name, "decision": "untrained", "reason": str(error)}
    trained = _register(spec, day, challenger)
    with open_transaction() as connection:
        save_lineage(connection, trained.training_set)
        save_version(connection, spec.name, trained)
        recorded = load_versions(connection, spec.name, day)[0]
    return _finish(spec, recorded)


def _register(spec: Spec, day: date, challenger: Challenger) -> Trained:
    decision, metrics = challenger.decision, challenger.metrics
    training_set = challenger.training_set.content_sha256
    with tempfile.TemporaryDirectory() as folder:
        sha256 = challenger.save(Path(folder))
        registered = registry.register_version(
            spec.name,
            Path(folder),
            {
                **challenger.params,
                "feature_version": spec.feature_version,
                "training_set": training_set,
            },
            {name: value for name, value in metrics.items() if isinstance(value, float)},
            {
                "trained_for_day": day.isoformat(),
                "decision": decision.verdict,
                "reason": decision.reason,
                "manifest_sha256": sha256,
                "training_set": training_set,
            },
        )
    return Trained(day, registered, decision, metrics, challenger.training_set)


def _finish(spec: Spec, version: Version) -> dict[str, Any]:
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


def _move_aliases(spec: Spec, version: Version) -> None:
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
