"""Reorders end to end: trained, served and watched; twice the same; silent without skill."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from include.ml import registry
from include.ml.answering import answer_question
from include.ml.baskets.recipe import RECIPE
from include.ml.baskets.spec import BasketSpec
from include.ml.feature_store import load_training_set
from include.ml.manifest import ArtifactError
from include.ml.model import to_probability
from tests.ml.baskets.conftest import FIRST_NIGHT

SECOND_NIGHT = FIRST_NIGHT + timedelta(days=1)
Fetch = Callable[..., list[tuple[Any, ...]]]
SUGGESTIONS = "select * from ml.suggested_baskets where day = %s order by customer_id, place"
REASONS = "select * from ml.suggestion_reasons where day = %s order by 4, 5, 6"


@pytest.fixture
def spec(
    mlflow_store: object, use_spec: Callable[[Any], None], quick_spec: BasketSpec
) -> BasketSpec:
    use_spec(quick_spec)
    return quick_spec


def test_nights_are_answered_by_one_version_and_again_the_same(
    spec: BasketSpec, write_shop: Callable[..., None], fetch: Fetch
) -> None:
    write_shop()
    first = answer_question("reorders", FIRST_NIGHT)
    assert first["trained"]["decision"] == "first", first["trained"]
    assert first["trained"]["auc"] > 0.65
    asked = "select distinct customer_id from silver.orders where known_from = %s order by 1"
    assert fetch("select distinct customer_id from ml.suggested_baskets order by 1") == fetch(
        asked, FIRST_NIGHT
    )
    second = answer_question("reorders", SECOND_NIGHT)
    assert second["trained"]["decision"] == "not due"
    assert second["version"] == first["version"] == 1
    assert second["drift"]["columns"] > 10
    before = [fetch(query, FIRST_NIGHT) for query in (SUGGESTIONS, REASONS)]
    again = answer_question("reorders", FIRST_NIGHT)
    assert again["customers"] == first["customers"]
    assert [fetch(query, FIRST_NIGHT) for query in (SUGGESTIONS, REASONS)] == before
    assert_reasons_add_up(fetch)
    assert_artifact_is_checked(spec)
    assert_training_set_is_kept(fetch, first["trained"])


def assert_reasons_add_up(fetch: Fetch) -> None:
    rows = fetch(
        "select margin, probability, sum(contribution) from ml.suggested_baskets"
        " inner join ml.suggestion_reasons using (day, model, version, customer_id, product_id)"
        " group by day, customer_id, product_id, margin, probability"
    )
    assert len(rows) == 6  # of each night three customers
    for margin, probability, total in rows:
        assert total == pytest.approx(margin, abs=1e-4)
        assert to_probability(np.array([margin]))[0] == pytest.approx(probability)


def assert_artifact_is_checked(spec: BasketSpec) -> None:
    folder, sha256 = registry.find_folder("reorders", 1)
    assert RECIPE.load(spec, folder, sha256).trained_for_day == FIRST_NIGHT
    trees = next(folder.glob("*.ubj"))
    trees.write_bytes(trees.read_bytes() + b" ")
    with pytest.raises(ArtifactError, match="is not the file that was registered"):
        RECIPE.load(spec, folder, sha256)


def assert_training_set_is_kept(fetch: Fetch, trained: dict[str, Any]) -> None:
    ((sha256, metrics),) = fetch("select training_set, metrics from ml.model_versions")
    kept = load_training_set("reorders", sha256)
    customers = [set(part["customer_id"]) for part in (kept.fitting, kept.validation, kept.test)]
    assert not customers[0] & customers[1] | customers[2] & (customers[0] | customers[1])
    assert not kept.test.duplicated(["customer_id", "product_id"]).any()  # one order each
    assert metrics["basket_f1"] > metrics["basket_f1_of_last_basket"] > 0
    assert metrics["headline"].startswith("basket F1 ")
    assert metrics["auc"] == trained["auc"]


def test_baskets_drawn_at_random_have_no_skill_and_nothing_is_suggested(
    spec: BasketSpec, write_shop: Callable[..., None], fetch: Fetch
) -> None:
    write_shop(has_habits=False)
    found = answer_question("reorders", FIRST_NIGHT)
    assert found["trained"]["decision"] == "no_skill"
    assert (found["has_skill"], found["reason"]) == (False, found["trained"]["reason"])
    assert fetch("select count(*) from ml.suggested_baskets") == [(0,)]


def test_customers_who_order_once_are_too_little_to_learn_from(
    spec: BasketSpec, write_shop: Callable[..., None]
) -> None:
    write_shop(customers=30)
    found = answer_question("reorders", FIRST_NIGHT)
    assert found["trained"]["decision"] == "untrained"
    assert "customers have ordered more than once" in found["reason"]


@pytest.mark.usefixtures("warehouse", "spec")
def test_a_source_without_orders_has_nobody_to_ask() -> None:
    found = answer_question("reorders", FIRST_NIGHT)
    assert "So far 0 customers have ordered more than once" in found["reason"]


def test_few_test_customers_who_bought_again_show_nothing(
    spec: BasketSpec,
    use_spec: Callable[[Any], None],
    write_shop: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_shop()
    use_spec(replace(spec, least_buyers=60))
    monkeypatch.setattr("include.ml.baskets.recipe.TEST_SHARE", 1)
    found = answer_question("reorders", FIRST_NIGHT)
    assert found["trained"]["decision"] == "no_skill"
    assert "fewer than 60 show nothing" in found["reason"]
