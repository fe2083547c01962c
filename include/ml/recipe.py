"""What each kind of model must do: train a challenger, serve a night, watch for drift.

The flow around it is the same for all: `training` registers and promotes, `answering` runs the
night of a model that is trained once a week.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from include.ml.base_spec import Spec

if TYPE_CHECKING:
    from include.ml.feature_store import TrainingSet
    from include.ml.gate import Decision
    from include.ml.versions import Version


@dataclass(frozen=True)
class Challenger:
    """A trained and judged model that is not registered yet.

    `metrics` are what `ml.model_versions` keeps; the floats among them go to MLflow, and `headline`
    is the figure, in words, that a list of versions shows. `save` writes the artifact into a folder
    and returns the sha256 of its manifest.
    """

    decision: "Decision"
    metrics: dict[str, Any]
    params: dict[str, Any]
    training_set: "TrainingSet"
    save: Callable[[Path], str]


class Recipe(Protocol):
    """How models of one kind are made and used. It keeps no state; a spec is of its own kind."""

    def prepare(self, spec: Any, day: date) -> None:
        """Write the rows that training and serving read, for a night; idempotent."""

    def train(self, spec: Any, day: date, versions: "list[Version]") -> Challenger:
        """Train on what was known by the evening of `day`, and judge against the champion.

        `versions` are those trained before, the newest first. Raises `TrainingError` where too
        little is known.
        """

    def benchmark(self, spec: Any, day: date) -> None:
        """Measure simpler methods beside the version of a day, where that is due."""

    def load(self, spec: Any, folder: Path, sha256: str) -> Any:
        """Read an artifact back; raises `ArtifactError` unless it is the one registered."""

    def serve(self, spec: Any, day: date) -> dict[str, Any]:
        """Write the answers of a night, idempotently, and pin the version that gave them.

        Returns counts with `has_skill`, and the `reason` where nothing can be said.
        """

    def measure_drift(self, spec: Any, day: date) -> dict[str, Any]:
        """Compare the newest nights with those that the serving version was trained on."""


def load_recipe(spec: Spec) -> Recipe:
    """Return the recipe that a spec names."""
    return cast("Recipe", import_module(spec.recipe).RECIPE)
