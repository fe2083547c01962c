"""A model on disk: trees as UBJ beside a JSON manifest, all checked by their sha256."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xgboost as xgb

from include.ml.model import Model, Trees
from include.ml.spec import ModelSpec

MANIFEST = "manifest.json"


class ArtifactError(RuntimeError):
    """An artifact is missing, altered or of another feature version; the message names it."""


@dataclass(frozen=True)
class Artifact:
    """A checked version with what its manifest says of it.

    `model` serves; `judged` is the one whose figures the gate saw: its trees of the days are older.
    Versions are compared by it, on nights that it has not seen.
    """

    model: Model
    judged: Model
    trained_for_day: date
    reference_from: date
    reference_to: date


def save_artifact(spec: ModelSpec, artifact: Artifact, folder: Path) -> str:
    """Write a version into `folder`; return the sha256 of its manifest.

    The reference is the first and the last night that the trees have seen: drift looks back at it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "model": spec.name,
        "trained_for_day": artifact.trained_for_day.isoformat(),
        "feature_version": spec.feature_version,
        "bands": {"high": spec.money.high_threshold, "medium": spec.money.medium_threshold},
        "reference": [artifact.reference_from.isoformat(), artifact.reference_to.isoformat()],
        "served": _save_model(artifact.model, folder),
        "judged": _save_model(artifact.judged, folder),
    }
    text = json.dumps(manifest, indent=2, sort_keys=True)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def load_artifact(spec: ModelSpec, folder: Path, manifest_sha256: str) -> Artifact:
    """Read a version back; raises `ArtifactError` unless every byte is the one registered."""
    text = _read(folder / MANIFEST)
    _check(folder / MANIFEST, text, manifest_sha256)
    manifest = json.loads(text)
    if manifest["feature_version"] != spec.feature_version:
        raise ArtifactError(
            f"{folder} was trained on feature version {manifest['feature_version']},"
            f" {spec.name} now serves version {spec.feature_version}: train it again"
        )
    reference_from, reference_to = map(date.fromisoformat, manifest["reference"])
    return Artifact(
        _load_model(spec, manifest["served"], folder),
        _load_model(spec, manifest["judged"], folder),
        date.fromisoformat(manifest["trained_for_day"]),
        reference_from,
        reference_to,
    )


def _save_model(model: Model, folder: Path) -> dict[str, Any]:
    """Write a model's trees, those that two models share once; return its part of the manifest."""
    parts = {}
    for name, trees in model.parts.items():
        content = bytes(trees.booster.save_raw("ubj"))
        sha256 = hashlib.sha256(content).hexdigest()
        file = f"{name}-{sha256[:12]}.ubj"
        (folder / file).write_bytes(content)
        parts[name] = {
            "file": file,
            "sha256": sha256,
            "features": list(trees.feature_names),
            "weight": trees.weight,
            "offset": trees.offset,
        }
    return {
        "parts": parts,
        "features": list(model.feature_names),
        "categories": {name: list(values) for name, values in model.categories.items()},
        "calibration": {"slope": model.slope, "intercept": model.intercept},
    }


def _load_model(spec: ModelSpec, said: Mapping[str, Any], folder: Path) -> Model:
    parts = {}
    for name, part in sorted(said["parts"].items()):
        content = _read(folder / part["file"])
        _check(folder / part["file"], content, part["sha256"])
        booster = xgb.Booster()
        booster.load_model(bytearray(content))
        booster.set_param({"nthread": spec.params.get("nthread", 2)})
        features = tuple(part["features"])
        parts[name] = Trees(booster, features, part["weight"], part["offset"])
    categories = {name: tuple(values) for name, values in said["categories"].items()}
    line = said["calibration"]
    return Model(parts, tuple(said["features"]), categories, line["slope"], line["intercept"])


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
