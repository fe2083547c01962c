"""Find the model that serves a day: the one that served it, the champion, or who stands behind."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.artifact import Artifact, load_artifact
from include.ml.manifest import ArtifactError
from include.ml.registry import CHAMPION, find_alias, find_folder
from include.ml.spec import ModelSpec
from include.ml.versions import list_servable, load_served, load_untrained_reason, load_versions

Loaded = TypeVar("Loaded")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Serving(Generic[Loaded]):
    """A checked model and its version; `refused` tells which ones before it were altered."""

    version: int
    artifact: Loaded
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidates:
    """The versions that may serve a night, the preferred first; `reason` says why there is none."""

    versions: list[int]
    reason: str


def load_candidates(connection: Connection, model: str, day: date) -> Candidates:
    """Return who may serve a night: nobody but the version that served it, where one did."""
    served = load_served(connection, model, day)
    if served is not None:
        return Candidates([served], "")
    versions = load_versions(connection, model, day)
    if not versions:
        return Candidates([], load_untrained_reason(connection, model, day))
    servable = list_servable(versions, find_alias(model, CHAMPION))
    return Candidates([version.version for version in servable], versions[0].reason)


def find_serving(
    model: str, versions: Iterable[int], load: Callable[[Path, str], Loaded]
) -> Serving[Loaded] | None:
    """Return the first version whose files are intact; None when there is none to try.

    `load` reads a folder whose manifest has a sha256. Raises `ArtifactError` when all of them are
    altered or missing.
    """
    refused: list[str] = []
    for version in versions:
        try:
            artifact = load(*find_folder(model, version))
        except ArtifactError as error:
            refused.append(f"version {version} is refused: {error}")
            log.error("%s: %s", model, refused[-1])
        else:
            return Serving(version, artifact, tuple(refused))
    if refused:
        raise ArtifactError(f"{model}: no version can serve; " + "; ".join(refused))
    return None


def load_serving(spec: ModelSpec, versions: Iterable[int]) -> Serving[Artifact] | None:
    """Return the first intact version of a model of orders, as `find_serving` does."""
    return find_serving(spec.name, versions, partial(load_artifact, spec))
