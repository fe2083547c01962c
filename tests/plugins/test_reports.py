"""The reports in the Airflow UI: only for who is logged in, and only files of the site."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import insert

from include.settings import load_settings

PAGE = "<!doctype html><title>28 April</title>"


@pytest.fixture
def site(settings_env: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "2018-04-28").mkdir(parents=True)
    (folder / "2018-04-28" / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "2018-04-28" / "risk.html").write_text("<p>risk</p>", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "leak.html").symlink_to(tmp_path / "secret.txt")
    load_settings.cache_clear()
    return folder


@pytest.fixture
def server(
    site: Path, tmp_path: Path, settings_env: pytest.MonkeyPatch
) -> Iterator[tuple[TestClient, str]]:
    """Mount the plugin as Airflow does, beside its real auth manager; yield a valid token."""
    from airflow.api_fastapi import app as airflow_app
    from airflow.api_fastapi.auth.managers.simple import simple_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
    from airflow.models import import_all_models
    from airflow.models.base import Base
    from airflow.settings import engine

    from plugins import reports

    passwords = tmp_path / "passwords.json"
    passwords.write_text(json.dumps({"admin": "x"}), encoding="utf-8")
    prefix = "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER"
    settings_env.setenv("AIRFLOW__CORE__UNIT_TEST_MODE", "True")
    settings_env.setenv("AIRFLOW__API_AUTH__JWT_SECRET", "s" * 64)
    settings_env.setenv(f"{prefix}_USERS", "admin:admin")
    settings_env.setenv(f"{prefix}_PASSWORDS_FILE", str(passwords))
    manager = simple_auth_manager.SimpleAuthManager()
    settings_env.setattr(airflow_app._AuthManagerState, "instance", manager)
    token = manager.generate_jwt(SimpleAuthManagerUser(username="admin", role="admin"))
    import_all_models()
    Base.metadata.create_all(engine)
    host = FastAPI()
    host.mount(reports.PREFIX, reports.app)
    with TestClient(host, follow_redirects=False) as client:
        yield client, token
    Base.metadata.drop_all(engine)


def _get(server: tuple[TestClient, str], name: str) -> tuple[int, str]:
    client, token = server
    answer = client.get(f"/nightshift/reports/{name}", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code, answer.text


def test_a_report_is_served_to_who_is_logged_in(server: tuple[TestClient, str]) -> None:
    assert _get(server, "2018-04-28/index.html") == (200, PAGE)
    assert _get(server, "2018-04-28/") == (200, PAGE)


def test_the_cookie_of_the_ui_is_enough(server: tuple[TestClient, str]) -> None:
    client, token = server
    client.cookies.set("_token", token)
    assert client.get("/nightshift/reports/2018-04-28/risk.html").text == "<p>risk</p>"


@pytest.mark.parametrize("token", [None, "", "forged.token.here"])
def test_nobody_else_sees_a_report(server: tuple[TestClient, str], token: str | None) -> None:
    client, _ = server
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    for name in ("2018-04-28/index.html", "missing.html", ""):
        answer = client.get(f"/nightshift/reports/{name}", headers=headers)
        assert answer.status_code in {401, 403}
        assert "28 April" not in answer.text


def test_a_folder_without_its_slash_is_redirected_so_that_its_links_work(
    server: tuple[TestClient, str],
) -> None:
    client, token = server
    answer = client.get(
        "/nightshift/reports/2018-04-28", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 307
    assert answer.headers["location"] == "/nightshift/reports/2018-04-28/"


@pytest.mark.parametrize(
    "name",
    [
        "missing.html",
        "%2e%2e/secret.txt",
        "2018-04-28/..%2f..%2fsecret.txt",
        "%2fetc%2fpasswd",
        "/etc/passwd",
        "leak.html",
        "a%00b",
        "x" * 5000,
    ],
)
def test_nothing_outside_the_site_is_served(server: tuple[TestClient, str], name: str) -> None:
    status, text = _get(server, name)
    assert status == 404
    assert "secret" not in text.replace(name, "").replace("secret.txt", "")
    assert "root:" not in text


def test_a_report_runs_no_script_and_evidently_cannot_act_as_its_reader(
    server: tuple[TestClient, str], site: Path
) -> None:
    client, token = server
    (site / "2018-04-28" / "evidently.html").write_text("<script></script>", encoding="utf-8")
    policies = {}
    for name in ("risk.html", "evidently.html"):
        answer = client.get(
            f"/nightshift/reports/2018-04-28/{name}", headers={"Authorization": f"Bearer {token}"}
        )
        policies[name] = answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["referrer-policy"] == "same-origin"
    assert "script-src 'none'" in policies["risk.html"]
    assert policies["evidently.html"] == "sandbox allow-scripts"


@pytest.fixture
def stored(site: Path, tmp_path: Path, settings_env: pytest.MonkeyPatch) -> Iterator[None]:
    """Publish on an object store instead; the site's own folder is elsewhere, as on a cluster."""
    from airflow.sdk import ObjectStoragePath
    from airflow.sdk.io import attach
    from fsspec.implementations.memory import MemoryFileSystem

    attach(protocol="memory", fs=MemoryFileSystem())
    root = ObjectStoragePath("memory://bucket/site")
    (root / "2018-04-28" / "index.html").write_text(PAGE)
    (root / "2018-04-28" / "versions.json").write_text("{}")
    (root.parent / "secret.html").write_text("secret")
    settings_env.setenv("NIGHTSHIFT_PUBLISH_TO", "memory://bucket/site/")
    settings_env.setenv("NIGHTSHIFT_SITE", str(tmp_path / "nothing"))
    load_settings.cache_clear()
    yield
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


