"""The lineage of training sets, and which of them are kept."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest

from include.ml import registry
from include.ml.feature_store import find_path, load_training_set
from include.ml.features import save_features
from include.ml.spec import ModelSpec
from include.ml.training import train_model
from include.ml.training_sets import list_training_sets, remove_old_sets
from include.settings import load_settings

DAY = date(2026, 3, 10)

Fetch = Callable[..., list[tuple[Any, ...]]]


def test_a_version_names_its_rows_and_they_can_be_loaded(
    warehouse: str,
    mlflow_store: object,
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    fetch: Fetch,
) -> None:
    use_spec(quick_spec)
    write_silver(make_business(days=40, orders_per_day=25, nights=1))
    save_features("delay_open", DAY)
    train_model("delay_open", DAY)
    ((sha256,),) = fetch("select training_set from ml.model_versions")
    with psycopg2.connect(warehouse) as connection:
        (listed,) = list_training_sets(connection)
    assert (listed.content_sha256, listed.day, listed.versions) == (sha256, DAY, [1])
    assert listed.is_kept
    found = load_training_set("delay_open", sha256)
    rows = (listed.fitting_rows_count, listed.validation_rows_count, listed.test_rows_count)
    assert rows == (len(found.fitting), len(found.validation), len(found.test))
    assert min(rows) > 0
    ((code,),) = fetch("select code from ml.training_sets")
    assert set(code) == {"features_sha256", "packages"}
    version = registry.open_client().get_model_version("delay_open", "1")
    assert version.tags["training_set"] == sha256
    assert registry.open_client().get_run(version.run_id).data.params["training_set"] == sha256


@pytest.fixture
def sets(warehouse: str, fetch: Fetch, settings_env: pytest.MonkeyPatch) -> list[str]:
    """Keep two of six sets, each with a version; 1 is pinned, 2 is the champion."""
    settings_env.setenv("NIGHTSHIFT_TRAINING_SETS_KEPT", "2")
    load_settings.cache_clear()
    names = [f"hash{number}" for number in range(1, 7)]
    for number, name in enumerate(names, start=1):
        day = DAY + timedelta(days=number)
        path = find_path("delay_open", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        fetch(
            "insert into ml.training_sets (model, content_sha256, day, feature_version,"
            " fitting_rows_count, validation_rows_count, test_rows_count, from_day, to_day,"
            " label_sha256, file_name, file_bytes)"
            " values ('delay_open', %s, %s, 2, 1, 1, 1, %s, %s, '', %s, 0)",
            name, day, day, day, f"delay_open/{name}.parquet",
        )  # fmt: skip
        fetch(
            "insert into ml.model_versions (model, version, trained_for_day, decision, reason,"
            " training_set, alias) values ('delay_open', %s, %s, 'promoted', '', %s, %s)",
            number, day, name, "champion" if number == 2 else None,
        )  # fmt: skip
    fetch(
        "insert into ml.model_pins (model, from_day, version, pinned_by)"
        " values ('delay_open', %s, 1, 'ada')",
        DAY,
    )
    return names


def kept(names: list[str]) -> list[str]:
    return [name for name in names if find_path("delay_open", name).exists()]


def test_the_newest_sets_and_those_of_champion_and_pin_are_kept(
    sets: list[str], fetch: Fetch
) -> None:
    assert remove_old_sets("delay_open") == 2
    assert kept(sets) == ["hash1", "hash2", "hash5", "hash6"]
    assert fetch(
        "select content_sha256 from ml.training_sets where removed_at is not null order by 1"
    ) == [("hash3",), ("hash4",)]
    assert remove_old_sets("delay_open") == 0


def test_a_set_goes_once_its_pin_has_ended(sets: list[str], fetch: Fetch) -> None:
    fetch("update ml.model_pins set to_day = %s, unpinned_at = now()", DAY)
    remove_old_sets("delay_open")
    assert kept(sets) == ["hash2", "hash5", "hash6"]


def test_another_models_sets_are_left_alone(sets: list[str]) -> None:
    assert remove_old_sets("delay_at_order") == 0
    assert kept(sets) == sets
