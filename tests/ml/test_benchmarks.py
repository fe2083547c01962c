"""Simpler methods beside a version: the same rows, once a week or when asked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from include.ml import order_recipe, registry
from include.ml.benchmarks import METHODS, OURS, benchmark_if_due, measure_methods, train_benchmarks
from include.ml.dataset import LABEL
from include.ml.errors import ServingError
from include.ml.feature_store import find_path, load_training_set
from include.ml.features import save_features
from include.ml.spec import ModelSpec
from include.ml.training import train_model

DAY = date(2026, 3, 10)
EVERY_METHOD = {OURS, *METHODS}

Fetch = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def trained(
    monkeypatch: pytest.MonkeyPatch,
    warehouse: str,
    mlflow_store: object,
    use_spec: Callable[[ModelSpec], None],
    quick_spec: ModelSpec,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
) -> ModelSpec:
    use_spec(quick_spec)
    monkeypatch.setattr(order_recipe, "benchmark_if_due", benchmark_if_due)
    write_silver(make_business(days=40, orders_per_day=25, nights=1))
    save_features("delay_open", DAY)
    train_model("delay_open", DAY)
    return quick_spec


def test_the_first_version_stands_beside_every_method(trained: ModelSpec, fetch: Fetch) -> None:
    rows = fetch(
        "select method, version, auc, average_precision, f1, brier, log_loss, calibration_slope,"
        " calibration_error, capacity_precision from ml.benchmarks"
    )
    assert {row[0] for row in rows} == EVERY_METHOD
    assert all(row[1] == 1 for row in rows)
    assert not [row for row in rows if None in row]
    ((auc, training_set),) = fetch(
        "select (metrics ->> 'auc')::double precision, training_set from ml.model_versions"
    )
    assert fetch(
        "select auc, training_set, auc_lead, run_id <> '' from ml.benchmarks where method = 'model'"
    ) == [(auc, training_set, None, True)]
    gaps = fetch(
        "select ours.auc - other.auc - other.auc_lead, other.log_loss - ours.log_loss"
        " - other.log_loss_lead from ml.benchmarks as other cross join ml.benchmarks as ours"
        " where ours.method = 'model' and other.method <> 'model'"
    )
    assert np.abs(np.array(gaps, dtype=float)).max() < 1e-9
    assert fetch("select bool_and(auc_lead between auc_lead_lower and auc_lead_upper)"
                 " from ml.benchmarks where method <> 'model'") == [(True,)]  # fmt: skip


def test_each_method_is_a_run_below_the_versions_with_parameters_and_rows(
    trained: ModelSpec, fetch: Fetch
) -> None:
    client = registry.open_client()
    parent = client.get_model_version("delay_open", "1").run_id
    ((training_set,),) = fetch("select training_set from ml.model_versions")
    runs = fetch("select run_id from ml.benchmarks where method = 'random_forest'")
    run = client.get_run(runs[0][0])
    assert run.data.tags["mlflow.parentRunId"] == parent
    assert run.data.params["min_samples_leaf"] == "50"
    assert run.data.params["training_set"] == training_set
    assert 0.5 < run.data.metrics["auc"] < 1


def test_they_come_with_the_first_version_then_each_seventh_night_or_when_asked_for(
    trained: ModelSpec, fetch: Fetch
) -> None:
    stands = "select day, version from ml.benchmarks where method = 'model' order by day"
    for number, days in ((2, 6), (3, 7)):
        fetch(
            "insert into ml.model_versions (model, version, trained_for_day, decision, reason,"
            " training_set) select model, %s, %s, decision, reason, training_set"
            " from ml.model_versions where version = 1",
            number, DAY + timedelta(days=days),
        )  # fmt: skip
        folder, sha256 = registry.find_folder("delay_open", 1)
        registry.register_version("delay_open", folder, {}, {}, {"manifest_sha256": sha256})
        benchmark_if_due(trained, DAY + timedelta(days=days))
    week = DAY + timedelta(days=7)
    assert fetch(stands) == [(DAY, 1), (week, 3)]
    fetch("update ml.benchmarks set auc = 0")
    assert train_benchmarks(trained).startswith("delay_open: version 3 has AUC 0.")
    assert fetch(stands) == [(DAY, 1), (week, 3)]
    assert fetch("select count(*) from ml.benchmarks where auc > 0") == [(len(EVERY_METHOD),)]


def test_a_night_run_again_after_its_rows_were_removed_needs_no_benchmarks(
    trained: ModelSpec, fetch: Fetch
) -> None:
    ((sha256,),) = fetch("delete from ml.benchmarks where method = 'model' returning training_set")
    fetch("delete from ml.benchmarks")
    find_path("delay_open", sha256).unlink()
    benchmark_if_due(trained, DAY)
    assert fetch("select count(*) from ml.benchmarks") == [(0,)]


def test_without_a_version_or_its_rows_the_error_says_what_to_do(
    warehouse: str, mlflow_store: object, quick_spec: ModelSpec, fetch: Fetch
) -> None:
    with pytest.raises(ServingError, match="has no version to compare with: train a night first"):
        train_benchmarks(quick_spec)
    fetch(
        "insert into ml.model_versions (model, version, trained_for_day, decision, reason)"
        " values ('delay_open', 1, %s, 'first', '')",
        DAY,
    )
    with pytest.raises(ServingError, match="rows of version 1 of delay_open were not kept"):
        train_benchmarks(quick_spec)


def test_a_feature_that_nobody_knows_and_a_constant_one_stop_no_method(
    trained: ModelSpec, fetch: Fetch
) -> None:
    ((sha256,),) = fetch("select training_set from ml.model_versions")
    slices = load_training_set("delay_open", sha256)
    for frame in (slices.fitting, slices.validation, slices.test):
        frame[trained.feature_names[0]] = np.float32("nan")
        frame[trained.feature_names[1]] = np.float32(1)
    guess = np.full(len(slices.test), slices.fitting[LABEL].mean())
    spec = replace(trained, gate=replace(trained.gate, bootstraps=10))
    found = measure_methods(spec, slices, guess)
    assert [one.method for one in found] == [OURS, *METHODS]
    assert all(one.evaluation.auc.value > 0.6 for one in found[1:])