@pytest.mark.usefixtures("stored")
def test_a_site_on_an_object_store_is_served_from_there(server: tuple[TestClient, str]) -> None:
    client, token = server
    assert _get(server, "2018-04-28/index.html") == (200, PAGE)
    assert _get(server, "2018-04-28/") == (200, PAGE)
    assert _get(server, "2018-04-28")[0] == 307
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.get("/nightshift/reports/2018-04-28/", headers=headers)
    assert "script-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    "name",
    [
        "missing.html",
        "2018-04-28/risk.html",
        "2018-04-28/versions.json",
        "%2e%2e/secret.html",
        "2018-04-28/..%2f..%2fsecret.html",
        "%2fbucket%2fsecret.html",
        "/bucket/secret.html",
        "a%00b.html",
    ],
)
def test_nothing_beside_the_pages_of_the_store_is_served(
    server: tuple[TestClient, str], name: str
) -> None:
    client, token = server
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.get(f"/nightshift/reports/{name}", headers=headers, follow_redirects=True)
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["../secret.html", "a/../../secret.html", "secret.txt", "\0.html"])
def test_a_store_whose_paths_can_climb_is_not_climbed(tmp_path: Path, name: str) -> None:
    from fsspec.implementations.local import LocalFileSystem

    from include.report.upload import Store
    from plugins.reports import fetch_report

    (tmp_path / "site" / "a").mkdir(parents=True)
    for place in (tmp_path, tmp_path / "site"):
        for kind in ("html", "txt"):
            (place / f"secret.{kind}").write_text("secret", encoding="utf-8")
    store = Store(LocalFileSystem(), str(tmp_path / "site"))
    assert fetch_report(store, "secret.html") == b"secret"
    with pytest.raises(FileNotFoundError):
        fetch_report(store, name)


@pytest.mark.usefixtures("stored")
def test_a_site_on_an_object_store_asks_for_a_token_too(server: tuple[TestClient, str]) -> None:
    client, _ = server
    assert client.get("/nightshift/reports/2018-04-28/index.html").status_code == 401


def test_a_run_leads_to_the_report_of_its_day(server: tuple[TestClient, str]) -> None:
    from airflow.models.dagrun import DagRun
    from airflow.settings import engine

    client, token = server
    run_id = "asset_triggered__2026-11-21T03:22:00+00:00_x"
    moment = datetime(2026, 11, 21, tzinfo=UTC)
    row = {"dag_id": "report", "run_type": "manual", "clear_number": 0, "log_template_id": None}
    with engine.begin() as connection:
        for run, key, days in ((run_id, "2018-04-28", 0), ("by_hand", "a?b", 1)):
            given = {"run_id": run, "partition_key": key, "run_after": moment - timedelta(days)}
            connection.execute(insert(DagRun.__table__).values(**row, **given))
    headers = {"Authorization": f"Bearer {token}"}
    path = "/nightshift/reports/of-run/report"
    answer = client.get(f"{path}/{quote(run_id)}", headers=headers)
    assert answer.headers["location"] == "/nightshift/reports/2018-04-28/"
    answer = client.get(f"{path}/by_hand", headers=headers, follow_redirects=False)
    assert answer.headers["location"] == "/nightshift/reports/a%3Fb/"
    assert client.get(f"{path}/unknown", headers=headers).status_code == 404
    assert client.get(f"{path}/{quote(run_id)}").status_code == 401


def test_the_ui_shows_the_reports_in_its_navigation_and_beside_every_run() -> None:
    from plugins.reports import ReportsPlugin

    views = {view["destination"]: view for view in ReportsPlugin.external_views}
    assert views["nav"]["href"] == "/nightshift/reports/"
    assert views["dag_run"]["href"] == "/nightshift/reports/of-run/{DAG_ID}/{RUN_ID}"
    assert all(view["url_route"] for view in views.values()), "a dead button in Airflow 3.3's UI"
    assert [app["url_prefix"] for app in ReportsPlugin.fastapi_apps] == ["/nightshift/reports"]
