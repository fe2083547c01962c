"""MLflow's tracking and registry: runs, versions, and the aliases that say who serves."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from include.ml.manifest import ArtifactError
from include.settings import load_settings

if TYPE_CHECKING:
    from mlflow.tracking import MlflowClient

CHAMPION = "champion"
CHALLENGER = "challenger"
PINNED = "pinned"


@dataclass(frozen=True)
class Registered:
    """A version in the registry and the run that made it."""

    version: int
    run_id: str


@cache
def _open_client(url: str) -> "MlflowClient":
    tracking = _import_quietly("mlflow.tracking")
    client: MlflowClient = tracking.MlflowClient(tracking_uri=url, registry_uri=url)
    return client


def _import_quietly(name: str) -> ModuleType:
    """Import a module of MLflow after its telemetry is switched off."""
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    return import_module(name)


def open_client() -> "MlflowClient":
    """Return the client of the store at NIGHTSHIFT_MLFLOW_URL; without one, a file of its own.

    No MLflow server is needed: the client speaks to the database.
    """
    settings = load_settings()
    if settings.mlflow_url:
        return _open_client(settings.mlflow_url)
    settings.state.mkdir(parents=True, exist_ok=True)
    return _open_client(f"sqlite:///{settings.state / 'mlflow.db'}")


def log_run(
    model: str,
    params: Mapping[str, Any],
    metrics: Mapping[str, float],
    tags: Mapping[str, str],
    folder: Path | None = None,
) -> str:
    """Log a finished run, with the files of a folder if there is one, and return its id."""
    entities = _import_quietly("mlflow.entities")
    client = open_client()
    run_id = str(client.create_run(_find_experiment(client, model), tags=dict(tags)).info.run_id)
    now = int(time.time() * 1000)
    client.log_batch(
        run_id,
        metrics=[entities.Metric(name, value, now, 0) for name, value in metrics.items()],
        params=[entities.Param(name, str(value)) for name, value in params.items()],
    )
    if folder is not None:
        client.log_artifacts(run_id, str(folder), "model")
    client.set_terminated(run_id)
    return run_id


def register_version(
    model: str,
    folder: Path,
    params: Mapping[str, Any],
    metrics: Mapping[str, float],
    tags: Mapping[str, str],
) -> Registered:
    """Log a run with its files and register them as the model's next version, without an alias."""
    run_id = log_run(model, params, metrics, tags, folder)
    client = open_client()
    if not client.search_registered_models(f"name = '{model}'"):
        client.create_registered_model(model)
    source = f"{client.get_run(run_id).info.artifact_uri}/model"
    made = client.create_model_version(model, source=source, run_id=run_id, tags=dict(tags))
    return Registered(int(made.version), run_id)


def find_run(model: str, version: int) -> str:
    """Return the run that made a version."""
    return str(open_client().get_model_version(model, str(version)).run_id)


def find_folder(model: str, version: int) -> tuple[Path, str]:
    """Return the local folder of a version's files and the sha256 of its manifest.

    Raises `ArtifactError` where MLflow has no such version, or its files are gone.
    """
    missing = _import_quietly("mlflow.exceptions").MlflowException
    try:
        found = open_client().get_model_version(model, str(version))
        folder = _import_quietly("mlflow.artifacts").download_artifacts(
            artifact_uri=found.source, tracking_uri=load_settings().mlflow_url or None
        )
    except missing as error:
        if error.error_code != "RESOURCE_DOES_NOT_EXIST":
            raise  # MLflow itself does not answer: no other version would do either
        raise ArtifactError(
            f"MLflow does not hold the files of version {version} ({error}): roll back to another"
            " version, or train again"
        ) from error
    return Path(folder), str(found.tags.get("manifest_sha256", ""))


def find_alias(model: str, alias: str) -> int | None:
    """Return the version an alias points to; None where no such alias or model is."""
    return list_aliases(model).get(alias)


def list_aliases(model: str) -> dict[str, int]:
    """Return the version of each alias of a model."""
    for found in open_client().search_registered_models(f"name = '{model}'"):
        return {alias: int(version) for alias, version in found.aliases.items()}
    return {}


def move_alias(model: str, alias: str, version: int | None) -> None:
    """Point an alias to a version, or take it away."""
    client = open_client()
    if version is not None:
        client.set_registered_model_alias(model, alias, str(version))
    elif find_alias(model, alias) is not None:
        client.delete_registered_model_alias(model, alias)


def _find_experiment(client: "MlflowClient", model: str) -> str:
    found = client.get_experiment_by_name(model)
    if found is not None:
        return str(found.experiment_id)
    artifacts = load_settings().state / "mlflow" / model
    artifacts.mkdir(parents=True, exist_ok=True)
    return str(client.create_experiment(model, artifact_location=artifacts.as_uri()))
