"""A night's scores: pinned, repeatable, refused when altered, absent without skill."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from include.ml import registry
from include.ml.features import save_features
from include.ml.manifest import MANIFEST, ArtifactError
from include.ml.outcomes import save_outcomes
from include.ml.scoring import expect_saving, find_band, score_day
from include.ml.spec import ModelSpec, load_spec
from include.ml.training import train_model

FIRST_NIGHT = date(2026, 3, 10)
SECOND_NIGHT = FIRST_NIGHT + timedelta(days=1)
SCORES = "select * from ml.delay_scores where day = %s order by order_id"
REASONS = "select * from ml.delay_reasons where day = %s order by order_id, feature"
MONEY = load_spec("delay_open").money

Fetch = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def trained(
    warehouse: str,
    mlflow_store: object,
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
) -> str:
    use_spec(replace(quick_spec, money=replace(MONEY, minutes_per_day=84)))
    write_silver(make_business(days=40, orders_per_day=25, nights=2))
    save_features("delay_open", FIRST_NIGHT)
    train_model("delay_open", FIRST_NIGHT)
    return warehouse


@pytest.mark.usefixtures("trained")
def test_every_open_order_is_scored_and_the_alerted_ones_are_explained(fetch: Fetch) -> None:
    outcome = score_day("delay_open", FIRST_NIGHT)
    open_orders = fetch("select count(*) from ml.features_delay_open where day = %s", FIRST_NIGHT)
    assert [(outcome["scores"],)] == open_orders
    assert (outcome["version"], outcome["alerted"], outcome["explained"]) == (1, 7, 12)
    assert fetch("select version from ml.served_models where day = %s", FIRST_NIGHT) == [(1,)]
    gaps = fetch(
        "select max(abs(margin - told)) from ml.delay_scores inner join (select order_id,"
        " sum(contribution) as told from ml.delay_reasons group by order_id) as reasons"
        " using (order_id)"
    )
    assert gaps[0][0] < 1e-4
    unexplained = fetch(
        "select count(*) from ml.delay_scores where is_alerted and order_id not in"
        " (select order_id from ml.delay_reasons)"
    )
    assert unexplained == [(0,)]
    ways = fetch(
        "select count(distinct order_id) from ml.counterfactuals inner join ml.delay_scores"
        " using (day, model, version, order_id) where is_alerted"
        " and abs(probability_before - probability) < 1e-6"
    )
    assert ways == [(7,)]


@pytest.mark.usefixtures("trained")
def test_a_night_scored_again_is_equal_even_after_a_newer_champion(fetch: Fetch) -> None:
    score_day("delay_open", FIRST_NIGHT)
    before = fetch(SCORES, FIRST_NIGHT), fetch(REASONS, FIRST_NIGHT)
    save_features("delay_open", SECOND_NIGHT)
    train_model("delay_open", SECOND_NIGHT)
    registry.move_alias("delay_open", "champion", 2)
    assert score_day("delay_open", FIRST_NIGHT)["version"] == 1
    assert (fetch(SCORES, FIRST_NIGHT), fetch(REASONS, FIRST_NIGHT)) == before


@pytest.mark.usefixtures("trained")
def test_no_model_of_a_later_day_serves_a_night() -> None:
    earlier = FIRST_NIGHT - timedelta(days=1)
    outcome = score_day("delay_open", earlier)
    assert (outcome["scores"], outcome["has_skill"]) == (0, False)


@pytest.mark.usefixtures("trained")
def test_an_altered_champion_is_refused_and_the_last_good_one_serves() -> None:
    save_features("delay_open", SECOND_NIGHT)
    train_model("delay_open", SECOND_NIGHT)
    registry.move_alias("delay_open", "champion", 2)
    path = registry.find_folder("delay_open", 2)[0] / MANIFEST
    path.write_bytes(path.read_bytes() + b" ")
    outcome = score_day("delay_open", SECOND_NIGHT)
    assert outcome["version"] == 1
    assert "manifest.json is not the file that was registered" in outcome["refused"][0]


@pytest.mark.usefixtures("trained")
def test_a_pinned_model_that_was_altered_stops_the_rerun(fetch: Fetch) -> None:
    score_day("delay_open", FIRST_NIGHT)
    before = fetch(SCORES, FIRST_NIGHT)
    path = registry.find_folder("delay_open", 1)[0] / MANIFEST
    path.write_bytes(b"{}")
    with pytest.raises(ArtifactError, match="no version can serve"):
        score_day("delay_open", FIRST_NIGHT)
    assert fetch(SCORES, FIRST_NIGHT) == before


@pytest.mark.usefixtures("warehouse", "mlflow_store")
def test_the_days_orders_are_scored_at_placing_and_alert_nobody(
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    fetch: Fetch,
) -> None:
    spec = replace(
        load_spec("delay_at_order"),
        params=quick_spec.params,
        most_rounds=quick_spec.most_rounds,
        least_rounds=quick_spec.least_rounds,
        days=replace(load_spec("delay_at_order").days, rounds=20, params={}),
        most_explained_others=5,
        gate=quick_spec.gate,
    )
    use_spec(spec)
    write_silver(make_business(days=60, orders_per_day=30, nights=2))
    save_features(spec.name, SECOND_NIGHT)
    assert train_model(spec.name, SECOND_NIGHT)["decision"] == "first"
    outcome = score_day(spec.name, SECOND_NIGHT)
    assert (outcome["scores"], outcome["alerted"], outcome["explained"]) == (30, 0, 5)
    placed = (
        "select count(*) from ml.delay_scores as scores inner join silver.orders as orders"
        " using (order_id) where model = 'delay_at_order'"
        " and (ordered_at at time zone 'Europe/Berlin')::date = day"
    )
    assert fetch(placed) == [(30,)]
    assert save_outcomes(spec.name, SECOND_NIGHT)["nights"] == 1
    ledger = "select scored_orders_count, alerts_count, capacity_count from ml.alert_outcomes"
    assert fetch(ledger) == [(30, 0, 0)]


def test_without_a_model_nothing_is_ranked(
    warehouse: str, mlflow_store: object, fetch: Fetch
) -> None:
    outcome = score_day("delay_open", FIRST_NIGHT)
    assert outcome["reason"] == "No model has been trained yet."
    assert fetch("select count(*) from ml.served_models") == [(0,)]


def test_bands_follow_from_money() -> None:
    assert (MONEY.high_threshold, MONEY.medium_threshold) == pytest.approx((0.25, 0.1))
    assert [find_band(MONEY, p) for p in (0.25, 0.24, 0.1, 0.09)] == [
        "high", "medium", "medium", "low",
    ]  # fmt: skip
    assert expect_saving(MONEY, 0.5) == 5.0
    assert expect_saving(MONEY, 0.2) == pytest.approx(0.4)
    assert expect_saving(MONEY, 0.01) == 0


def test_money_of_the_sources_contract_replaces_the_specs(
    settings_env: pytest.MonkeyPatch,
) -> None:
    assert load_spec("delay_open").money.late_amount == 40
    settings_env.setenv("NIGHTSHIFT_SOURCE", "blinkit")
    money = load_spec("delay_open").money
    assert (money.late_amount, money.alerts_per_night) == (200, 40)
    assert load_spec("delay_at_order").money.alerts_per_night == 0


def test_as_many_can_be_acted_on_as_there_are_minutes_for() -> None:
    assert replace(MONEY, minutes_per_day=59, minutes_per_intervention=10).alerts_per_night == 5
    assert replace(MONEY, minutes_per_day=0).alerts_per_night == 0
