"""A night's training: one challenger a day, promoted or refused, registered once."""

import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import psycopg2
import pytest

from include.ml import order_recipe, registry
from include.ml.dataset import LABEL, Slices
from include.ml.drift import measure_drift
from include.ml.features import save_features
from include.ml.model import Model
from include.ml.scoring import score_day
from include.ml.spec import ModelSpec
from include.ml.training import train_model
from include.warehouse.nights import load_steps
from tests.ml.made_rows import tell_deliveries

FIRST_NIGHT = date(2026, 3, 10)
SECOND_NIGHT = FIRST_NIGHT + timedelta(days=1)

Fetch = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def ready(
    warehouse: str,
    mlflow_store: object,
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
) -> str:
    use_spec(quick_spec)
    write_silver(make_business(days=40, orders_per_day=25, nights=2))
    save_features("delay_open", FIRST_NIGHT)
    return warehouse


@pytest.mark.usefixtures("ready")
def test_the_first_model_serves_and_the_next_meets_it_on_the_same_rows(fetch: Fetch) -> None:
    first = train_model("delay_open", FIRST_NIGHT)
    assert (first["version"], first["decision"]) == (1, "first")
    assert first["auc"] > 0.7
    assert registry.find_alias("delay_open", "champion") == 1
    save_features("delay_open", SECOND_NIGHT)
    second = train_model("delay_open", SECOND_NIGHT)
    assert second["version"] == 2
    assert "version 1" in second["reason"]
    rows = fetch("select version, decision, reason from ml.model_versions order by version")
    assert rows == [(1, "first", first["reason"]), (2, second["decision"], second["reason"])]


@pytest.mark.usefixtures("ready")
def test_training_a_day_again_returns_its_outcome_and_registers_nothing(fetch: Fetch) -> None:
    first = train_model("delay_open", FIRST_NIGHT)
    assert train_model("delay_open", FIRST_NIGHT) == first
    assert fetch("select count(*) from ml.model_versions") == [(1,)]
    assert len(registry.open_client().search_model_versions("name = 'delay_open'")) == 1


@pytest.mark.usefixtures("ready")
def test_a_run_keeps_parameters_figures_and_files() -> None:
    train_model("delay_open", FIRST_NIGHT)
    client = registry.open_client()
    version = client.get_model_version_by_alias("delay_open", "champion")
    run = client.get_run(version.run_id)
    assert run.data.params["max_depth"] == "5"
    assert run.data.metrics["auc"] > 0.7
    assert version.tags["trained_for_day"] == FIRST_NIGHT.isoformat()
    folder, sha256 = registry.find_folder("delay_open", 1)
    kept = sorted(path.name.split("-")[0] for path in folder.iterdir())
    assert kept == ["days", "days", "manifest.json", "outcome"]
    assert len(sha256) == 64


@pytest.mark.usefixtures("ready")
def test_where_labels_are_chance_nobody_is_champion_any_more(
    monkeypatch: pytest.MonkeyPatch, fetch: Fetch
) -> None:
    train_model("delay_open", FIRST_NIGHT)
    honest = order_recipe.load_labelled

    def shuffle(*args: Any, **kwargs: Any) -> Any:
        frame = honest(*args, **kwargs)
        frame[LABEL] = [
            zlib.crc32(f"coin {order}".encode()) % 3 == 0 for order in frame["order_id"]
        ]
        return frame.astype({LABEL: int})

    save_features("delay_open", SECOND_NIGHT)
    monkeypatch.setattr(order_recipe, "load_labelled", shuffle)
    outcome = train_model("delay_open", SECOND_NIGHT)
    assert outcome["decision"] == "no_skill"
    assert outcome["reason"].startswith("No skill: AUC")
    assert registry.list_aliases("delay_open") == {"challenger": 2}
    aliases = fetch("select alias, version from ml.model_versions where alias is not null")
    assert aliases == [("challenger", 2)]
    assert score_day("delay_open", SECOND_NIGHT)["has_skill"] is False


Damage = Callable[[ModelSpec, Slices], tuple[ModelSpec, Slices]]


def cut_trees(spec: ModelSpec, slices: Slices) -> tuple[ModelSpec, Slices]:
    stump = {"max_depth": 1}
    days = replace(spec.days, rounds=1, params=stump)
    params = {**spec.params, **stump}
    return replace(spec, least_rounds=1, most_rounds=1, params=params, days=days), slices


