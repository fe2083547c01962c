"""What the DAGs share: the day, the kind, the steps, and the word when a task fails."""

import logging
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk import Connection
from airflow.sdk.exceptions import AirflowFailException, AirflowNotFoundException

from include import tasks
from include.ml.specs import NIGHTLY, list_answered, name_step
from include.settings import load_settings
from include.steps import step_of
from include.warehouse.nights import load_steps, save_step

DAY = date(2018, 4, 28)
DOC = """Gold is true.

Something about it.

When it fails, read the log: mend it, then
`make retry DAY=<day>`.
"""


def _make_context(**values: Any) -> dict[str, Any]:
    task = {"dag_id": "transform", "task_id": "publish_gold", "log_url": "http://airflow/log"}
    run = {"partition_key": "2018-04-28", "run_id": "r1", "run_type": "manual", "conf": {}}
    return {
        "ti": SimpleNamespace(**task | values.pop("task", {})),
        "dag_run": SimpleNamespace(**run | values.pop("run", {})),
        "dag": SimpleNamespace(doc_md=DOC),
        **values,
    }


@pytest.fixture
def run_as(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return a function that sets the run of the task that the test plays."""

    def set_run(**run: Any) -> None:
        monkeypatch.setattr(tasks, "get_current_context", lambda: _make_context(run=run))

    yield set_run
    load_settings.cache_clear()


def test_the_business_day_is_the_partition_key(run_as: Any) -> None:
    run_as(partition_key="2018-04-28")
    assert tasks.business_day() == DAY


@pytest.mark.parametrize("key", [None, "", "today", "2018-4-28", "2018-02-30", "20180428"])
def test_a_run_without_a_day_fails_at_once_and_says_how_to_give_one(run_as: Any, key: Any) -> None:
    run_as(partition_key=key)
    with pytest.raises(AirflowFailException, match="give the day as its partition key"):
        tasks.business_day()


@pytest.mark.parametrize(
    ("run_type", "conf", "kind"),
    [
        ("scheduled", {}, "scheduled"),
        ("backfill", {"kind": "replay"}, "backfill"),
        ("manual", {"kind": "replay"}, "replay"),
        ("manual", {"kind": "backfill"}, "backfill"),
        ("manual", {"kind": "scheduled"}, "manual"),
        ("manual", None, "manual"),
        ("operator_triggered", {}, "manual"),
    ],
)
def test_the_kind_of_a_night_follows_from_how_it_was_started(
    run_as: Any, run_type: str, conf: Any, kind: str
) -> None:
    run_as(run_type=run_type, conf=conf)
    assert tasks.load_kind() == kind


def test_a_task_records_the_step_of_its_dag_and_the_digest_is_a_step_of_its_own() -> None:
    assert step_of(_make_context()) == "transform"
    digest = _make_context(task={"dag_id": "report", "task_id": "queue_digest"})
    assert step_of(digest) == "digest"


def test_each_models_tasks_are_a_step_of_their_own() -> None:
    training = {"dag_id": "train", "task_id": "delay_at_order.train_model"}
    assert step_of(_make_context(task=training)) == "train_delay_at_order"


@pytest.mark.usefixtures("warehouse")
def test_steps_are_recorded_as_they_run_end_and_fail() -> None:
    context = _make_context()
    tasks.STARTED(context)
    assert load_steps(DAY) == {"transform": "running"}
    tasks.DONE(context)
    assert load_steps(DAY) == {"transform": "done"}
    tasks.DEFAULT_ARGS["on_failure_callback"][0](context | {"exception": ValueError("no file")})
    assert load_steps(DAY) == {"transform": "failed"}


@pytest.mark.usefixtures("warehouse")
def test_transform_forgets_what_an_earlier_run_of_the_day_left_behind() -> None:
    later = [f"{dag}_{model}" for dag in ("train", "score", "drift") for model in NIGHTLY]
    for step in ("ingest", *later, "segment", "alert", "report", "digest"):
        save_step(DAY, step, "done")
    save_step(date(2018, 4, 27), "score", "done")
    for callback in tasks.RESTARTED:
        callback(_make_context())
    assert load_steps(DAY) == {"ingest": "done", "transform": "running"}
    assert load_steps(date(2018, 4, 27)) == {"score": "done"}


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize(
    ("score", "drift", "is_over"),
    [
        (None, None, False),
        ("running", None, False),
        ("done", None, False),
        ("done", "running", False),
        ("done", "done", True),
        ("done", "failed", True),
        ("failed", None, True),
    ],
)
def test_a_wait_is_over_when_the_last_step_is_done_or_can_never_be(
    run_as: Any, score: str | None, drift: str | None, is_over: bool
) -> None:
    run_as()
    for step, state in (("score", score), ("drift", drift)):
        if state:
            save_step(DAY, step, state)
    assert tasks.is_over("score", "drift") is is_over


@pytest.mark.usefixtures("warehouse")
def test_the_report_waits_until_each_model_has_answered_or_failed(run_as: Any) -> None:
    run_as()
    first, *others = list_answered("demo")
    for model in others:
        save_step(DAY, name_step("answer", model), "done")
    assert not tasks.are_answered()
    save_step(DAY, name_step("answer", first), "failed")
    assert tasks.are_answered()


@pytest.mark.usefixtures("settings_env")
def test_what_to_do_can_be_pasted_into_a_shell(settings_env: pytest.MonkeyPatch) -> None:
    context = _make_context()
    assert tasks.what_to_do(context) == "Read the log: mend it, then `make retry DAY=2018-04-28`."
    settings_env.setenv("NIGHTSHIFT_SOURCE", "olist")
    load_settings.cache_clear()
    assert tasks.what_to_do(context).endswith("then `make retry SOURCE=olist DAY=2018-04-28`.")


@pytest.mark.usefixtures("settings_env")
def test_a_run_without_a_day_is_not_to_be_retried_but_triggered_again() -> None:
    context = _make_context(run={"partition_key": None})
    for callback in (tasks.STARTED, *tasks.RESTARTED, tasks.DEFAULT_ARGS["on_failure_callback"][0]):
        callback(context)
    assert tasks.what_to_do(context).startswith("Trigger the DAG again")


@pytest.mark.usefixtures("settings_env")
def test_the_log_of_a_failed_task_ends_with_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    last = tasks.DEFAULT_ARGS["on_failure_callback"][-1]
    with caplog.at_level(logging.ERROR):
        last(_make_context())
    assert caplog.messages[-1].endswith("then `make retry DAY=2018-04-28`.")


@pytest.mark.usefixtures("settings_env")
def test_the_engineer_on_call_gets_the_link_the_error_and_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tasks, "smtp_connection", lambda: None)
    tasks.mail_failure(_make_context(exception=ValueError("orders.csv: no header")))
    (file,) = tmp_path.rglob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    for part in ("http://airflow/log", "orders.csv: no header", "make retry DAY=2018-04-28"):
        assert part in text


def test_a_task_that_was_killed_is_said_to_have_been_killed() -> None:
    assert tasks.error_of(_make_context()) == "its process was killed"


def test_without_a_connection_mail_becomes_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(_: str) -> Connection:
        raise AirflowNotFoundException("smtp_default")

    monkeypatch.setattr(tasks.Connection, "get", find)
    assert tasks.smtp_connection() is None


@pytest.mark.parametrize(
    ("uri", "host", "port", "is_ssl", "is_starttls"),
    [
        ("smtp://mailpit:1025?disable_ssl=true&disable_tls=true", "mailpit", 1025, False, False),
        ("smtp://u:p%40s@mail:587?disable_ssl=true", "mail", 587, False, True),
        ("smtp://u:p%40s@mail", "mail", 465, True, False),
        ("smtp://mail?disable_ssl=True&disable_tls=1", "mail", 25, False, False),
    ],
)
def test_the_connection_means_what_airflows_own_mail_hook_takes_it_to_mean(
    monkeypatch: pytest.MonkeyPatch,
    uri: str,
    host: str,
    port: int,
    is_ssl: bool,
    is_starttls: bool,
) -> None:
    monkeypatch.setattr(tasks.Connection, "get", lambda name: Connection(conn_id=name, uri=uri))
    found = tasks.smtp_connection()
    assert found is not None
    assert (found.host, found.port) == (host, port)
    assert (found.is_ssl, found.is_starttls) == (is_ssl, is_starttls)
    assert found.password == ("p@s" if "p%40s" in uri else "")
