"""Reasons add up, agree with the shap library, and read as sentences."""

import json
from dataclasses import replace
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shap
import xgboost as xgb

from include.ml.dataset import LABEL
from include.ml.fitting import fit_judged
from include.ml.model import Model, Trees, to_matrix, to_values
from include.ml.origins import ORDERED
from include.ml.reasons import BASE, explain_rows, write_sentence, write_value
from include.ml.spec import Feature, ModelSpec, Usual, load_spec
from include.ml.specs import NIGHTLY
from tests.ml.made_rows import cut_rows, draw_texts


@pytest.fixture(scope="module")
def rows(quick_spec: ModelSpec) -> pd.DataFrame:
    rng = np.random.default_rng(6)
    values = rng.normal(size=(1200, len(quick_spec.feature_names))).astype(np.float32)
    frame = pd.DataFrame(values, columns=list(quick_spec.feature_names))
    frame["promised_weekday"] = rng.integers(1, 8, 1200)
    frame["seller_backlog_days"] = np.nan
    frame = draw_texts(quick_spec, frame)
    pull = frame["distance_km"] - frame["days_to_promise"] * frame["weight_kg"]
    frame[LABEL] = (pull + rng.normal(size=1200) > 0.5).astype(int)
    return frame.assign(order_id=[f"order {number}" for number in range(1200)])


@pytest.fixture(scope="module")
def model(quick_spec: ModelSpec, rows: pd.DataFrame) -> Model:
    return fit_judged(quick_spec, cut_rows(rows[:800], rows[800:], rows[800:]))


def test_reasons_add_up_to_the_calibrated_margin(
    quick_spec: ModelSpec, model: Model, rows: pd.DataFrame
) -> None:
    explained = rows[:40]
    margins = dict(zip(explained["order_id"], model.compute_margins(explained), strict=True))
    sums: dict[str, float] = {}
    for reason in explain_rows(quick_spec, model, explained, rows):
        sums[reason.entity] = sums.get(reason.entity, 0.0) + reason.contribution
    assert sums == pytest.approx(margins, abs=1e-4)


def test_reasons_are_those_of_the_shap_library(quick_spec: ModelSpec, rows: pd.DataFrame) -> None:
    """Without text, which the library's own algorithm cannot read."""
    texts = set(quick_spec.category_names)
    spec = replace(
        quick_spec, features=tuple(one for one in quick_spec.features if one.name not in texts)
    )
    model = fit_judged(spec, cut_rows(rows[:800], rows[800:], rows[800:]))
    explained = rows[:60]
    expected = pd.DataFrame(0.0, index=range(60), columns=list(model.feature_names))
    for trees in model.parts.values():
        oracle = shap.TreeExplainer(trees.booster)
        oracle.model.model_type = "internal"  # else it would ask XGBoost for its answer
        names = list(trees.feature_names)
        values = oracle.shap_values(
            to_values(explained, trees.feature_names, {}), check_additivity=False
        )
        expected[names] += model.slope * trees.weight * values
    np.testing.assert_allclose(model.explain(explained)[:, :-1], expected, atol=1e-4)