def cut_history(spec: ModelSpec, slices: Slices) -> tuple[ModelSpec, Slices]:
    nights = sorted(slices.fitting["day"].unique())[:4]
    kept = {
        name: rows[rows["day"].isin(nights)]
        for name, rows in (("fitting", slices.fitting), ("waiting", slices.waiting))
    }
    return spec, replace(slices, **kept)


def shuffle_training(spec: ModelSpec, slices: Slices) -> tuple[ModelSpec, Slices]:
    def shuffle(frame: pd.DataFrame) -> pd.DataFrame:
        coins = [zlib.crc32(f"coin {order}".encode()) % 3 == 0 for order in frame["order_id"]]
        return tell_deliveries(frame.assign(**{LABEL: np.array(coins, dtype=float)}))

    parts = ("fitting", "validation", "test", "waiting")
    return spec, replace(slices, **{name: shuffle(getattr(slices, name)) for name in parts})


def damage_fitting(monkeypatch: pytest.MonkeyPatch, damage: Damage) -> None:
    """Let both models of a training be fitted on damaged rows; the test stays honest."""
    judged, served = order_recipe.fit_judged, order_recipe.fit_served

    def serve(spec: ModelSpec, model: Model, slices: Slices, day: date) -> Model:
        damaged, rows = damage(spec, slices)
        return served(damaged, model, rows, day)

    monkeypatch.setattr(order_recipe, "fit_judged", lambda *given: judged(*damage(*given)))
    monkeypatch.setattr(order_recipe, "fit_served", serve)


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("damage", [cut_trees, cut_history, shuffle_training])
def test_a_truncated_or_shuffled_training_never_replaces_a_good_champion(
    monkeypatch: pytest.MonkeyPatch, damage: Damage
) -> None:
    train_model("delay_open", FIRST_NIGHT)
    save_features("delay_open", SECOND_NIGHT)
    damage_fitting(monkeypatch, damage)
    outcome = train_model("delay_open", SECOND_NIGHT)
    assert outcome["decision"] in {"refused", "no_skill"}, outcome["reason"]
    assert registry.find_alias("delay_open", "champion") == 1
    assert score_day("delay_open", SECOND_NIGHT)["version"] == 1


@pytest.mark.usefixtures("ready")
def test_trained_on_shuffled_labels_the_first_model_has_no_skill(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    damage_fitting(monkeypatch, shuffle_training)
    assert train_model("delay_open", FIRST_NIGHT)["decision"] == "no_skill"
    assert registry.find_alias("delay_open", "champion") is None


def test_a_business_whose_delays_are_chance_gets_no_model(
    warehouse: str,
    mlflow_store: object,
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
) -> None:
    use_spec(quick_spec)
    write_silver(make_business(days=40, orders_per_day=25, nights=1, signal=0.0))
    save_features("delay_open", FIRST_NIGHT)
    assert train_model("delay_open", FIRST_NIGHT)["decision"] == "no_skill"
    assert registry.find_alias("delay_open", "champion") is None


def test_too_short_a_history_is_said_and_not_an_error(
    warehouse: str,
    mlflow_store: object,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
) -> None:
    write_silver(make_business(days=3, orders_per_day=5, nights=1))
    save_features("delay_open", FIRST_NIGHT)
    outcome = train_model("delay_open", FIRST_NIGHT)
    assert outcome["decision"] == "untrained"
    assert "more nights with known outcomes are needed" in outcome["reason"]
    assert load_steps(FIRST_NIGHT) == {"train_delay_open": "done"}
    assert score_day("delay_open", FIRST_NIGHT)["reason"] == outcome["reason"]


def test_a_business_without_deliveries_has_nothing_to_train_on_and_no_night_fails(
    warehouse: str, mlflow_store: object
) -> None:
    with closing(psycopg2.connect(warehouse)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into silver.orders_versions (order_id, ordered_at, known_from, _file, _row)"
            " values ('1', now(), %s, 'orders.csv', 2)",
            (FIRST_NIGHT,),
        )
        connection.commit()
    assert save_features("delay_open", FIRST_NIGHT)["rows"] == 0
    outcome = train_model("delay_open", FIRST_NIGHT)
    assert outcome["decision"] == "untrained"
    assert outcome["reason"] == "This source has no deliveries, so there is no delay to learn from."
    assert score_day("delay_open", FIRST_NIGHT)["scores"] == 0
    assert measure_drift("delay_open", FIRST_NIGHT)["columns"] == 0
