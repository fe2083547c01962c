"""Airflow's REST API, as far as the commands need it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from include.runtime.environment import LOGIN

TIMEOUT = 30


@dataclass(frozen=True)
class Run:
    """One DAG run of a night."""

    dag: str
    run_id: str
    state: str
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def is_active(self) -> bool:
        """Say whether the run waits or works."""
        return self.state in {"queued", "running"}


@dataclass(frozen=True)
class FailedTask:
    """A task that failed, with what it takes to find its log."""

    dag: str
    run_id: str
    task: str
    attempt: int


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _read_run(record: dict[str, Any]) -> Run:
    return Run(
        dag=record["dag_id"],
        run_id=record["dag_run_id"],
        state=record["state"],
        queued_at=datetime.fromisoformat(record["queued_at"] or record["run_after"]),
        started_at=_moment(record["start_date"]),
        ended_at=_moment(record["end_date"]),
    )


class AirflowApi:
    """A session with the API server of one source."""

    def __init__(self, environment: dict[str, str]) -> None:
        """Remember where the server is; the first call logs in."""
        self._url = environment["NIGHTSHIFT_AIRFLOW_URL"]
        self._login = {"username": LOGIN, "password": environment["NIGHTSHIFT_AIRFLOW_PASSWORD"]}
        self._session = requests.Session()
        # a machine under load may be slow to answer; a question can be asked again
        patience = Retry(total=4, backoff_factor=1, allowed_methods={"GET"})
        self._session.mount(self._url, HTTPAdapter(max_retries=patience))

    def _log_in(self) -> None:
        answer = self._session.post(f"{self._url}/auth/token", json=self._login, timeout=TIMEOUT)
        answer.raise_for_status()
        self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """Call the API; log in when there is no token yet or it has run out."""
        try:
            if "Authorization" not in self._session.headers:
                self._log_in()
            url = f"{self._url}/api/v2/{path}"
            answer = self._session.request(method, url, timeout=TIMEOUT, **options)
            if answer.status_code == requests.codes.unauthorized:
                self._log_in()
                answer = self._session.request(method, url, timeout=TIMEOUT, **options)
        except requests.ConnectionError as error:
            raise RuntimeError(
                f"Airflow does not answer at {self._url}: see `make status` and `make logs`"
            ) from error
        if not answer.ok:
            raise RuntimeError(f"Airflow refused {method} {path}: {answer.text[:500]}")
        return cast(dict[str, Any], answer.json())

    def list_dags(self) -> dict[str, bool]:
        """Return each DAG that Airflow has read, and whether it is paused."""
        found = self.call("GET", "dags", params={"limit": 100})
        return {dag["dag_id"]: dag["is_paused"] for dag in found["dags"]}

    def list_import_errors(self) -> list[str]:
        """Return file and error of each DAG file that Airflow could not read."""
        found = self.call("GET", "importErrors")["import_errors"]
        return [f"{error['filename']}: {error['stack_trace'].strip()}" for error in found]

    def unpause(self, dag: str) -> None:
        """Let the DAG run."""
        self.call("PATCH", f"dags/{dag}", json={"is_paused": False})

    def trigger(self, dag: str, day: date, kind: str) -> str:
        """Start the DAG for a business day and return the run's id."""
        body = {"logical_date": None, "partition_key": day.isoformat(), "conf": {"kind": kind}}
        return str(self.call("POST", f"dags/{dag}/dagRuns", json=body)["dag_run_id"])

    def list_runs(self, day: date) -> list[Run]:
        """Return every run for a business day, oldest first."""
        parameters = {"partition_key_pattern": day.isoformat(), "order_by": "id", "limit": 100}
        found = self.call("GET", "dags/~/dagRuns", params=parameters)["dag_runs"]
        return [_read_run(run) for run in found if run["partition_key"] == day.isoformat()]

    def list_failed_tasks(self, run: Run) -> Iterator[FailedTask]:
        """Yield the tasks of a run that failed themselves."""
        path = f"dags/{run.dag}/dagRuns/{run.run_id}/taskInstances"
        for task in self.call("GET", path, params={"state": "failed"})["task_instances"]:
            yield FailedTask(run.dag, run.run_id, task["task_id"], task["try_number"])

    def clear_failed(self, run: Run) -> None:
        """Let the failed tasks of a run, and those that waited for them, run again."""
        self.call(
            "POST",
            f"dags/{run.dag}/dagRuns/{run.run_id}/clear",
            json={"dry_run": False, "only_failed": True},
        )
