"""Simpler methods on the very rows of a version: what the trees are worth.

They are fitted on the rows that the version was fitted and calibrated on, tested on its test rows,
and recorded beside it in `ml.benchmarks` and in MLflow.
"""

import logging
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from time import perf_counter
from typing import Any

import pandas as pd
from psycopg2.extras import Json
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

from include.ml import registry
from include.ml.comparison import Leads
from include.ml.dataset import LABEL, Slices
from include.ml.errors import ServingError
from include.ml.evaluation import Evaluation
from include.ml.feature_store import find_path, load_training_set
from include.ml.judging import UnseenRows
from include.ml.model import Floats
from include.ml.resampling import Interval
from include.ml.servable import load_all_versions
from include.ml.serving import load_serving
from include.ml.spec import ModelSpec
from include.ml.versions import Version
from include.warehouse.connect import open_transaction, read_sql

OURS = "model"  # the version itself, among the methods
EVERY = timedelta(days=7)
SEED = 20_260_101
LEAST_SHARE = 0.01  # of the rows: categories below it are infrequent
MOST_DRAWN = 50_000  # rows that a tree of the forest sees: time and memory stay bounded
METHODS: dict[str, dict[str, Any]] = {
    "logistic_regression": {"C": 1.0, "max_iter": 300},
    "decision_tree": {"max_depth": 8, "min_samples_leaf": 200, "random_state": SEED},
    "random_forest": {
        "n_estimators": 100,
        "min_samples_leaf": 50,
        "n_jobs": 2,
        "random_state": SEED,
    },
}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Benchmark:
    """One method on the rows of a version; leads are our version's over it, None for itself."""

    method: str
    params: dict[str, Any]
    fit_seconds: float | None
    evaluation: Evaluation
    leads: Leads | None


def benchmark_if_due(spec: ModelSpec, day: date) -> None:
    """Train the benchmarks of the version of a day, unless the last ones are younger than a week.

    The first version has them, and then each seventh night's. A night that is run again long after
    retention removed its rows has none.
    """
    with open_transaction(is_writer=False) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select max(day) from ml.benchmarks where model = %(model)s and day <= %(day)s::date",
            {"model": spec.name, "day": day},
        )
        (last,) = cursor.fetchone() or (None,)
    if last is not None and day - last < EVERY:
        return
    version = next(
        (one for one in load_all_versions(spec.name) if one.trained_for_day == day), None
    )
    if version is not None and find_path(spec.name, version.training_set).is_file():
        log.info(_train_for(spec, version))


def train_benchmarks(spec: ModelSpec) -> str:
    """Train the benchmarks of the newest version, also where they were trained before."""
    versions = load_all_versions(spec.name)
    if not versions:
        raise ServingError(f"{spec.name} has no version to compare with: train a night first.")
    if not versions[0].training_set:
        raise ServingError(
            f"the rows of version {versions[0].version} of {spec.name} were not kept: train one"
            " more night first."
        )
    return _train_for(spec, versions[0])


def _train_for(spec: ModelSpec, version: Version) -> str:
    slices = load_training_set(spec.name, version.training_set)
    serving = load_serving(spec, [version.version])
    assert serving is not None
    ours = serving.artifact.judged.compute_probabilities(slices.test)
    benchmarks = measure_methods(spec, slices, ours)
    training_rows = len(slices.fitting) + len(slices.validation)
    known = {"model": spec.name, "day": version.trained_for_day, "version": version.version}
    known |= {"training_set": version.training_set, "training_rows_count": training_rows}
    parent = registry.find_run(spec.name, version.version)
    rows = []
    for one in benchmarks:
        row = flatten(one) | known
        run_id = parent if one.method == OURS else _log_run(spec, one, row, parent)
        rows.append(row | {"run_id": run_id})
    with open_transaction() as connection, connection.cursor() as cursor:
        cursor.execute(read_sql("ml/delete_benchmarks.sql"), known)
        for row in rows:
            cursor.execute(read_sql("ml/insert_benchmark.sql"), row)
    best = max(benchmarks[1:], key=lambda one: one.evaluation.auc.value)
    return (
        f"{spec.name}: version {version.version} has AUC {benchmarks[0].evaluation.auc}, the best"
        f" of {len(benchmarks) - 1} benchmarks, {best.method}, {best.evaluation.auc}."
    )


