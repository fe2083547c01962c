"""The reports of the nights inside the Airflow UI, for whoever is logged in to it."""

from pathlib import Path, PurePosixPath
from urllib.parse import quote

from airflow.api_fastapi.common.db.common import SessionDep
from airflow.api_fastapi.core_api.security import get_user
from airflow.models.dagrun import DagRun
from airflow.plugins_manager import AirflowPlugin
from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from sqlalchemy import select

from include.ml.specs import SPECS
from include.report.upload import Store
from include.settings import load_settings
from include.tasks import published_store

PREFIX = "/nightshift/reports"
# A report has no script, and none runs that crept in. Evidently's own page lives from its script:
# the sandbox, without `allow-same-origin`, keeps it away from the session of who reads it.
NO_SCRIPT = "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"
SANDBOX = "sandbox allow-scripts"
SCRIPTED = frozenset({"evidently.html", *(f"evidently_{model}.html" for model in SPECS)})
HEADERS = {
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


def fetch_report(store: Store, name: str) -> bytes:
    """Return a page of an object store; raises `FileNotFoundError` for any other name."""
    path = PurePosixPath(name)
    is_report = path.suffix == ".html" and name.isprintable()
    is_inside = not path.is_absolute() and ".." not in path.parts
    found = store.read(str(path)) if is_report and is_inside else None
    if found is None:
        raise FileNotFoundError(name)
    return found


@app.get("/of-run/{dag_id}/{run_id:path}")
def find_report_of_run(dag_id: str, run_id: str, session: SessionDep) -> Response:
    """Lead from a DAG run to the report of its business day."""
    found = select(DagRun.partition_key).where(DagRun.dag_id == dag_id, DagRun.run_id == run_id)
    day = session.scalar(found)
    if day is None:
        raise HTTPException(404, f"run {run_id!r} of {dag_id!r} has no business day")
    return RedirectResponse(f"{PREFIX}/{quote(day)}/", headers=HEADERS)


@app.api_route("/{name:path}", methods=["GET", "HEAD"])
def read_report(name: str) -> Response:
    """Answer with one file of the site, from where the site is published."""
    store = published_store()
    try:
        if store and not store.is_local:
            return _answer_from_store(store, name)
        path = find_report(Path(store.root) if store else load_settings().site, name)
    except FileNotFoundError as error:
        raise HTTPException(404, f"no report {name!r} yet: `report` renders it") from error
    if path.name == "index.html" and name and not name.endswith(("/", "index.html")):
        return RedirectResponse(f"{PREFIX}/{quote(name)}/", headers=HEADERS)
    return FileResponse(path, headers=_head(path.name))


def _answer_from_store(store: Store, name: str) -> Response:
    """Answer with a page of the store, where a folder's name says nothing of its being one."""
    if name and not name.endswith(("/", ".html")):
        return RedirectResponse(f"{PREFIX}/{quote(name)}/", headers=HEADERS)
    page = name if name.endswith(".html") else f"{name}index.html"
    return HTMLResponse(fetch_report(store, page), headers=_head(PurePosixPath(page).name))


def _head(page: str) -> dict[str, str]:
    policy = SANDBOX if page in SCRIPTED else NO_SCRIPT
    return HEADERS | {"Content-Security-Policy": policy}


class ReportsPlugin(AirflowPlugin):
    """Add the reports to the navigation of the Airflow UI, and the night's to each of its runs.

    Both have a `url_route`: the UI of Airflow 3.3 shows a lone link without one as a dead button.
    """

    name = "nightshift_reports"
    # Airflow declares both as instance variables
    fastapi_apps = [{"app": app, "url_prefix": PREFIX, "name": "Reports"}]  # noqa: RUF012
    external_views = [  # noqa: RUF012
        {
            "name": "Reports",
            "href": f"{PREFIX}/",
            "destination": "nav",
            "url_route": "reports",
            "nav_top_level": True,
        },
        {
            "name": "Report",
            "href": f"{PREFIX}/of-run/{{DAG_ID}}/{{RUN_ID}}",
            "destination": "dag_run",
            "url_route": "report",
        },
    ]
