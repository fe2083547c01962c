"""docker-compose.yaml: secrets without defaults, health checks, the embedded run's settings."""

import re
from typing import Any

import pytest
import yaml

from include.runtime import postgres
from include.runtime.environment import AIRFLOW_SETTINGS
from include.settings import PROJECT

TEXT = (PROJECT / "docker-compose.yaml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
AIRFLOW = ("initialise", "api-server", "scheduler", "dag-processor", "triggerer")
EXAMPLE = dict(
    line.split("=", 1)
    for line in (PROJECT / ".env.example").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
# names that must never have a value one could forget to change
SECRET = re.compile(r"PASSWORD|SECRET|FERNET|_LOGIN")


def test_every_variable_of_the_compose_file_is_documented() -> None:
    used = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", TEXT))
    assert used - set(EXAMPLE) == set()


def test_every_documented_variable_is_used() -> None:
    assert set(EXAMPLE) - set(re.findall(r"\$\{([A-Z_]+)", TEXT)) == set()


def test_no_secret_has_a_value_in_the_example() -> None:
    assert {name: value for name, value in EXAMPLE.items() if SECRET.search(name) and value} == {}


def test_a_missing_secret_stops_compose_with_its_name() -> None:
    for name in filter(SECRET.search, EXAMPLE):
        assert f"${{{name}:?set {name} in .env}}" in TEXT, name
        assert f"${{{name}:-" not in TEXT, name


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_restarted_and_watched(name: str) -> None:
    service = SERVICES[name]
    if name == "initialise":
        assert service["restart"] == "no"
        return
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"]


@pytest.mark.parametrize("name", AIRFLOW)
def test_airflow_shares_its_settings_with_the_embedded_run(name: str) -> None:
    service = SERVICES[name]
    assert PROJECT / service["env_file"] == AIRFLOW_SETTINGS
    manager = service["environment"]["AIRFLOW__CORE__AUTH_MANAGER"]
    assert manager.endswith("FabAuthManager")


def test_postgres_runs_with_the_embedded_servers_options() -> None:
    command = postgres.server_command(PROJECT, PROJECT, 5432)
    embedded = {part for part in command if re.match(r"[a-z_]+=", part)}
    # a server keeps the log that a standby or a point-in-time recovery needs
    of_this_machine = (
        "unix_socket_directories",
        "listen_addresses",
        "port=",
        "wal_level=",
        "max_wal_senders=",
    )
    shared = {part for part in embedded if not part.startswith(of_this_machine)}
    assert set(re.findall(r"[a-z_]+=\S+", SERVICES["postgres"]["command"])) == shared


def test_ports_are_bound_to_this_machine_unless_the_owner_says_otherwise() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(re.match(r"\$\{[A-Z_]+:-127\.0\.0\.1:", port) for port in ports)


def test_the_image_holds_what_the_components_read() -> None:
    dockerfile = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (\S+)", dockerfile, re.M)
    allowed = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{path}" for path in copied} <= set(allowed)
    assert {"include", "dags", "plugins", "reports/templates"} <= set(copied)
    assert "USER nightshift" in dockerfile
