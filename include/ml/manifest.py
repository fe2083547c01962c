"""A version's files on disk: each one, and the manifest that lists them, checked by its sha256."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


class ArtifactError(RuntimeError):
    """An artifact is missing, altered or of another feature version; the message names it."""


def save_file(folder: Path, name: str, content: bytes) -> dict[str, str]:
    """Write a file and return how a manifest lists it: `file` and `sha256`.

    The name is made its own by the content, so that what two models share is written once.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    stem, _, ending = name.rpartition(".")
    file = f"{stem}-{sha256[:12]}.{ending}"
    (folder / file).write_bytes(content)
    return {"file": file, "sha256": sha256}


def read_file(folder: Path, listed: Mapping[str, Any]) -> bytes:
    """Read a file that a manifest lists; raises `ArtifactError` unless it is the one saved."""
    return _read(folder / listed["file"], listed["sha256"])


def save_manifest(folder: Path, manifest: Mapping[str, Any]) -> str:
    """Write the manifest and return its sha256."""
    text = json.dumps(manifest, indent=2, sort_keys=True)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(folder: Path, sha256: str, feature_version: int) -> dict[str, Any]:
    """Read the manifest back; its `feature_version` must be the one that is served now."""
    manifest: dict[str, Any] = json.loads(_read(folder / MANIFEST, sha256))
    if manifest["feature_version"] != feature_version:
        raise ArtifactError(
            f"{folder} was trained on feature version {manifest['feature_version']},"
            f" {manifest['model']} now serves version {feature_version}: train it again"
        )
    return manifest


def _read(path: Path, sha256: str) -> bytes:
    if not path.is_file():
        raise ArtifactError(f"{path} is missing: roll back to another version, or train again")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ArtifactError(
            f"{path} is not the file that was registered (its sha256 differs):"
            " roll back to another version, or train again"
        )
    return content
