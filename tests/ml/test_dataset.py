"""Labels come from mature cohorts, slices from time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import psycopg2
import pytest

from include.ml.dataset import LABEL, load_labelled, split_by_time
from include.ml.features import save_features
from include.ml.spec import load_spec
from include.ml.terms import Split

FIRST_NIGHT = date(2026, 3, 10)
SPEC = load_spec("delay_open")

Fetch = Callable[..., list[tuple[Any, ...]]]


def load(url: str, day: date, most_rows: int = 1_000_000) -> pd.DataFrame:
    connection = psycopg2.connect(url)
    try:
        with connection:
            return load_labelled(connection, SPEC, day, most_rows=most_rows)
    finally:
        connection.close()


@pytest.fixture
def filled(
    warehouse: str, write_silver: Callable[..., None], make_business: Callable[..., Any]
) -> str:
    write_silver(make_business(days=25, orders_per_day=8, nights=1))
    save_features("delay_open", FIRST_NIGHT)
    return warehouse


def test_only_promises_that_have_passed_have_a_label(filled: str) -> None:
    frame = load(filled, FIRST_NIGHT)
    end = pd.Timestamp(FIRST_NIGHT + timedelta(days=1)).tz_localize("Europe/Berlin")
    assert len(frame) > 300
    is_known = frame["promised_at"] <= end
    assert (frame[LABEL].notna() == is_known).all()
    assert 0 < is_known.mean() < 1
    assert frame["day"].max() < FIRST_NIGHT


def test_labels_say_what_became_of_the_promise(filled: str, fetch: Fetch) -> None:
    late = {
        order
        for (order,) in fetch(
            "select order_id from silver.orders left join silver.deliveries using (order_id)"
            " where delivered_at > promised_at or delivered_at is null"
        )
    }
    frame = load(filled, FIRST_NIGHT)
    assert set(frame.loc[frame[LABEL] == 1, "order_id"]) <= late
    assert not set(frame.loc[frame[LABEL] == 0, "order_id"]) & late
    assert 0.1 < frame[LABEL].mean() < 0.9


def test_cancelled_orders_have_no_label(filled: str, fetch: Fetch) -> None:
    cancelled = load(filled, FIRST_NIGHT)["order_id"].iloc[0]
    fetch("update silver.orders_versions set status = 'cancelled' where order_id = %s", cancelled)
    assert cancelled not in set(load(filled, FIRST_NIGHT)["order_id"])


def test_a_label_known_later_does_not_reach_an_earlier_day(filled: str, fetch: Fetch) -> None:
    day = FIRST_NIGHT - timedelta(days=4)
    before = load(filled, day)
    fetch(
        "update silver.deliveries_versions set delivered_at = delivered_at + interval '30 days'"
        " where delivered_at >= %s",
        day + timedelta(days=2),
    )
    pd.testing.assert_frame_equal(load(filled, day), before)


def test_a_cap_draws_the_same_share_of_rows_every_time(filled: str) -> None:
    every, drawn = load(filled, FIRST_NIGHT), load(filled, FIRST_NIGHT, most_rows=200)
    assert 120 < len(drawn) < 280 < len(every)
    pd.testing.assert_frame_equal(load(filled, FIRST_NIGHT, most_rows=200), drawn)


def test_slices_follow_each_other_and_no_order_stands_in_two_of_them(filled: str) -> None:
    frame = load(filled, FIRST_NIGHT)
    spec = replace(SPEC, split=Split(test_nights=6, validation_nights=5))
    slices = split_by_time(frame, spec, FIRST_NIGHT)
    parts = [slices.fitting, slices.validation, slices.test]
    assert all(len(part) > 0 for part in parts)
    cuts = [
        pd.Timestamp(night).tz_localize("Europe/Berlin")
        for night in (slices.validation_from, slices.test_from)
    ]
    assert parts[0]["promised_at"].max() <= cuts[0] < parts[1]["promised_at"].min()
    assert parts[1]["promised_at"].max() <= cuts[1] < parts[2]["promised_at"].min()
    assert slices.waiting[LABEL].isna().all()
    assert len(slices.join("order_id")) == len(frame)
    orders = [set(part["order_id"]) for part in parts]
    assert not orders[0] & orders[1]
    assert not orders[0] & orders[2]
    assert not orders[1] & orders[2]


def test_text_that_is_not_known_is_none(filled: str, fetch: Fetch) -> None:
    fetch("update ml.features_delay_open set area = null where mod(hashtext(order_id), 3) = 0")
    areas = load(filled, FIRST_NIGHT)["area"]
    assert {type(area) for area in areas} == {str, type(None)}
