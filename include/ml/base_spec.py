"""What every kind of model declares, and where a model's declaration is found."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Self

from include.settings import name_source
from include.sources.contract import load_contract

if TYPE_CHECKING:
    from include.sources.contract import Contract


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One question that a model answers every night.

    `recipe` is the module whose `RECIPE` trains, serves and watches models of its kind. A row is of
    a night and an `entity_key`; `feature_steps` and `label_sql` are the SQL files below
    `include/sql` that make rows and answers, whose hashes a training set keeps. `feature_version`
    rises when the rows mean something else.
    """

    name: str
    question: str
    recipe: str
    feature_version: int
    entity_key: str
    feature_steps: tuple[str, ...]
    label_sql: str

    @property
    def category_names(self) -> tuple[str, ...]:
        """Return the columns of a row that hold text; few values, many times."""
        return ()

    def localise(self, contract: "Contract") -> Self:
        """Return the spec in the money and the units of a source."""
        return self


def find_spec(name: str) -> Spec:
    """Return `SPEC` of `include.ml.specs.<name>` for the running source.

    Raises ValueError for an unknown one.
    """
    return _find_spec(name, name_source())


@cache
def _find_spec(name: str, source: str) -> Spec:
    try:
        module = import_module(f"include.ml.specs.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"include.ml.specs.{name}":
            raise
        raise ValueError(f"model {name!r} is unknown: add include/ml/specs/{name}.py") from error
    spec = module.SPEC
    assert isinstance(spec, Spec)
    return spec.localise(load_contract(source))
