"""A model of open orders on disk: trees as UBJ, the rest in the manifest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xgboost as xgb

from include.ml.manifest import read_file, read_manifest, save_file, save_manifest
from include.ml.model import Model, Trees
from include.ml.spec import ModelSpec


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
        "served": save_model(artifact.model, folder),
        "judged": save_model(artifact.judged, folder),
    }
    return save_manifest(folder, manifest)


def load_artifact(spec: ModelSpec, folder: Path, manifest_sha256: str) -> Artifact:
    """Read a version back; raises `ArtifactError` unless every byte is the one registered."""
    manifest = read_manifest(folder, manifest_sha256, spec.feature_version)
    threads = int(spec.params.get("nthread", 2))
    reference_from, reference_to = map(date.fromisoformat, manifest["reference"])
    return Artifact(
        load_model(manifest["served"], folder, threads),
        load_model(manifest["judged"], folder, threads),
        date.fromisoformat(manifest["trained_for_day"]),
        reference_from,
        reference_to,
    )


def save_model(model: Model, folder: Path) -> dict[str, Any]:
    """Write a model's trees, those that two models share once; return its part of the manifest."""
    parts = {
        name: save_file(folder, f"{name}.ubj", bytes(trees.booster.save_raw("ubj")))
        | {
            "features": list(trees.feature_names),
            "weight": trees.weight,
            "offset": trees.offset,
        }
        for name, trees in model.parts.items()
    }
    return {
        "parts": parts,
        "features": list(model.feature_names),
        "categories": {name: list(values) for name, values in model.categories.items()},
        "calibration": {"slope": model.slope, "intercept": model.intercept},
    }


def load_model(said: Mapping[str, Any], folder: Path, threads: int) -> Model:
    """Read a model back from its part of a manifest."""
    parts = {}
    for name, part in sorted(said["parts"].items()):
        booster = xgb.Booster()
        booster.load_model(bytearray(read_file(folder, part)))
        booster.set_param({"nthread": threads})
        features = tuple(part["features"])
        parts[name] = Trees(booster, features, part["weight"], part["offset"])
    categories = {name: tuple(values) for name, values in said["categories"].items()}
    line = said["calibration"]
    return Model(parts, tuple(said["features"]), categories, line["slope"], line["intercept"])
