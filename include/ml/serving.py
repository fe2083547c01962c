"""Find the model that serves a day: the champion, or the last good one behind it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from include.ml.artifact import Artifact, ArtifactError, load_artifact
from include.ml.registry import find_folder
from include.ml.spec import ModelSpec

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Serving:
    """A checked model and its version; `refused` tells which ones before it were altered."""

    version: int
    artifact: Artifact
    refused: tuple[str, ...] = ()


def load_serving(spec: ModelSpec, versions: Iterable[int]) -> Serving | None:
    """Return the first version whose files are intact; None when there is none to try.

    Raises `ArtifactError` when all of them are altered or missing.
    """
    refused: list[str] = []
    for version in versions:
        try:
            folder, manifest_sha256 = find_folder(spec.name, version)
            artifact = load_artifact(spec, folder, manifest_sha256)
        except ArtifactError as error:
            refused.append(f"version {version} is refused: {error}")
            log.error("%s: %s", spec.name, refused[-1])
        else:
            return Serving(version, artifact, tuple(refused))
    if refused:
        raise ArtifactError(f"{spec.name}: no version can serve; " + "; ".join(refused))
    return None
