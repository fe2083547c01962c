"""A basket model on disk: trees as UBJ, the rest in the manifest."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from include.ml.artifact import load_model, save_model
from include.ml.baskets.spec import BasketSpec
from include.ml.manifest import read_manifest, save_manifest
from include.ml.model import Model


@dataclass(frozen=True)
class BasketArtifact:
    """A checked version: `model` serves, `judged` is the one whose figures the gate saw.

    `training_set` is the hash of the rows that both were grown on.
    """

    model: Model
    judged: Model
    trained_for_day: date
    training_set: str


def save_artifact(spec: BasketSpec, artifact: BasketArtifact, folder: Path) -> str:
    """Write a version into `folder`; return the sha256 of its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "model": spec.name,
        "trained_for_day": artifact.trained_for_day.isoformat(),
        "feature_version": spec.feature_version,
        "training_set": artifact.training_set,
        "served": save_model(artifact.model, folder),
        "judged": save_model(artifact.judged, folder),
    }
    return save_manifest(folder, manifest)


def load_artifact(spec: BasketSpec, folder: Path, manifest_sha256: str) -> BasketArtifact:
    """Read a version back; raises `ArtifactError` unless every byte is the one registered."""
    manifest = read_manifest(folder, manifest_sha256, spec.feature_version)
    threads = int(spec.params["nthread"])
    return BasketArtifact(
        load_model(manifest["served"], folder, threads),
        load_model(manifest["judged"], folder, threads),
        date.fromisoformat(manifest["trained_for_day"]),
        manifest["training_set"],
    )
