"""What a model asks and how it is judged: one frozen declaration per model."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from include.ml.terms import DaysTrees, Drift, Gate, Money, Split
from include.settings import name_source
from include.sources.contract import load_contract

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]

Kind = Literal["number", "flag", "rate", "weekday", "hour", "category"]


CURRENCY = "currency"  # a feature's unit: load_spec puts the source's in its place


@dataclass(frozen=True)
class Origin:
    """The event that a feature tells of, the silver tables that hold it, and when it is known.

    `known` completes "it is known ..."; of several events it is the last one's.
    """

    event: str
    known: str
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Usual:
    """The column of the same row that holds what is usual for the feature's own group.

    A sentence says "3.2 days longer than {words} (1.4 days)", or "as {words}". It is not compared
    where the row's flag `unless` is set. With a `subject` the value is itself the difference from
    the usual, and the sentence says "{subject} 3.2 days longer than {words} (1.4 days)".
    """

    column: str
    words: str
    more: str = "more"
    less: str = "less"
    unless: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Feature:
    """One column of the feature table, in the words and the unit that people read.

    `kind` says how a value is written: a number with its unit, yes or no, a rate in per cent,
    a weekday (1 = Monday), an hour of the day, or a category's own text. `monotone` is 1 where a
    greater value may never lower the risk, all else equal, and -1 where it may never raise it.
    Drift watches what answers within days: slow rates and ages wander by their nature. A reason
    compares the value with `compared_with`, else with what is usual tonight. The unit `CURRENCY`
    stands for that of the source.
    """

    name: str
    words: str
    unit: str
    group: str
    origin: Origin
    kind: Kind = "number"
    is_watched: bool = True
    compared_with: Usual | None = None
    monotone: Literal[-1, 0, 1] = 0


@dataclass(frozen=True)
class Action:
    """Something that can still be done about an open order, as a change of its feature row.

    `offer` gives the amounts that each row allows, from the smallest change to the largest, as
    [rows, steps] with NaN where the row does not allow one. `change` gives the rows as they would
    stand had it been done by such an amount (NaN: not at all); it touches `features` and no other
    column. `condition` completes "If it ..." with an amount, which has the `unit`.
    """

    name: str
    unit: str
    features: tuple[str, ...]
    offer: "Callable[[pd.DataFrame], Floats]"
    change: "Callable[[pd.DataFrame, Floats], pd.DataFrame]"
    condition: Callable[[float], str]


@dataclass(frozen=True)
class ModelSpec:
    """One question asked of every open entity, every night.

    `feature_steps` are SQL files below `include/sql`, run in order for a range of nights.
    `feature_parts` are the temporary tables that they leave behind, one row per night and entity
    each, the first one with `promised_at`: the rows of `feature_table`. `label_sql` joins those
    with the labels known by a day: a promise's outcome is known once it has passed. `asked`
    completes "orders were ...": those that the question is asked of. `actions` is
    what counterfactuals try: what can be acted on and nothing else.
    """

    name: str
    question: str
    asked: str
    feature_table: str
    feature_version: int
    entity_key: str
    feature_steps: tuple[str, ...]
    feature_parts: tuple[str, ...]
    label_sql: str
    history_nights: int
    most_training_rows: int
    most_explained_others: int
    features: tuple[Feature, ...]
    params: dict[str, float | int | str]
    most_rounds: int
    least_rounds: int
    days: DaysTrees
    split: Split
    gate: Gate
    money: Money
    drift: Drift
    actions: tuple[Action, ...] = ()

    @property
    def category_names(self) -> tuple[str, ...]:
        """Return the columns that hold text."""
        return tuple(feature.name for feature in self.features if feature.kind == "category")

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Return the model's columns in the order of its matrix."""
        return tuple(feature.name for feature in self.features)


def load_spec(name: str) -> ModelSpec:
    """Return the spec `include.ml.specs.<name>` with the running source's money and currency.

    Raises ValueError for an unknown one.
    """
    return _load_spec(name, name_source())


@cache
def _load_spec(name: str, source: str) -> ModelSpec:
    try:
        module = import_module(f"include.ml.specs.{name}")
    except ModuleNotFoundError as error:
        raise ValueError(f"model {name!r} is unknown: add include/ml/specs/{name}.py") from error
    spec = module.SPEC
    assert isinstance(spec, ModelSpec)
    contract = load_contract(source)
    features = tuple(
        replace(feature, unit=contract.currency) if feature.unit == CURRENCY else feature
        for feature in spec.features
    )
    money = Money(**contract.money.model_dump()) if contract.money else spec.money
    if not spec.money.minutes_per_day:
        money = replace(money, minutes_per_day=0)
    return replace(spec, features=features, money=money)