@pytest.mark.parametrize("seed", [1, 2])
def test_reasons_of_text_are_shapley_values(seed: int) -> None:
    """Counted by the definition: over every set of columns that may be known before."""
    rng = np.random.default_rng(seed)
    names = ("area", "distance_km", "weight_kg")
    areas = ("east", "north", "south", "west")
    frame = pd.DataFrame(rng.normal(size=(600, 3)), columns=list(names))
    frame["area"] = rng.choice(np.array(areas, dtype=object), 600)
    pull = frame["distance_km"] * (frame["area"] == "north") - (frame["area"] == "west")
    labels = (pull + rng.normal(size=600) > 0).to_numpy(np.float64)
    matrix = to_matrix(frame, names, {"area": areas}, labels)
    booster = xgb.train({"max_depth": 4, "objective": "binary:logistic"}, matrix, 3)
    model = Model({"one": Trees(booster, names, 1.0)}, names, {"area": areas}, 1.0, 0.0)
    trees = [json.loads(text) for text in booster.get_dump(with_stats=True, dump_format="json")]
    explained = frame[:20]
    expected = np.zeros((20, 3))
    for place, row in enumerate(to_values(explained, names, {"area": areas})):
        values = dict(zip(names, row.tolist(), strict=True))
        for column, name in enumerate(names):
            others = [other for other in names if other != name]
            for size in range(3):
                for known in combinations(others, size):
                    share = factorial(size) * factorial(2 - size) / factorial(3)
                    gains = [
                        expect(tree, values, {*known, name}) - expect(tree, values, set(known))
                        for tree in trees
                    ]
                    expected[place, column] += share * sum(gains)
    np.testing.assert_allclose(model.explain(explained)[:, :-1], expected, atol=1e-4)


def expect(node: dict[str, Any], values: dict[str, float], known: set[str]) -> float:
    """Return a tree's mean answer where only some columns are known."""
    if "leaf" in node:
        return float(node["leaf"])
    yes, no = sorted(node["children"], key=lambda child: child["nodeid"] != node["yes"])
    if node["split"] not in known:
        weight = yes["cover"] + no["cover"]
        parts = (child["cover"] * expect(child, values, known) for child in (yes, no))
        return float(sum(parts) / weight)
    value, split = values[node["split"]], node["split_condition"]
    is_yes = int(value) in split if isinstance(split, list) else value < np.float32(split)
    return expect(yes if is_yes else no, values, known)


def test_every_row_has_a_base_and_ranks_from_one(
    quick_spec: ModelSpec, model: Model, rows: pd.DataFrame
) -> None:
    reasons = explain_rows(quick_spec, model, rows[:1], rows)
    assert sorted(reason.rank for reason in reasons) == list(range(len(quick_spec.features) + 1))
    assert [reason.feature for reason in reasons if reason.rank == 0] == [BASE]
    ranked = sorted(reasons[1:], key=lambda reason: reason.rank)
    parts = [reason.contribution for reason in ranked]
    assert parts == sorted(parts, reverse=True)


@pytest.mark.parametrize(
    ("feature", "value", "text"),
    [
        (Feature("a", "time left", "days", "promise", ORDERED), 3.26, "3.3 days"),
        (Feature("a", "time left", "days", "promise", ORDERED), 0.4, "9.6 hours"),
        (Feature("a", "time left", "days", "promise", ORDERED), 0.01, "14.4 minutes"),
        (Feature("a", "time left", "days", "promise", ORDERED), -0.49, "\u221211.8 hours"),
        (Feature("a", "weight", "kg", "order", ORDERED), 1250.4, "1,250 kg"),
        (Feature("a", "late rate", "", "seller", ORDERED, "rate"), 0.1234, "12.3%"),
        (Feature("a", "handed over", "", "progress", ORDERED, "flag"), 0.0, "no"),
        (Feature("a", "weekday", "", "calendar", ORDERED, "weekday"), 5.0, "Friday"),
        (Feature("a", "hour", "", "calendar", ORDERED, "hour"), 9.0, "09:00"),
        (Feature("a", "weight", "kg", "order", ORDERED), float("nan"), None),
    ],
)
def test_a_value_is_written_with_its_unit(feature: Feature, value: float, text: str | None) -> None:
    assert write_value(feature, value) == text


def test_text_is_told_as_it_stands_and_may_be_unknown(
    quick_spec: ModelSpec, model: Model, rows: pd.DataFrame
) -> None:
    told = rows[:2].assign(
        area=pd.Series(["SP", None], dtype="string"),
        product_category=pd.Series(["moveis_decoracao", "toys"], dtype="string"),
    )
    sentences = {
        (reason.entity, reason.feature): (reason.value, reason.sentence)
        for reason in explain_rows(quick_spec, model, told, rows)
    }
    assert sentences["order 0", "area"] == ("SP", "Area: SP")
    assert sentences["order 1", "area"] == (None, "Area: not known")
    assert sentences["order 0", "product_category"] == (
        "moveis_decoracao",
        "Product category: moveis_decoracao",
    )


