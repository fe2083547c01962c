"""The smallest change that would bring an order's risk under the money threshold, by the model.

It is the model's view of another row, not a proven cause: nobody has tried it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extras import Json

from include.ml.model import Floats, Model
from include.ml.spec import ModelSpec
from include.warehouse.connect import read_sql

Steps = tuple[tuple[int, int], ...]  # the place of each action in the spec, and of its amount


@dataclass(frozen=True)
class Counterfactual:
    """One way out for an order, the smallest of its kind; without actions none was found.

    `probability_after` is what the model sees then; without actions the least of all it saw.
    """

    order_id: str
    place: int
    actions: list[str]
    amounts: list[float]
    units: list[str]
    probability_before: float
    probability_after: float
    sentence: str


@dataclass(frozen=True)
class Plans:
    """Changes tried on every row: `amounts` [plans, rows, actions], `risks` [plans, rows]."""

    spec: ModelSpec
    entities: list[str]
    before: Floats
    steps: Sequence[Steps]
    amounts: Floats
    risks: Floats

    @property
    def is_enough(self) -> npt.NDArray[np.bool_]:
        """Say which plans bring which rows under the threshold of the high band."""
        return np.asarray(self.risks < self.spec.money.high_threshold)

    def tell(self, plan: int, row: int, place: int) -> Counterfactual:
        """Put one plan for one row into words."""
        chosen = [(self.spec.actions[action], action) for action, _ in self.steps[plan]]
        amounts = [float(self.amounts[plan, row, at]) for _, at in chosen]
        parts = [
            action.condition(amount) for (action, _), amount in zip(chosen, amounts, strict=True)
        ]
        said = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
        before, after = float(self.before[row]), float(self.risks[plan, row])
        return Counterfactual(
            self.entities[row],
            place,
            [action.name for action, _ in chosen],
            amounts,
            [action.unit for action, _ in chosen],
            before,
            after,
            f"If it {said}, the model would see {_percent(after)} instead of {_percent(before)}.",
        )


def find_counterfactuals(spec: ModelSpec, model: Model, rows: pd.DataFrame) -> list[Counterfactual]:
    """Return for each row what would bring it under the threshold of the high band.

    That is the smallest amount of each action that does it alone; where none does, the smallest
    combination; where no combination does, one entry that says so.
    """
    if rows.empty or not spec.actions:
        return []
    steps = [action.offer(rows[:1]).shape[1] for action in spec.actions]
    single = try_plans(spec, model, rows, list(_list_single(steps)))
    left = np.flatnonzero(~single.is_enough.any(axis=0)).tolist()
    combined = try_plans(spec, model, rows.iloc[left], list(_list_combined(steps)))
    places = {row: place for place, row in enumerate(left)}
    found: list[Counterfactual] = []
    for row in range(len(rows)):
        if row in places:
            least = min(single.before[row], single.risks[:, row].min())
            found.append(_tell_combined(combined, places[row], least))
        else:
            found += _tell_single(single, row)
    return found


def try_plans(spec: ModelSpec, model: Model, rows: pd.DataFrame, steps: list[Steps]) -> Plans:
    """Score every plan on every row in one call; the risk is infinite where a row forbids it."""
    entities = rows[spec.entity_key].astype(str).tolist()
    amounts = np.full((len(steps), len(rows), len(spec.actions)), np.nan)
    is_offered = np.ones((len(steps), len(rows)), dtype=bool)
    if not is_offered.size:
        return Plans(spec, entities, np.zeros(0), steps, amounts, np.zeros(is_offered.shape))
    offers = [action.offer(rows) for action in spec.actions]
    for plan, parts in enumerate(steps):
        for place, step in parts:
            amounts[plan, :, place] = offers[place][:, step]
            is_offered[plan] &= ~np.isnan(offers[place][:, step])
    changed = pd.concat([rows] * len(steps), ignore_index=True)
    flat = amounts.reshape(-1, len(spec.actions))
    for place, action in enumerate(spec.actions):
        changed = action.change(changed, flat[:, place])
    risks = model.compute_probabilities(pd.concat([rows, changed], ignore_index=True))
    before, after = np.split(risks, [len(rows)])
    after = np.where(is_offered, after.reshape(is_offered.shape), np.inf)
    return Plans(spec, entities, before, steps, amounts, after)


def save_counterfactuals(
    connection: Connection, pin: dict[str, Any], found: Sequence[Counterfactual]
) -> None:
    """Replace what a night's model had found; `pin` holds its day, model and version."""
    with connection.cursor() as cursor:
        cursor.execute(read_sql("ml/delete_counterfactuals.sql"), pin)
        rows = Json([asdict(one) for one in found])
        cursor.execute(read_sql("ml/insert_counterfactuals.sql"), pin | {"rows": rows})


def _list_single(steps: Sequence[int]) -> Iterator[Steps]:
    """List each amount of each action by itself, the smallest first."""
    for action, count in enumerate(steps):
        for step in range(count):
            yield ((action, step),)


def _list_combined(steps: Sequence[int]) -> Iterator[Steps]:
    """List combinations, fewest actions first: the last one's amount grows, the others' is full."""
    for size in range(2, len(steps) + 1):
        listed = [
            (step, (*((action, steps[action] - 1) for action in others), (last, step)))
            for *others, last in combinations(range(len(steps)), size)
            for step in range(steps[last])
        ]
        for _, plan in sorted(listed, key=lambda pair: pair[0]):
            yield plan


def _tell_single(plans: Plans, row: int) -> list[Counterfactual]:
    """Return the smallest amount of each action that is enough by itself."""
    found: dict[int, Counterfactual] = {}
    for plan, ((action, _),) in enumerate(plans.steps):
        if action not in found and plans.is_enough[plan, row]:
            found[action] = plans.tell(plan, row, len(found) + 1)
    return list(found.values())


def _tell_combined(plans: Plans, row: int, least: float) -> Counterfactual:
    """Return the smallest combination that is enough, or that there is none.

    `least` is the least risk that the model saw with single actions.
    """
    enough = np.flatnonzero(plans.is_enough[:, row])
    if len(enough):
        return plans.tell(int(enough[0]), row, 1)
    least = min(float(least), float(plans.risks[:, row].min(initial=np.inf)))
    sentence = (
        "No such change found: whatever of this is done, the model would see"
        f" {_percent(least)} or more."
    )
    return Counterfactual(
        plans.entities[row], 1, [], [], [], float(plans.before[row]), least, sentence
    )


def _percent(probability: float) -> str:
    return f"{100 * probability:.0f}%"
