"""What a model of orders asks and how it is judged: one frozen declaration per model."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Self

from include.ml.base_spec import Spec, find_spec
from include.ml.terms import DaysTrees, Drift, Gate, Money, Split

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from include.sources.contract import Contract

    Floats = npt.NDArray[np.float64]

Kind = Literal["number", "flag", "rate", "weekday", "hour", "category"]


CURRENCY = "currency"  # a feature's unit: `localise` puts the source's in its place


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


@dataclass(frozen=True, kw_only=True)
class ModelSpec(Spec):
    """One question with a yes or a no, asked on a night of each of many entities, such as orders.

    `feature_steps` are run in order for a range of nights. `feature_parts` are the temporary tables
    that they leave behind, one row per night and entity each: the rows of `feature_table`. The
    first one has `moment`, the time that the question is about. `label_sql` joins the rows with the
    labels known by a day, with more times that it knows of (`label_moments`); rows are cut by the
    one called `known_at`, when the answer became known.
    Scores and reasons are kept in `score_table` and `reason_table`. `asked` completes "orders were
    ...": those that the question is asked of. `days` are trees of the days to a promise, where the
    question has one. `actions` is what counterfactuals try: what can be acted on and nothing else.
    """

    recipe: str = "include.ml.order_recipe"
    asked: str
    feature_table: str
    feature_parts: tuple[str, ...]
    moment: str = "promised_at"
    label_moments: tuple[str, ...] = ("delivered_at",)
    known_at: str = "promised_at"
    score_table: str = "ml.delay_scores"
    reason_table: str = "ml.delay_reasons"
    history_nights: int
    most_training_rows: int
    most_explained_others: int
    features: tuple[Feature, ...]
    params: dict[str, float | int | str]
    most_rounds: int
    least_rounds: int
    days: DaysTrees | None
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

    def localise(self, contract: "Contract") -> Self:
        """Return the spec with the source's currency and, where it says so, its money."""
        features = tuple(
            replace(feature, unit=contract.currency) if feature.unit == CURRENCY else feature
            for feature in self.features
        )
        money = Money(**contract.money.model_dump()) if contract.money else self.money
        if not self.money.minutes_per_day:
            money = replace(money, minutes_per_day=0)
        return replace(self, features=features, money=money)


def load_spec(name: str) -> ModelSpec:
    """Return the spec of a model of orders, with the running source's money and currency.

    Raises ValueError for an unknown one, and for a model of another kind.
    """
    spec = find_spec(name)
    if not isinstance(spec, ModelSpec):
        raise ValueError(f"model {name!r} is of another kind: {spec.recipe} answers it")
    return spec