def test_a_sentence_compares_with_the_night_and_says_what_is_not_known() -> None:
    feature = Feature("a", "the seller's usual handover", "days", "seller", ORDERED)
    assert write_sentence(feature, {"a": 5.2}, {"a": 2.0}) == (
        "The seller's usual handover: 5.2 days (usual tonight: 2 days)"
    )
    assert write_sentence(feature, {"a": float("nan")}, {"a": 2.0}) == (
        "The seller's usual handover: not known"
    )


@pytest.mark.parametrize(
    ("value", "usual", "said"),
    [
        (4.6, 1.4, "4.6 days, 3.2 days longer than this seller usually takes (1.4 days)"),
        (1.2, 1.4, "1.2 days, 4.8 hours shorter than this seller usually takes (1.4 days)"),
        (1.41, 1.42, "1.4 days, as this seller usually takes"),
        (4.6, float("nan"), "4.6 days (usual tonight: 2 days)"),
    ],
)
def test_a_sentence_compares_with_the_groups_own_usual(
    value: float, usual: float, said: str
) -> None:
    pace = Usual("pace", "this seller usually takes", "longer", "shorter", unless="is_done")
    feature = Feature("a", "waiting", "days", "seller", ORDERED, compared_with=pace)
    values = {"a": value, "pace": usual, "is_done": 0.0}
    assert write_sentence(feature, values, {"a": 2.0}) == f"Waiting: {said}"
    done = write_sentence(feature, values | {"is_done": 1.0}, {"a": 2.0})
    assert "seller" not in done


def test_a_value_that_is_a_difference_is_said_as_one() -> None:
    pace = Usual("pace", "this seller usually takes", "longer", "less", subject="Waits")
    feature = Feature("a", "overrun", "days", "seller", ORDERED, compared_with=pace)
    assert write_sentence(feature, {"a": 3.2, "pace": 1.4}, {"a": 0.1}) == (
        "Waits 3.2 days longer than this seller usually takes (1.4 days)"
    )
    assert write_sentence(feature, {"a": -0.5, "pace": 1.4}, {"a": 0.1}) == (
        "Waits 12 hours less than this seller usually takes (1.4 days)"
    )
    assert write_sentence(feature, {"a": 3.2, "pace": float("nan")}, {"a": 0.1}) == (
        "Overrun: 3.2 days (usual tonight: 2.4 hours)"
    )


def test_rates_differ_in_points() -> None:
    everybody = Usual("all", "everybody's")
    feature = Feature("a", "late", "", "seller", ORDERED, "rate", compared_with=everybody)
    assert write_sentence(feature, {"a": 0.14, "all": 0.07}, {}) == (
        "Late: 14.0%, 7.0 points more than everybody's (7.0%)"
    )


@pytest.mark.parametrize("name", NIGHTLY)
def test_what_is_usual_is_a_column_of_the_same_row(name: str) -> None:
    spec = load_spec(name)
    compared = [one.compared_with for one in spec.features if one.compared_with]
    assert compared
    for usual in compared:
        assert {usual.column, usual.unless or usual.column} <= set(spec.feature_names)


def test_amounts_are_in_the_currency_of_the_source(settings_env: pytest.MonkeyPatch) -> None:
    settings_env.setenv("NIGHTSHIFT_SOURCE", "olist")
    price = next(one for one in load_spec("delay_open").features if one.name == "price_amount")
    assert write_value(price, 129.9) == "130 BRL"
    assert write_value(price, 12.5) == "12.5 BRL"
