"""A model on disk: trees as UBJ beside a JSON manifest, both checked by their sha256."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xgboost as xgb

from include.ml.model import Model
from include.ml.spec import ModelSpec

TREES = "model.ubj"
MANIFEST = "manifest.json"


class ArtifactError(RuntimeError):
    """An artifact is missing, altered or of another feature version; the message names it."""


@dataclass(frozen=True)
class Artifact:
    """A checked model with what its manifest says of it."""

    model: Model
    trained_for_day: date
    reference_from: date
    reference_to: date


def save_artifact(
    spec: ModelSpec, model: Model, day: date, reference: tuple[date, date], folder: Path
) -> str:
    """Write the model into `folder`; return the sha256 of its manifest.

    `reference` is the first and the last night that the trees have seen: drift looks back at it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    trees = bytes(model.booster.save_raw("ubj"))
    (folder / TREES).write_bytes(trees)
    manifest = {
        "model": spec.name,
        "trained_for_day": day.isoformat(),
        "feature_version": spec.feature_version,
        "features": list(model.feature_names),
        "calibration": {"slope": model.slope, "intercept": model.intercept},
        "bands": {"high": spec.money.high_threshold, "medium": spec.money.medium_threshold},
        "reference": [night.isoformat() for night in reference],
        "sha256": hashlib.sha256(trees).hexdigest(),
    }
    text = json.dumps(manifest, indent=2, sort_keys=True)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def load_artifact(spec: ModelSpec, folder: Path, manifest_sha256: str) -> Artifact:
    """Read a model back; raises `ArtifactError` unless every byte is the one registered."""
    text = _read(folder / MANIFEST)
    _check(folder / MANIFEST, text, manifest_sha256)
    manifest = json.loads(text)
    trees = _read(folder / TREES)
    _check(folder / TREES, trees, manifest["sha256"])
    if manifest["feature_version"] != spec.feature_version:
        raise ArtifactError(
            f"{folder} was trained on feature version {manifest['feature_version']},"
            f" {spec.name} now serves version {spec.feature_version}: train it again"
        )
    booster = xgb.Booster()
    booster.load_model(bytearray(trees))
    booster.set_param({"nthread": spec.params.get("nthread", 2)})
    calibration = manifest["calibration"]
    reference_from, reference_to = map(date.fromisoformat, manifest["reference"])
    return Artifact(
        Model(booster, tuple(manifest["features"]), calibration["slope"], calibration["intercept"]),
        date.fromisoformat(manifest["trained_for_day"]),
        reference_from,
        reference_to,
    )


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise ArtifactError(f"{path} is missing: roll back to another version, or train again")
    return path.read_bytes()


def _check(path: Path, content: bytes, sha256: str) -> None:
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ArtifactError(
            f"{path} is not the file that was registered (its sha256 differs):"
            " roll back to another version, or train again"
        )
