"""The smallest change that is enough, by the model, over what can be acted on only."""

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from include.ml.counterfactuals import Counterfactual, find_counterfactuals, save_counterfactuals
from include.ml.model import Floats, Model, to_probability
from include.ml.spec import load_spec
from include.warehouse.connect import open_transaction
from tests.ml.conftest import FIRST_NIGHT
from tests.ml.made_rows import draw_texts

SPEC = load_spec("delay_open")
pytestmark = pytest.mark.usefixtures("settings_env")
THRESHOLD = SPEC.money.high_threshold


class Formula:
    """A model whose log-odds are a formula of the row, and that counts its calls."""

    def __init__(self, **weights: float) -> None:
        self.weights = weights
        self.calls = 0

    def compute_probabilities(self, frame: pd.DataFrame) -> Floats:
        self.calls += 1
        margins = sum(
            weight * frame[name].fillna(0).to_numpy(np.float64)
            for name, weight in self.weights.items()
        )
        return to_probability(np.asarray(margins + 2.0))


def make_rows(count: int = 1, **values: float) -> pd.DataFrame:
    """Return alerted orders that wait for their handover, three days before a Friday's promise."""
    frame = pd.DataFrame(0.0, index=range(count), columns=list(SPEC.feature_names))
    usual = {
        "days_to_promise": 3.0,
        "order_age_days": 2.0,
        "promised_total_days": 5.0,
        "share_of_promise_used": 0.4,
        "days_to_handover_due": -1.0,
        "promised_weekday": 5.0,
        "route_transit_days_30d": 4.0,
        "route_transit_days_90d": 4.0,
        "route_transit_spread_days_90d": 2.0,
        "expected_slack_days": -1.0,
    }
    frame = draw_texts(SPEC, frame.assign(**(usual | values)))
    promised = pd.Timestamp(FIRST_NIGHT, tz="Europe/Berlin") + pd.Timedelta(days=4)
    return frame.assign(
        order_id=[f"O{number}" for number in range(count)],
        day=FIRST_NIGHT,
        promised_at=promised.tz_convert("UTC"),
    )


def find(model: Any, rows: pd.DataFrame) -> list[Counterfactual]:
    return find_counterfactuals(SPEC, cast(Model, model), rows)


def test_each_action_gives_its_smallest_amount_that_is_enough() -> None:
    found = find(Formula(expected_slack_days=-2.0, is_handed_over=-6.0), make_rows())
    assert [(one.place, one.actions, one.amounts) for one in found] == [
        (1, ["expedite_handover"], [0.0]),
        (2, ["move_promise"], [3.0]),
    ]
    assert found[0].units == ["days until handed over"]
    assert found[1].sentence == (
        "If it were promised 3 days later, the model would see 12% instead of 98%."
    )
    assert all(one.probability_after < THRESHOLD for one in found)
    assert {one.probability_before for one in found} == {to_probability(np.array(4.0)).item()}


def test_a_later_handover_is_the_smaller_change() -> None:
    (found,) = find(Formula(is_handed_over=-9.0), make_rows())
    assert found.amounts == [1.0]
    assert found.sentence.startswith("If it were handed over within a day, the model would see")


def test_actions_are_combined_only_where_none_is_enough_alone() -> None:
    (found,) = find(Formula(is_handed_over=-2.0, promised_total_days=-0.07), make_rows())
    assert found.actions == ["expedite_handover", "move_promise"]
    assert found.amounts == [0.0, 11.0]
    assert found.sentence == (
        "If it were handed over at once and were promised 11 days later, the model would see"
        " 25% instead of 84%."
    )
    one_less = to_probability(np.array(2.0 - 2.0 - 0.07 * 15)).item()
    assert found.probability_after < THRESHOLD <= one_less


def test_where_nothing_is_enough_it_is_said_plainly() -> None:
    (found,) = find(Formula(is_handed_over=-0.5), make_rows())
    assert (found.actions, found.amounts, found.units) == ([], [], [])
    assert found.probability_after == pytest.approx(to_probability(np.array(1.5)).item())
    assert found.sentence == (
        "No such change found: whatever of this is done, the model would see 82% or more."
    )


def test_what_a_row_does_not_allow_is_not_proposed() -> None:
    handed = make_rows(is_handed_over=1.0, days_since_handover=9.0)
    found = find(Formula(order_age_days=-9.0, route_transit_days_90d=9.0), handed)
    assert [one.actions for one in found] == [[]]
    safe = find(Formula(is_handed_over=-9.0), handed)
    assert [one.actions for one in safe] == [["move_promise"]]


def test_all_orders_are_tried_in_two_calls_of_the_model() -> None:
    """One for the single actions, one for the combinations of those that are left."""
    model = Formula(is_handed_over=-0.5)
    found = find(model, make_rows(200))
    assert len(found) == 200
    assert model.calls == 2


def test_without_alerts_or_without_actions_there_is_nothing() -> None:
    model = cast(Model, Formula())
    assert find_counterfactuals(SPEC, model, make_rows(0)) == []
    assert find_counterfactuals(replace(SPEC, actions=()), model, make_rows()) == []


def test_what_was_found_is_stored_and_replaced(warehouse: str, fetch: Any) -> None:
    found = find(Formula(expected_slack_days=-2.0, is_handed_over=-6.0), make_rows(2))
    pin = {"day": FIRST_NIGHT, "model": SPEC.name, "version": 4}
    for rows in (found, found[:2]):
        with open_transaction() as connection:
            save_counterfactuals(connection, pin, rows)
    stored = fetch(
        "select version, order_id, place, actions, amounts, units, probability_before,"
        " probability_after, sentence from ml.counterfactuals order by order_id, place"
    )
    assert stored == [
        (4, one.order_id, one.place, one.actions, one.amounts, one.units, one.probability_before,
         one.probability_after, one.sentence) for one in found[:2]
    ]  # fmt: skip