def measure_methods(spec: ModelSpec, slices: Slices, ours: Floats) -> list[Benchmark]:
    """Fit and test every method; `ours` are our version's probabilities of the test rows."""
    unseen = UnseenRows(spec, slices.test, ours)
    found = [Benchmark(OURS, {}, None, unseen.evaluate(ours), None)]
    names = list(spec.feature_names)
    training = pd.concat([slices.fitting, slices.validation], ignore_index=True)
    for method, params in METHODS.items():
        started = perf_counter()
        pipeline = make_method(spec, method, len(training))
        pipeline.fit(training[names], training[LABEL])
        seconds = perf_counter() - started
        theirs = pipeline.predict_proba(slices.test[names])[:, 1]
        rival = unseen.meet(0, theirs)
        found.append(Benchmark(method, params, seconds, rival.evaluation, rival.leads))
        log.info("%s: %s: AUC %s (%.1f s)", spec.name, method, rival.evaluation.auc, seconds)
    return found


def make_method(spec: ModelSpec, method: str, rows: int) -> Pipeline:
    """Return the pipeline of a method: what is missing becomes the median, and a flag says so.

    A column of text becomes a flag for each category; infrequent, unknown and missing ones share
    one.
    """
    params = METHODS[method]
    is_linear = method == "logistic_regression"
    prepared = _prepare(spec, is_scaled=is_linear)
    if is_linear:
        return make_pipeline(prepared, LogisticRegression(**params))
    if method == "decision_tree":
        return make_pipeline(prepared, DecisionTreeClassifier(**params))
    drawn = min(MOST_DRAWN, rows)
    return make_pipeline(prepared, RandomForestClassifier(**params, max_samples=drawn))


def _prepare(spec: ModelSpec, *, is_scaled: bool) -> ColumnTransformer:
    texts = list(spec.category_names)
    numbers = [name for name in spec.feature_names if name not in texts]
    imputer = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    flags = OneHotEncoder(
        handle_unknown="infrequent_if_exist", min_frequency=LEAST_SHARE, sparse_output=False
    )
    told = make_pipeline(imputer, StandardScaler()) if is_scaled else imputer
    return ColumnTransformer([("numbers", told, numbers), ("texts", flags, texts)])


def flatten(one: Benchmark) -> dict[str, Any]:
    """Return the columns of `ml.benchmarks` that a method's figures fill."""
    found = one.evaluation
    row = asdict(found) | {"method": one.method, "params": Json(one.params)}
    row |= {"fit_seconds": one.fit_seconds, "test_rows_count": found.rows}
    row |= {"test_orders_count": found.entities}
    intervals: dict[str, Interval | None] = {
        "auc": found.auc,
        "average_precision": found.average_precision,
        "capacity_precision": found.capacity_precision,
        "auc_lead": None if one.leads is None else one.leads.auc,
        "average_precision_lead": None if one.leads is None else one.leads.average_precision,
        "log_loss_lead": None if one.leads is None else one.leads.log_loss,
    }
    for name, interval in intervals.items():
        row[name] = interval and interval.value
        row[f"{name}_lower"] = interval and interval.lower
        row[f"{name}_upper"] = interval and interval.upper
    return row


def _log_run(spec: ModelSpec, one: Benchmark, row: dict[str, Any], parent: str) -> str:
    """Log a method as a run below the version's, with parameters, figures and rows."""
    params = one.params | {"method": one.method, "training_set": row["training_set"]}
    metrics = {name: value for name, value in row.items() if isinstance(value, float)}
    tags = {"mlflow.parentRunId": parent, "mlflow.runName": one.method, "benchmark": one.method}
    return registry.log_run(spec.name, params, metrics, tags | {"day": str(row["day"])})
