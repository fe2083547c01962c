"""MLflow's tracking and registry: runs, versions, and the aliases that say who serves."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from include.settings import load_settings

if TYPE_CHECKING:
    from mlflow.tracking import MlflowClient

CHAMPION = "champion"
CHALLENGER = "challenger"


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


def register_version(
    model: str, folder: Path, params: Mapping[str, Any], metrics: Mapping[str, float],
    tags: Mapping[str, str],
) -> Registered:  # fmt: skip
    """Log a run with its files and register them as the model's next version, without an alias."""
    client = open_client()
    run = client.create_run(_find_experiment(client, model), tags=dict(tags))
    run_id = run.info.run_id
    for name, value in params.items():
        client.log_param(run_id, name, value)
    for name, value in metrics.items():
        client.log_metric(run_id, name, value)
    client.log_artifacts(run_id, str(folder), "model")
    client.set_terminated(run_id)
    if not client.search_registered_models(f"name = '{model}'"):
        client.create_registered_model(model)
    made = client.create_model_version(
        model, source=f"{run.info.artifact_uri}/model", run_id=run_id, tags=dict(tags)
    )
    return Registered(int(made.version), run_id)


def find_folder(model: str, version: int) -> tuple[Path, str]:
    """Return the local folder of a version's files and the sha256 of its manifest."""
    found = open_client().get_model_version(model, str(version))
    settings = load_settings()
    folder = _import_quietly("mlflow.artifacts").download_artifacts(
        artifact_uri=found.source, tracking_uri=settings.mlflow_url or None
    )
    return Path(folder), str(found.tags.get("manifest_sha256", ""))


def find_alias(model: str, alias: str) -> int | None:
    """Return the version an alias points to; None where no such alias or model is."""
    for found in open_client().search_registered_models(f"name = '{model}'"):
        version = found.aliases.get(alias)
        return None if version is None else int(version)
    return None


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
