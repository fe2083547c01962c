"""An action changes a feature row as the feature SQL would, and touches nothing immutable."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from include.ml.actions import ACTIONS
from include.ml.dataset import load_night
from include.ml.features import save_features
from include.ml.row_changes import LEAST_SAVED_DAYS
from include.ml.spec import load_spec
from include.warehouse.connect import open_transaction
from tests.ml.conftest import FIRST_NIGHT

Fetch = Callable[..., list[tuple[Any, ...]]]

HANDOVER, CARRIER, PROMISE = ACTIONS
SPEC = load_spec("delay_open")
# what others are doing on the new date is not in the row, nor what a handover does to its seller
QUEUES = {"area_promised_load", "partner_promised_orders", "partner_late_rate_7d"}
GROUPS = {"seller", "partner", "route", "network"}


def read_night(day: date = FIRST_NIGHT) -> pd.DataFrame:
    with open_transaction(is_writer=False) as connection:
        return load_night(connection, SPEC, day, day, most_rows=10_000)


@pytest.fixture
def night(
    warehouse: str,
    use_spec: Callable[..., None],
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
) -> pd.DataFrame:
    use_spec(replace(SPEC, history_nights=1))
    write_silver(make_business(days=40, orders_per_day=15, nights=1))
    save_features("delay_open", FIRST_NIGHT)
    return read_night()


def compute_again(fetch: Fetch, statement: str, *values: object) -> pd.DataFrame:
    fetch(statement, *values)
    fetch("truncate ml.features_delay_open")
    save_features("delay_open", FIRST_NIGHT)
    return read_night()


def compare(found: pd.DataFrame, told: pd.DataFrame, order_id: str, names: set[str]) -> None:
    """Compare one order's row as changed with its row as the SQL tells it, on some columns."""
    ours, theirs = (frame.set_index("order_id").loc[order_id] for frame in (found, told))
    texts = list(SPEC.category_names)
    assert ours[texts].fillna("").tolist() == theirs[texts].fillna("").tolist()
    for name in sorted(names - set(SPEC.category_names)):
        assert float(ours[name]) == pytest.approx(
            float(theirs[name]), rel=1e-4, abs=1e-4, nan_ok=True
        ), name


@pytest.mark.parametrize("days", [1, 9, 20, 25])
def test_a_moved_promise_gives_the_row_that_the_feature_sql_gives(
    night: pd.DataFrame, fetch: Fetch, days: int
) -> None:
    """Twenty days on the clocks have changed, and Easter lies before the 25th."""
    moved = PROMISE.change(night, np.full(len(night), float(days)))
    order_id = night["order_id"].iloc[3]
    told = compute_again(
        fetch,
        "update silver.orders_versions set promised_at = (promised_at at time zone 'Europe/Berlin'"
        " + %s * interval '1 day') at time zone 'Europe/Berlin' where order_id = %s",
        days,
        order_id,
    )
    compare(moved, told, order_id, set(SPEC.feature_names) - QUEUES)


def test_a_handover_gives_the_row_that_the_feature_sql_gives(
    night: pd.DataFrame, fetch: Fetch
) -> None:
    waiting = night[night["is_handed_over"] == 0]
    order_id = waiting["order_id"].iloc[0]
    handed = HANDOVER.change(waiting, np.zeros(len(waiting)))
    told = compute_again(
        fetch,
        "update silver.deliveries_versions set handed_over_at = (%s::timestamp at time zone"
        " 'Europe/Berlin') - interval '1 millisecond' where order_id = %s",
        FIRST_NIGHT + timedelta(days=1),
        order_id,
    )
    own = {feature.name for feature in SPEC.features if feature.group not in GROUPS}
    compare(handed, told, order_id, own)


def test_a_handover_within_a_day_lets_the_clock_run_on(night: pd.DataFrame) -> None:
    waiting = night[night["is_handed_over"] == 0].reset_index(drop=True)
    later = HANDOVER.change(waiting, np.ones(len(waiting)))
    assert later["days_to_promise"].to_numpy() == pytest.approx(waiting["days_to_promise"] - 1)
    assert later["order_age_days"].to_numpy() == pytest.approx(waiting["order_age_days"] + 1)
    total = later["order_age_days"] / later["share_of_promise_used"]
    assert total.to_numpy() == pytest.approx(waiting["promised_total_days"], rel=1e-4)
    assert set(later["days_since_handover"]) == {0}
    wednesday = FIRST_NIGHT + timedelta(days=1)
    assert wednesday.isoweekday() == 3
    gone = waiting["working_days_to_promise"] - later["working_days_to_promise"]
    assert set(gone) == {1}


def test_a_faster_carrier_saves_what_the_route_spreads_and_no_more_than_is_left(
    night: pd.DataFrame,
) -> None:
    offered = CARRIER.offer(night)
    spread = night["route_transit_spread_days_90d"].to_numpy(np.float64)
    assert np.nanmax(offered[:, 1] - spread) <= 1e-6
    faster = CARRIER.change(night, offered[:, 1])
    saved = np.nan_to_num(offered[:, 1])
    slack = faster["expected_slack_days"] - night["expected_slack_days"]
    assert slack.to_numpy() == pytest.approx(saved, abs=1e-4)
    overdue = night.assign(is_handed_over=1.0, days_since_handover=99.0)
    assert np.isnan(CARRIER.offer(overdue)).all()
    assert np.nanmin(offered) >= LEAST_SAVED_DAYS


def test_a_source_without_carriers_is_offered_no_upgrade(night: pd.DataFrame) -> None:
    unknown = night.assign(route_transit_days_30d=np.nan, route_transit_spread_days_90d=np.nan)
    assert np.isnan(CARRIER.offer(unknown)).all()


def test_a_handed_over_order_is_offered_no_handover(night: pd.DataFrame) -> None:
    offered = HANDOVER.offer(night)
    assert np.isnan(offered[night["is_handed_over"] == 1]).all()
    soon = night.assign(is_handed_over=0.0, days_to_promise=0.5)
    assert set(HANDOVER.offer(soon)[:, 1]) == {0}
    assert np.isnan(HANDOVER.offer(soon)[:, 0]).all()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_no_action_moves_what_it_does_not_name(night: pd.DataFrame, action: Any) -> None:
    offered = action.offer(night)
    assert set(action.features) <= set(SPEC.feature_names)
    for step in range(offered.shape[1]):
        changed = action.change(night, offered[:, step])
        fixed = [name for name in night.columns if name not in action.features]
        pd.testing.assert_frame_equal(changed[fixed], night[fixed])
        without = np.isnan(offered[:, step])
        pd.testing.assert_frame_equal(changed[without], night[without], check_dtype=False)
