"""Nights of the demo through a real scheduler: run, run again, killed, backfilled in any order.

One stack serves the whole module and its tests build on each other, in the order of the file.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import psutil
import psycopg2
import pytest

from include.ingest.ingest_day import ingest_day
from include.runtime import stack
from include.runtime.airflow_api import AirflowApi
from include.runtime.night import judge_night
from include.runtime.replay import wait_for_night
from include.runtime.state import State, load_environment
from include.settings import PROJECT, load_settings
from include.warehouse.connect import WRITER_LOCK
from include.warehouse.publish import publish_gold
from include.warehouse.silver import build_silver

pytestmark = [pytest.mark.night, pytest.mark.timeout(1200)]

FIRST = date(2026, 3, 27)
BUSY_WORKER = re.compile(r"airflow worker -- (LocalExecutor: )?[0-9a-f]{8}-")
SECOND, THIRD = FIRST + timedelta(days=1), FIRST + timedelta(days=2)  # the clock changes on THIRD


def run_command(state: State, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of the runtime against the module's stack, as `make` would."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NIGHTSHIFT_", "AIRFLOW_"))}
    return subprocess.run(
        [sys.executable, "-m", "include.runtime", *arguments],
        cwd=PROJECT,
        env=kept | {"NIGHTSHIFT_STATE_ROOT": str(state.folder.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[State]:
    """Run the first night by the command that a newcomer types; stop everything afterwards."""
    state = State("demo", tmp_path_factory.mktemp("live") / "demo")
    days = ["--from", FIRST.isoformat(), "--day", FIRST.isoformat()]
    try:
        done = run_command(state, "run", "--source", "demo", *days)
        assert done.returncode == 0, done.stdout + done.stderr
        (state.folder / "summary.txt").write_text(done.stdout, encoding="utf-8")
        yield state
    finally:
        stack.take_down_and_forget(state)


@pytest.fixture(scope="module")
def url(state: State) -> str:
    """Return the URL of the live warehouse."""
    return load_environment(state)["NIGHTSHIFT_WAREHOUSE_URL"]


@pytest.fixture(scope="module")
def api(state: State) -> AirflowApi:
    """Return a session with the live API server."""
    return AirflowApi(load_environment(state))


def fetch(url: str, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def content_of(url: str, *schemas: str) -> dict[str, object]:
    """Return a checksum per table over all its rows, without the audit columns `_..._at`."""
    names = ", ".join(f"'{schema}'" for schema in schemas)
    tables = fetch(
        url,
        "select schemaname || '.' || tablename from pg_tables"
        f" where schemaname in ({names}) order by 1",
    )
    return {
        str(table): fetch(
            url,
            "select md5(coalesce(string_agg(row_hash, '' order by row_hash), '')) from ("
            "select md5((to_jsonb(t) - 'built_at' - 'scored_at')::text) as row_hash"
            f" from {table} as t) as rows",
        )[0][0]
        for (table,) in tables
    }


def mails_of(state: State) -> dict[str, bytes]:
    """Return every mail in the folder, by file name."""
    return {path.name: path.read_bytes() for path in (state.folder / "mail").glob("*.eml")}


def finish_night(api: AirflowApi, day: date, dag: str, run_id: str) -> None:
    """Wait until the run that was triggered, and every DAG that follows it, has succeeded."""
    deadline = time.monotonic() + 600
    while run_id not in {run.run_id for run in api.list_runs(day) if run.dag == dag}:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    night = wait_for_night(api, day, lambda *_: None)
    assert night.is_done, {name: one.state for name, one in night.dags.items()}


def test_a_night_is_published_scored_reported_and_mailed(state: State, url: str) -> None:
    assert fetch(url, "select day from ops.published_days") == [(FIRST,)]
    assert fetch(
        url,
        "select bool_and(rows_read = rows_loaded + rows_merged + rows_quarantined),"
        " sum(rows_quarantined) > 0 from ops.load_ledger",
    ) == [(True, True)]
    assert fetch(url, "select count(*) > 300 from ml.delay_scores") == [(True,)]
    assert fetch(
        url,
        "select count(*) from ml.delay_scores as scores where is_alerted and abs(margin - (select"
        " sum(contribution) from ml.delay_reasons as reasons where reasons.day = scores.day"
        " and reasons.model = scores.model and reasons.order_id = scores.order_id)) > 1e-4",
    ) == [(0,)]
    pages = {path.name for path in (state.folder / "site" / FIRST.isoformat()).iterdir()}
    assert {"index.html", "kpis.html", "risk.html", "shap.html", "drift.html"} <= pages
    kinds = sorted(re.findall(r"-(alert|digest|failure)-", " ".join(mails_of(state))))
    assert kinds == ["alert", "digest"]


def test_the_summary_says_what_happened_and_where_to_look(state: State) -> None:
    summary = (state.folder / "summary.txt").read_text(encoding="utf-8")
    for word in ("quarantined", "AUC", "alert", "site", "mail", "http://127.0.0.1", "admin"):
        assert word in summary, summary


def test_running_the_night_again_changes_nothing_and_mails_nothing(
    state: State, url: str, api: AirflowApi
) -> None:
    content, mails = content_of(url, "silver", "gold"), mails_of(state)
    scores = content_of(url, "ml")
    done = run_command(state, "rerun", "--source", "demo", "--day", FIRST.isoformat())
    assert done.returncode == 0, done.stdout + done.stderr
    assert content_of(url, "silver", "gold") == content
    again = content_of(url, "ml")
    for table in ("ml.delay_scores", "ml.delay_reasons", "ml.served_models", "ml.model_versions"):
        assert again[table] == scores[table], table
    assert mails_of(state) == mails


def test_a_worker_killed_during_transform_leaves_gold_whole_and_the_retry_ends_alike(
    state: State, url: str, api: AirflowApi
) -> None:
    content, mails = content_of(url, "silver", "gold"), mails_of(state)
    with closing(psycopg2.connect(url)) as holder, holder.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", (WRITER_LOCK,))
        run_id = api.trigger("transform", FIRST, "manual")
        kill_workers(state, url)
        assert content_of(url, "silver", "gold") == content
    finish_night(api, FIRST, "transform", run_id)
    tries = api.call("GET", f"dags/transform/dagRuns/{run_id}/taskInstances")["task_instances"]
    assert max(task["try_number"] for task in tries) > 1
    assert content_of(url, "silver", "gold") == content
    assert mails_of(state) == mails


def kill_workers(state: State, url: str) -> None:
    """Kill -9 the worker and its task, once the task waits for the writers' lock.

    Not the idle workers: one of them holds the lock of LocalExecutor's queue, and killed with it
    would leave that locked until the scheduler restarts.
    """
    waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
    deadline = time.monotonic() + 120
    while fetch(url, waiting) == [(0,)]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    killed = 0
    for process in psutil.process_iter(["cmdline"]):
        command = " ".join(process.info["cmdline"] or [])
        if BUSY_WORKER.search(command) and belongs_to(process, state):
            process.send_signal(signal.SIGKILL)
            killed += 1
    assert killed == 2
    deadline = time.monotonic() + 60  # the server notices a client that is gone
    while fetch(url, waiting) != [(0,)]:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def belongs_to(process: psutil.Process, state: State) -> bool:
    """Say whether a process runs with the environment of the module's stack."""
    try:
        return process.environ().get("NIGHTSHIFT_STATE") == str(state.folder)
    except psutil.Error:
        return False


