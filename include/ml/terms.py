"""The terms of a model: how its nights are split, what it must show, what acting costs, drift."""

from dataclasses import dataclass
from typing import Literal

Method = Literal["ks", "chisquare", "psi"]


@dataclass(frozen=True)
class DaysTrees:
    """The trees that ask whether an order is still open after some days (`include/ml/days.py`).

    `left` is the column that holds the days to the promise; `shifted` ones move with it, `hidden`
    ones tell of the promise in another way and are not shown to these trees. `weight` is their part
    in the blend. `params` stand above the spec's.
    """

    left: str
    shifted: tuple[str, ...]
    hidden: tuple[str, ...]
    weight: float
    rounds: int
    params: dict[str, float | int | str]
    most_promises: float = 2.0

    def choose_columns(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of a spec's columns that these trees read."""
        return tuple(name for name in names if name not in self.hidden)


@dataclass(frozen=True)
class Split:
    """How the labelled nights are cut by time, in nights; a short history gets shorter slices."""

    test_nights: int
    validation_nights: int


@dataclass(frozen=True)
class Gate:
    """What a challenger must show. The intervals are two-sided, by entity."""

    least_auc: float  # the interval's lower bound must reach it, or there is no skill
    least_entities: int  # with fewer late (or punctual) entities in the test nothing is shown
    least_gain: float = 0.01  # share of the log-loss saved against telling every entity the mean
    margin_share: float = 0.02  # a lag behind the champion of this share of its figure is borne
    memory_weeks: int = 8  # one promoted version of each of these weeks must not be better either
    bootstraps: int = 300
    confidence: float = 0.95
    entities: str = "orders"  # the words of its sentences
    positive: str = "late"


@dataclass(frozen=True)
class Money:
    """What a late order costs, what can be done and for how long, in the source's currency.

    Expediting costs `expedite_amount` and saves `late_amount` in the share `expedite_success` of
    the orders that would be late; a notice to the customer likewise. These are a spec's defaults:
    the block `money` of the source's contract replaces them.
    """

    late_amount: float
    expedite_amount: float
    expedite_success: float
    notice_amount: float
    notice_success: float
    minutes_per_intervention: float
    minutes_per_day: float  # 0: nobody acts on this model's scores

    @property
    def alerts_per_night(self) -> int:
        """Return the capacity: how many orders can be acted on in the minutes of a day."""
        return int(self.minutes_per_day // self.minutes_per_intervention)

    @property
    def high_threshold(self) -> float:
        """Return the probability from which expediting an order pays for itself."""
        return self.expedite_amount / (self.expedite_success * self.late_amount)

    @property
    def medium_threshold(self) -> float:
        """Return the probability from which telling the customer in time pays for itself."""
        return self.notice_amount / (self.notice_success * self.late_amount)

    def expect_expedited(self, probability: float) -> float:
        """Return what expediting an order is expected to save, less its cost."""
        return probability * self.expedite_success * self.late_amount - self.expedite_amount

    def expect_noticed(self, probability: float) -> float:
        """Return what telling the customer in time is expected to save, less its cost."""
        return probability * self.notice_success * self.late_amount - self.notice_amount


@dataclass(frozen=True)
class Drift:
    """How recent nights are compared with those that the model was trained on.

    Methods are Evidently's, by name: one for what an order brings along, one for what it shares
    with others (seller, route, network, calendar) and for text, one for flags, one for the scores.
    Past spans of as many nights tell how far calm ones go: a limit stands `margin` times beyond
    the farthest of the last `calm_spans`, and never inside `least_psi` and `most_p_value`. So
    many columns are watched that one or other is always beyond. People are told of a moved world
    when `least_far_columns` are `far_margin` limits out, or a `share_limit` of all is beyond.

    A column broke when tonight it is known for less than `lost_share` of what the worst calm
    night knew, when values other than the commonest are under `frozen_share` of the fewest (where
    at least `least_others` rows were to have one), when its quartiles jump by `unit_factor`, or
    when `unknown_share` of the rows have a category that the reference never had. What was served
    is worse than the test when its interval lies `performance_margin` beyond the test's figure.
    """

    current_nights: int = 7
    calm_spans: int = 8
    most_rows: int = 100_000
    least_known_rows: int = 200
    order_method: Method = "ks"
    group_method: Method = "psi"
    kind_method: Method = "chisquare"
    score_method: Method = "psi"
    test_rows: int = 20_000  # p-values of the tests are taken on at most as many rows a side
    least_psi: float = 0.2
    most_p_value: float = 0.001
    margin: float = 1.5
    share_limit: float = 0.3
    least_night_rows: int = 50
    lost_share: float = 0.5
    frozen_share: float = 0.1
    least_others: int = 20
    unit_factor: float = 5.0
    unknown_share: float = 0.2
    performance_margin: float = 0.2
    least_served_nights: int = 14  # a bad day is shared by its orders: few nights say nothing
    far_margin: float = 2.0
    score_name: str = "probability"
    least_far_columns: int = 2
