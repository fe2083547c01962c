"""The leak audit: what it stops, and what an honest business shows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from include.ml import order_recipe, registry
from include.ml.dataset import LABEL, Slices
from include.ml.errors import LeakError
from include.ml.features import save_features
from include.ml.leaks import (
    audit_leaks,
    measure_features,
    place_missing,
    shuffle_labels,
)
from include.ml.origins import PROMISES_DUE
from include.ml.scoring import score_day
from include.ml.spec import Feature, ModelSpec, load_spec
from include.ml.specs import NIGHTLY
from include.ml.training import train_model
from include.warehouse.connect import read_sql
from tests.ml.made_rows import cut_rows, draw_texts

FIRST_NIGHT = date(2026, 3, 10)
SECOND_NIGHT = FIRST_NIGHT + timedelta(days=1)
FEATURES = [(name, feature) for name in NIGHTLY for feature in load_spec(name).features]

Fetch = Callable[..., list[tuple[Any, ...]]]


def make_rows(spec: ModelSpec, orders: range, day: date) -> pd.DataFrame:
    """Return three rows an order that differ only a little; chance decides which are late."""
    rng = np.random.default_rng(orders.start)
    basket = rng.normal(size=(len(orders), len(spec.feature_names))).repeat(3, axis=0)
    frame = pd.DataFrame(
        basket + rng.normal(scale=0.001, size=basket.shape), columns=list(spec.feature_names)
    )
    frame[LABEL] = (rng.random(len(orders)) < 0.3).astype(int).repeat(3)
    frame[spec.entity_key] = [f"O{number}" for number in orders for _ in range(3)]
    frame["day"] = day
    return draw_texts(spec, frame, orders.start)


def make_slices(spec: ModelSpec) -> Slices:
    ranges = (range(500), range(500, 700), range(700, 1100))
    return cut_rows(*(make_rows(spec, orders, FIRST_NIGHT) for orders in ranges))


def test_honest_rows_pass_with_their_figures(quick_spec: ModelSpec) -> None:
    audit = audit_leaks(quick_spec, make_slices(quick_spec))
    assert set(audit.feature_auc) == set(quick_spec.feature_names)
    assert audit.strongest is not None
    assert 0.4 < audit.feature_auc[audit.strongest] < 0.6
    assert audit.shuffled_auc is not None
    assert audit.shuffled_auc.lower < 0.5 < audit.shuffled_auc.upper
    kept = audit.to_dict()
    assert kept["shuffled_auc"]["value"] == audit.shuffled_auc.value
    assert kept["feature_auc"][kept["strongest"]] == audit.feature_auc[audit.strongest]


@pytest.mark.parametrize("sign", [1, -1])
def test_a_feature_that_tells_the_outcome_stops_the_run_by_name(
    quick_spec: ModelSpec, sign: int
) -> None:
    slices = make_slices(quick_spec)
    rng = np.random.default_rng(1)
    for rows in (slices.fitting, slices.validation):
        rows["items_count"] = sign * (rows[LABEL] + rng.normal(scale=0.35, size=len(rows)))
    figure = "0.9[6-9]" if sign > 0 else "0.0[1-4]"
    with pytest.raises(LeakError, match=rf"items_count alone has AUC {figure}") as caught:
        audit_leaks(quick_spec, slices)
    assert "the standing champion serves on" in str(caught.value)
    assert "raise feature_version in include/ml/specs/delay_open.py" in str(caught.value)


def test_a_column_of_text_that_tells_the_outcome_stops_the_run_by_name(
    quick_spec: ModelSpec,
) -> None:
    slices = make_slices(quick_spec)
    for rows in (slices.fitting, slices.validation):
        told = rows[LABEL].map({0: "delivered", 1: "lost"}).astype("string")
        rows["area"] = told.where(np.arange(len(rows)) % 40 > 0)
    with pytest.raises(LeakError, match=r"area alone has AUC (0\.9[5-9]|1\.0)"):
        audit_leaks(quick_spec, slices)


def test_a_text_of_its_own_for_each_order_does_not_tell_its_own_answer_back(
    quick_spec: ModelSpec,
) -> None:
    rows = make_rows(quick_spec, range(500), FIRST_NIGHT)
    found = measure_features(quick_spec, rows.assign(area=rows["order_id"].astype("string")))
    assert found["area"] == 0.5


def test_a_feature_of_merely_great_strength_passes(quick_spec: ModelSpec) -> None:
    slices = make_slices(quick_spec)
    rng = np.random.default_rng(1)
    for rows in (slices.fitting, slices.validation):
        rows["items_count"] = rows[LABEL] + rng.normal(scale=0.5, size=len(rows))
    audit = audit_leaks(quick_spec, slices)
    assert audit.strongest == "items_count"
    assert 0.9 < audit.feature_auc["items_count"] < 0.95


@pytest.mark.parametrize("one_punctual_in", [1000, 12])
def test_a_value_that_is_there_for_hardly_any_but_late_orders_stops_the_run(
    quick_spec: ModelSpec, one_punctual_in: int
) -> None:
    slices = make_slices(quick_spec)
    for rows in (slices.fitting, slices.validation):
        is_exception = rows[quick_spec.entity_key].str[1:].astype(int) % one_punctual_in == 0
        rows["items_count"] = rows["items_count"].where((rows[LABEL] == 1) | is_exception)
    with pytest.raises(LeakError, match=r"items_count alone has AUC (0\.9[5-9]|1\.0|0\.0[0-4])"):
        audit_leaks(quick_spec, slices)


def test_a_leak_in_the_few_rows_that_have_the_value_stops_the_run(quick_spec: ModelSpec) -> None:
    slices = make_slices(quick_spec)
    is_known = np.arange(len(slices.fitting)) < 450
    slices.fitting["items_count"] = slices.fitting[LABEL].where(is_known)
    slices.validation["items_count"] = np.nan
    with pytest.raises(LeakError, match=r"items_count alone has AUC 1\.000"):
        audit_leaks(quick_spec, slices)


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_missing_values_rank_below_and_above_all(share: float) -> None:
    rng = np.random.default_rng(5)
    labels = (rng.random(300) < 0.4).astype(float)
    values = np.round(rng.normal(size=300) + labels, 1)  # with ties
    known = rng.random(300) >= share
    auc = roc_auc_score(labels[known], values[known]) if known.any() else 0.5
    assert place_missing(auc, known, labels) == pytest.approx(
        [roc_auc_score(labels, np.where(known, values, extreme)) for extreme in (-99, 99)]
    )


def test_an_order_in_training_and_test_stops_the_run(quick_spec: ModelSpec) -> None:
    slices = make_slices(quick_spec)
    twice = slices.validation.assign(day=max(slices.test["day"]))
    test = pd.concat([twice.iloc[: len(twice) // 2], slices.test])
    with pytest.raises(LeakError, match=r"a model of shuffled labels has AUC 0\.[6-9]") as caught:
        audit_leaks(quick_spec, replace(slices, test=test))
    assert "the standing champion serves on" in str(caught.value)
    assert "look at split_by_time" in str(caught.value)


def test_the_label_among_the_features_stops_the_run(quick_spec: ModelSpec) -> None:
    label = replace(quick_spec.features[0], name=LABEL)
    spec = replace(quick_spec, features=(*quick_spec.features, label))
    slices = make_slices(quick_spec)
    with pytest.raises(LeakError, match=r"is_positive alone has AUC 1\.000"):
        audit_leaks(spec, slices)


def test_too_few_orders_of_one_outcome_show_no_leak_and_stop_nothing(
    quick_spec: ModelSpec,
) -> None:
    slices = make_slices(quick_spec)
    few = slices.fitting[slices.fitting[quick_spec.entity_key].isin({f"O{n}" for n in range(40)})]
    few = few.assign(items_count=few[LABEL])
    audit = audit_leaks(quick_spec, replace(slices, fitting=few, validation=few.head(0)))
    assert (audit.feature_auc, audit.shuffled_auc) == ({}, None)
    assert str(audit) == "too few orders of one outcome to show a leak"
    assert audit_leaks(quick_spec, cut_rows(*[few.head(0)] * 3)).strongest is None


def test_orders_and_not_rows_must_be_enough(quick_spec: ModelSpec) -> None:
    rows = make_rows(quick_spec, range(70), FIRST_NIGHT)
    assert (rows[LABEL] == 1).sum() >= quick_spec.gate.least_entities
    assert measure_features(quick_spec, rows) == {}


def test_shuffling_keeps_an_orders_nights_together_and_the_number_of_late_ones() -> None:
    entities = np.arange(600).repeat(3)
    labels = (entities < 150).astype(float)
    shuffled = shuffle_labels(entities, labels)
    assert all(len(set(shuffled[entities == one])) == 1 for one in range(600))
    assert shuffled.sum() == labels.sum()
    assert 0.15 < shuffled[entities < 150].mean() < 0.35


@pytest.mark.usefixtures("warehouse", "mlflow_store")
def test_a_leaking_night_fails_and_the_champion_serves_on(
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    fetch: Fetch,
) -> None:
    use_spec(quick_spec)
    write_silver(make_business(days=40, orders_per_day=25, nights=2))
    save_features("delay_open", FIRST_NIGHT)
    train_model("delay_open", FIRST_NIGHT)
    ((audit,),) = fetch("select metrics -> 'leak_audit' from ml.model_versions")
    assert audit["strongest"] in audit["feature_auc"]
    assert audit["shuffled_auc"]["lower"] < 0.5 < audit["shuffled_auc"]["upper"]
    honest = order_recipe.load_labelled

    def leak(*args: Any, **kwargs: Any) -> Any:
        frame = honest(*args, **kwargs)
        return frame.assign(seller_late_rate_30d=frame[LABEL])

    save_features("delay_open", SECOND_NIGHT)
    monkeypatch.setattr(order_recipe, "load_labelled", leak)
    with pytest.raises(LeakError, match=r"seller_late_rate_30d alone has AUC 1\.000"):
        train_model("delay_open", SECOND_NIGHT)
    assert fetch("select version from ml.model_versions") == [(1,)]
    assert registry.find_alias("delay_open", "champion") == 1
    assert score_day("delay_open", SECOND_NIGHT)["version"] == 1


@pytest.mark.parametrize(("spec_name", "feature"), FEATURES, ids=lambda each: str(each)[:60])
def test_every_feature_says_what_event_it_tells_of_and_when_that_is_known(
    spec_name: str, feature: Feature
) -> None:
    origin = feature.origin
    assert origin.event.strip()
    assert origin.known.strip()
    assert origin.tables
    steps = "".join(read_sql(step) for step in load_spec(spec_name).feature_steps)
    assert [table for table in origin.tables if f"silver.{table}_versions" not in steps] == []


@pytest.mark.parametrize("spec_name", NIGHTLY)
def test_a_rate_over_a_group_counts_promises_that_fell_due_and_nothing_else(
    spec_name: str,
) -> None:
    rates = [feature for feature in load_spec(spec_name).features if "_late_rate_" in feature.name]
    assert rates
    assert {feature.kind for feature in rates} == {"rate"}
    assert all("that fell due by tonight" in feature.origin.event for feature in rates)
    assert all(feature.origin.known.startswith(PROMISES_DUE.known) for feature in rates)
