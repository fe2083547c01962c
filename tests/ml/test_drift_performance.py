"""Served scores are called worse than the test only when they surely are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import psycopg2
import pytest

from include.ml.dataset import LABEL
from include.ml.drift_performance import BRIER, CAPACITY, LATE, compare_with_test, load_settled
from include.ml.features import save_features
from include.ml.scoring import score_day
from include.ml.spec import ModelSpec
from include.ml.training import train_model

FIRST_NIGHT = date(2026, 3, 10)
TESTED = {"brier": 0.14, "capacity_precision": 0.6}


@pytest.fixture
def served() -> pd.DataFrame:
    """Return two weeks of scores that came true as often as they said."""
    rng = np.random.default_rng(1)
    scores = rng.beta(1, 4, 4000)
    days = [FIRST_NIGHT + timedelta(days=row % 14) for row in range(len(scores))]
    orders = [f"O{row // 2}" for row in range(len(scores))]
    labels = (rng.random(len(scores)) < scores).astype(float)
    return pd.DataFrame({"day": days, "order_id": orders, "probability": scores, LABEL: labels})


def find_worse(spec: ModelSpec, frame: pd.DataFrame) -> set[str]:
    return {one.name for one in compare_with_test(spec, frame, TESTED) if one.is_worse}


def test_scores_that_come_true_are_as_good_as_tested(
    quick_spec: ModelSpec, served: pd.DataFrame
) -> None:
    figures = {one.name: one for one in compare_with_test(quick_spec, served, TESTED)}
    assert set(figures) == {BRIER, LATE, CAPACITY}
    assert figures[LATE].figure.value == pytest.approx(1, abs=0.1)
    assert find_worse(quick_spec, served) == set()


def test_more_and_fewer_late_orders_than_expected_are_found(
    quick_spec: ModelSpec, served: pd.DataFrame
) -> None:
    low = served.assign(probability=served["probability"] / 2)
    high = served.assign(probability=np.minimum(2 * served["probability"], 1))
    assert LATE in find_worse(quick_spec, low)
    assert LATE in find_worse(quick_spec, high)


def test_scores_in_a_wrong_order_are_found(quick_spec: ModelSpec, served: pd.DataFrame) -> None:
    mixed = served.assign(probability=served["probability"].to_numpy()[::-1])
    assert find_worse(quick_spec, mixed) == {BRIER, CAPACITY}


def test_few_outcomes_say_nothing(quick_spec: ModelSpec, served: pd.DataFrame) -> None:
    late = served.index[served[LABEL] == 1]
    few = served.drop(index=late[20:])
    assert compare_with_test(quick_spec, few, TESTED) == ()
    assert compare_with_test(quick_spec, served.iloc[:0], TESTED) == ()


def test_a_few_nights_share_their_bad_days_and_say_nothing(
    quick_spec: ModelSpec, served: pd.DataFrame
) -> None:
    days = served["day"].where(served["day"] > FIRST_NIGHT, FIRST_NIGHT + timedelta(days=1))
    assert compare_with_test(quick_spec, served.assign(day=days), TESTED) == ()


def test_a_model_that_nobody_acts_on_has_no_precision_at_capacity(
    quick_spec: ModelSpec, served: pd.DataFrame
) -> None:
    idle = replace(quick_spec, money=replace(quick_spec.money, minutes_per_day=0))
    found = compare_with_test(idle, served, {"brier": 0.14})
    assert {one.name for one in found} == {BRIER, LATE}


def test_only_promises_that_have_passed_are_settled(
    warehouse: str,
    mlflow_store: object,
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
) -> None:
    use_spec(quick_spec)
    write_silver(make_business(days=48, orders_per_day=25, nights=8))
    save_features("delay_open", FIRST_NIGHT)
    train_model("delay_open", FIRST_NIGHT)
    score_day("delay_open", FIRST_NIGHT)
    counts = []
    connection = psycopg2.connect(warehouse)
    with connection, connection.cursor() as cursor:
        for age in (0, 2, 8, 40):
            evening = FIRST_NIGHT + timedelta(days=age)
            settled = load_settled(connection, quick_spec, evening)
            counts.append(len(settled))
        cursor.execute("select count(*) from ml.delay_scores")
        assert cursor.fetchone() == (counts[2],)
    connection.close()
    assert counts[0] == 0 < counts[1] < counts[2]
    assert counts[3] == 0  # due longer ago than the test is long
