"""One order explained in process equals the night's own score and reasons of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from include.ml.errors import ServingError
from include.ml.features import save_features
from include.ml.scoring import score_day
from include.ml.single import load_explainer
from include.ml.spec import ModelSpec
from include.ml.training import train_model
from tests.ml.conftest import FIRST_NIGHT

Fetch = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def scored(
    warehouse: str,
    mlflow_store: object,
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> ModelSpec:
    spec = replace(quick_spec, money=replace(quick_spec.money, minutes_per_day=84))
    use_spec(spec)
    monkeypatch.setattr("include.ml.base_spec._find_spec", lambda *_: spec)
    write_silver(make_business(days=40, orders_per_day=25, nights=1))
    save_features("delay_open", FIRST_NIGHT)
    train_model("delay_open", FIRST_NIGHT)
    score_day("delay_open", FIRST_NIGHT)
    return spec


def read_features(spec: ModelSpec, fetch: Fetch, order_id: str) -> dict[str, float | None]:
    names = ", ".join(spec.feature_names)
    (row,) = fetch(
        f"select {names} from {spec.feature_table} where day = %s and order_id = %s",
        FIRST_NIGHT,
        order_id,
    )
    return dict(zip(spec.feature_names, row, strict=True))


def test_an_order_explained_alone_is_the_order_of_the_night(
    scored: ModelSpec, fetch: Fetch
) -> None:
    explainer = load_explainer("delay_open", FIRST_NIGHT)
    ranked = fetch(
        "select order_id, probability, band from ml.delay_scores order by is_alerted desc, order_id"
    )
    order_id, probability, band = ranked[0]
    found = explainer.explain_order(read_features(scored, fetch, order_id), order_id)
    assert found.probability == pytest.approx(probability, abs=1e-5)
    assert (found.band, explainer.version) == (band, 1)
    stored = fetch(
        "select feature, value, rank, sentence from ml.delay_reasons where order_id = %s"
        " order by feature",
        order_id,
    )
    told = sorted((one.feature, one.value, one.rank, one.sentence) for one in found.reasons)
    assert [row[0] for row in told] == [row[0] for row in stored]
    assert [row[3] for row in told] == [row[3] for row in stored]


def test_what_is_missing_or_unknown_is_named(scored: ModelSpec, fetch: Fetch) -> None:
    explainer = load_explainer("delay_open", FIRST_NIGHT)
    values = dict.fromkeys(scored.feature_names) | {"colour": 1.0}
    del values["weight_kg"]
    with pytest.raises(ValueError, match=r"features missing: weight_kg; not known .*: colour"):
        explainer.explain_order(values)
    del values["colour"]
    unknown = explainer.explain_order(values | {"weight_kg": None})
    assert all(reason.value is None for reason in unknown.reasons)


def test_without_a_model_nothing_is_explained(warehouse: str, mlflow_store: object) -> None:
    with pytest.raises(ServingError, match="no version of delay_open may serve 2026-03-10"):
        load_explainer("delay_open", FIRST_NIGHT)
