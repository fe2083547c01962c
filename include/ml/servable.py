"""The versions of a model and their state: what can serve, what cannot and why."""

import logging
from dataclasses import dataclass
from datetime import date
from functools import partial

from include.ml import registry
from include.ml.base_spec import Spec
from include.ml.errors import ServingError
from include.ml.manifest import ArtifactError
from include.ml.recipe import load_recipe
from include.ml.serving import find_serving
from include.ml.versions import Version, load_versions
from include.warehouse.connect import open_transaction

LISTED = 8  # so many versions that can serve are named in an error

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ListedVersion:
    """A version with the aliases that MLflow gives it."""

    model: str
    version: Version
    aliases: tuple[str, ...]

    def describe_alias(self) -> str:
        """Write the aliases, and how the warehouse differs where an alias was moved by hand."""
        told = ", ".join(self.aliases)
        is_champion = registry.CHAMPION in self.aliases
        if is_champion == (self.version.alias == registry.CHAMPION):
            return told
        return f"{told} (in the warehouse: {self.version.alias or 'none'})".strip()


def require_intact(spec: Spec, version: Version, versions: list[Version]) -> None:
    """Raise `ServingError` unless every byte of a version's files is the one registered."""
    try:
        load_version(spec, version.version)
    except ArtifactError as error:
        others = [one for one in versions if one.version != version.version]
        raise ServingError(f"{error}. {list_what_can_serve(spec, others)}") from error


def load_version(spec: Spec, version: int) -> None:
    """Load a version as its recipe does; raises `ArtifactError` unless its files are intact."""
    find_serving(spec.name, [version], partial(load_recipe(spec).load, spec))


def list_what_can_serve(spec: Spec, versions: list[Version]) -> str:
    """Say which of the newest promoted versions can serve, their files intact."""
    able = []
    for version in [one for one in versions if one.is_promoted][:LISTED]:
        try:
            load_version(spec, version.version)
        except ArtifactError:
            log.info("%s: version %d cannot serve", spec.name, version.version)
        else:
            able.append(f"{version.version} (of {version.trained_for_day})")
    return f"These can serve: {', '.join(able)}." if able else "No version can serve."


def list_models(model: str) -> list[ListedVersion]:
    """Return every version of a model, the newest first."""
    aliases = registry.list_aliases(model)
    return [
        ListedVersion(model, one, tuple(sorted(n for n, v in aliases.items() if v == one.version)))
        for one in load_all_versions(model)
    ]


def load_all_versions(model: str) -> list[Version]:
    """Return every version of a model, the newest first; a pin is the one in force now."""
    with open_transaction(is_writer=False) as connection:
        return load_versions(connection, model, date.max)
