"""The variables of a source's components: complete, kept, private, and short where they must be."""

import shutil
import socket
from pathlib import Path

import pytest

from include.runtime import environment as environments
from include.runtime import stack
from include.runtime.state import State, load_environment
from include.settings import load_settings


@pytest.fixture
def port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_every_setting_that_the_nights_read_is_there(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = environments.prepare_state(state, {"NIGHTSHIFT_FIRST_NIGHT": "2026-03-01"})
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    load_settings.cache_clear()
    settings = load_settings()
    load_settings.cache_clear()
    assert settings.source == "demo"
    assert settings.state == state.folder
    assert settings.landing.is_dir()
    assert settings.first_night.isoformat() == "2026-03-01"
    assert not settings.is_scheduled  # `make up` and `make run` say otherwise
    assert settings.warehouse_url.startswith("postgresql://nightshift:")
    assert settings.reader_url.startswith("postgresql://nightshift_reader:")
    assert settings.mlflow_url.startswith("postgresql+psycopg2://mlflow:")
    assert settings.airflow_base_url.endswith(variables["AIRFLOW__API__PORT"])


def test_airflow_mlflow_and_the_warehouse_have_a_database_and_a_role_each(state: State) -> None:
    variables = environments.prepare_state(state, {})
    urls = [
        variables["NIGHTSHIFT_WAREHOUSE_URL"],
        variables["NIGHTSHIFT_MLFLOW_URL"],
        variables["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"],
    ]
    roles = {url.split("://")[1].split(":")[0] for url in urls}
    databases = {url.split("@/")[1].split("?")[0] for url in urls}
    assert len(roles) == len(databases) == 3


def test_a_source_that_is_replayed_is_not_scheduled(tmp_path: Path) -> None:
    olist = State("olist", tmp_path / "olist")
    assert environments.prepare_state(olist, {})["NIGHTSHIFT_SCHEDULED"] == "false"
    stack.take_down_and_forget(olist)


def test_secrets_are_made_once_and_differ_between_states(state: State, tmp_path: Path) -> None:
    first = environments.prepare_state(state, {})
    again = environments.prepare_state(state, {})
    other = environments.prepare_state(State("demo", tmp_path / "other"), {})
    stack.take_down_and_forget(State("demo", tmp_path / "other"))
    secret = [name for name in first if "PASSWORD_N" in name or "SECRET" in name or "KEY" in name]
    assert "AIRFLOW__API_AUTH__JWT_SECRET" in secret
    assert "AIRFLOW__CORE__FERNET_KEY" in secret
    assert {name: first[name] for name in secret} == {name: again[name] for name in secret}
    assert not {first[name] for name in secret} & {other[name] for name in secret}


def test_files_with_passwords_are_only_the_owners(state: State) -> None:
    environments.prepare_state(state, {})
    files = [state.env_file, state.airflow / "passwords.json"]
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600, 0o600]


def test_the_saved_environment_is_what_was_made(state: State) -> None:
    made = environments.prepare_state(state, {})
    assert load_environment(state) == made


def test_a_setting_the_user_gives_once_is_kept(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHTSHIFT_DIGEST_RECIPIENTS", "Ann's <ann@example.org>, $bob@example.org")
    given = environments.prepare_state(state, {})["NIGHTSHIFT_DIGEST_RECIPIENTS"]
    monkeypatch.delenv("NIGHTSHIFT_DIGEST_RECIPIENTS")
    assert environments.prepare_state(state, {})["NIGHTSHIFT_DIGEST_RECIPIENTS"] == given


def test_a_commands_default_does_not_move_what_was_saved(state: State) -> None:
    environments.prepare_state(state, {"NIGHTSHIFT_FIRST_NIGHT": "2026-03-01"})
    again = environments.prepare_state(state, {"NIGHTSHIFT_FIRST_NIGHT": "2026-04-01"})
    assert again["NIGHTSHIFT_FIRST_NIGHT"] == "2026-03-01"


def test_a_busy_port_is_stepped_over(port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        chosen = environments.choose_port(port)
    assert chosen > port
    assert environments.choose_port(port) == port


def test_a_port_that_is_busy_on_all_addresses_is_stepped_over(port: int) -> None:
    with socket.socket() as other:
        other.bind(("0.0.0.0", port))
        other.listen()
        assert environments.choose_port(port) > port


def test_sockets_have_short_paths_however_deep_the_state_is(tmp_path: Path) -> None:
    deep = State("demo", tmp_path / ("deep/" * 40) / "demo")
    variables = environments.prepare_state(deep, {})
    socket_path = f"{variables['NIGHTSHIFT_SOCKETS']}/.s.PGSQL.{environments.POSTGRES_PORT}"
    assert len(str(deep.folder)) > environments.LONGEST_SOCKET
    assert len(socket_path) <= environments.LONGEST_SOCKET
    stack.take_down_and_forget(deep)


def test_a_socket_folder_that_a_reboot_removed_is_made_again(state: State) -> None:
    first = Path(environments.prepare_state(state, {})["NIGHTSHIFT_SOCKETS"])
    first.rmdir()
    again = Path(environments.prepare_state(state, {})["NIGHTSHIFT_SOCKETS"])
    assert again == first
    assert again.stat().st_mode & 0o777 == 0o700


def test_nothing_of_the_callers_shell_but_the_machines_own_reaches_a_component(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "SequentialExecutor")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    variables = environments.component_environment(environments.prepare_state(state, {}))
    assert variables["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert "PYTHONDONTWRITEBYTECODE" not in variables
    assert "PATH" in variables


def test_nobody_is_told_that_we_run(state: State) -> None:
    variables = environments.prepare_state(state, {})
    assert variables["DO_NOT_TRACK"] == "1"
    assert variables["MLFLOW_DISABLE_TELEMETRY"] == "true"
    assert variables["SCARF_ANALYTICS"] == "false"


def test_a_copied_state_gets_sockets_of_its_own(state: State, tmp_path: Path) -> None:
    original = environments.prepare_state(state, {})
    copy = State("demo", tmp_path / "copy")
    shutil.copytree(state.folder, copy.folder)
    copied = environments.prepare_state(copy, {})
    assert copied["NIGHTSHIFT_SOCKETS"] != original["NIGHTSHIFT_SOCKETS"]
    assert copied["AIRFLOW__CORE__FERNET_KEY"] == original["AIRFLOW__CORE__FERNET_KEY"]
    stack.take_down_and_forget(copy)
