"""A method on disk: its own files beside the manifest that every kind of model has."""

from datetime import date
from pathlib import Path

from include.ml.manifest import read_manifest, save_manifest
from include.ml.quantities.spec import Method, QuantitySpec


def save_method(spec: QuantitySpec, method: Method, day: date, folder: Path) -> str:
    """Write a method into a folder; return the sha256 of its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "model": spec.name,
        "trained_for_day": day.isoformat(),
        "feature_version": spec.feature_version,
        "method": method.save(folder),
    }
    return save_manifest(folder, manifest)


def load_method(spec: QuantitySpec, folder: Path, sha256: str) -> Method:
    """Read a method back; raises `ArtifactError` unless every byte is the one registered."""
    manifest = read_manifest(folder, sha256, spec.feature_version)
    return spec.load_method(spec, manifest["method"], folder)