def test_days_backfilled_in_any_order_end_like_days_in_order_and_mail_nothing(
    state: State,
    url: str,
    api: AirflowApi,
    warehouse: str,
    settings_env: pytest.MonkeyPatch,
) -> None:
    mails = mails_of(state)
    for day in (THIRD, SECOND):
        backfill(state, api, day)
    assert {
        row[0]
        for row in fetch(
            url, "select kind from ops.nights where day > (select min(day) from ops.published_days)"
        )
    } == {"backfill"}
    assert mails_of(state) == mails
    settings_env.setenv("NIGHTSHIFT_LANDING", str(state.folder / "landing"))
    load_settings.cache_clear()
    for day in (FIRST, SECOND, THIRD):
        ingest_day(day, f"run {day}", "manual")
        build_silver(day)
        publish_gold(day)
    assert content_of(url, "silver", "gold") == content_of(warehouse, "silver", "gold")


def backfill(state: State, api: AirflowApi, day: date) -> None:
    """Backfill one day by Airflow's own command and wait for all that follows."""
    days = ["--from-date", day.isoformat(), "--to-date", (day + timedelta(days=1)).isoformat()]
    options = f"backfill create --dag-id ingest {' '.join(days)}"
    done = run_command(state, "airflow", "--source", "demo", "--arguments", options)
    assert done.returncode == 0, done.stdout + done.stderr
    deadline = time.monotonic() + 120
    while judge_night(api.list_runs(day)).dags["ingest"].state == "waiting":
        assert time.monotonic() < deadline, done.stdout + done.stderr
        time.sleep(0.5)
    night = wait_for_night(api, day, lambda *_: None)
    assert night.is_done, {name: one.state for name, one in night.dags.items()}


def test_down_leaves_no_process(state: State) -> None:
    done = run_command(state, "down", "--source", "demo")
    assert done.returncode == 0, done.stdout + done.stderr
    left = [process for process in psutil.process_iter() if belongs_to(process, state)]
    assert left == []


def test_the_site_is_where_the_summary_says(state: State) -> None:
    summary = (state.folder / "summary.txt").read_text(encoding="utf-8")
    site = state.folder / "site"
    assert str(site) in summary
    assert Path(site / "index.html").exists()
