"""The reports of the nights inside the Airflow UI, for whoever is logged in to it."""

from pathlib import Path

from airflow.api_fastapi.core_api.security import get_user
from airflow.plugins_manager import AirflowPlugin
from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import FileResponse, RedirectResponse, Response

from include.settings import load_settings

PREFIX = "/nightshift/reports"
# A report may run its own script and open links, but never acts as the user who is logged in:
# `sandbox` without `allow-same-origin` keeps it away from the session of the Airflow UI.
HEADERS = {
    "Content-Security-Policy": "sandbox allow-scripts allow-popups allow-downloads"
    " allow-top-navigation-by-user-activation",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}

# An app of a plugin is open to everyone unless it asks: no token, no report.
app = FastAPI(
    title="Nightshift reports",
    dependencies=[Depends(get_user)],
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
)


def find_report(site: Path, name: str) -> Path:
    """Return the file of the site that `name` means; raises `FileNotFoundError` for any other.

    A folder means its `index.html`. Names that lead out of the site, by `..`, by an absolute path
    or by a link, are not found.
    """
    root = site.resolve()
    try:
        path = (root / name.lstrip("/")).resolve()
        path = (path / "index.html").resolve() if path.is_dir() else path
        is_report = path.is_relative_to(root) and path.is_file()
    except (OSError, ValueError) as error:  # a name that no file can have
        raise FileNotFoundError(name) from error
    if not is_report:
        raise FileNotFoundError(name)
    return path


@app.api_route("/{name:path}", methods=["GET", "HEAD"])
def read_report(name: str) -> Response:
    """Answer with one file of the site."""
    site = load_settings().site
    try:
        path = find_report(site, name)
    except FileNotFoundError as error:
        raise HTTPException(404, f"no report {name!r} yet: `report` renders it") from error
    if path.name == "index.html" and name and not name.endswith(("/", "index.html")):
        return RedirectResponse(f"{PREFIX}/{name}/", headers=HEADERS)
    return FileResponse(path, headers=HEADERS)


class ReportsPlugin(AirflowPlugin):
    """Add the reports to the navigation of the Airflow UI."""

    name = "nightshift_reports"
    # Airflow declares both as instance variables
    fastapi_apps = [{"app": app, "url_prefix": PREFIX, "name": "Reports"}]  # noqa: RUF012
    external_views = [  # noqa: RUF012
        {"name": "Reports", "href": f"{PREFIX}/", "destination": "nav"}
    ]
