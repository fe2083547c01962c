"""The engineer on call hears of a failure whatever else is broken."""

import logging
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from include.mail import failure
from include.mail.connection import SmtpConnection
from include.mail.failure import send_failure_notice
from include.settings import load_settings
from tests.mail.scripted_server import HANG_UP, ScriptedServer
from tests.mail.test_recipients import GOOD, write_file

NOTICE: dict[str, Any] = {
    "dag_id": "transform",
    "task_id": "build_silver",
    "day": "2018-04-28",
    "run_id": "asset_triggered__2018-04-29",
    "log_url": "https://airflow.example.com/dags/transform/runs/r/tasks/build_silver",
    "error": "3 rows of bronze.orders have no order_id",
    "what_to_do": "Mend the mapping, then `make retry DAY=2018-04-28`.",
}


def files() -> list[Any]:
    folder = load_settings().mail_folder
    return sorted(folder.glob("*.eml")) if folder.exists() else []


@pytest.mark.usefixtures("settings_env")
def test_the_notice_says_what_failed_why_and_what_to_do_without_a_database(
    mail_server: ScriptedServer,
) -> None:
    send_failure_notice(**NOTICE, connection=mail_server.connection)
    (mail,) = mail_server.mails
    assert mail["To"] == "oncall@localhost"
    assert mail["Subject"] == (
        "[demo] transform.build_silver failed for 2018-04-28:"
        " 3 rows of bronze.orders have no order_id"
    )
    text = mail.get_body(("plain",)).get_content()
    for part in (NOTICE["error"], NOTICE["what_to_do"], NOTICE["log_url"], NOTICE["run_id"]):
        assert part in text
    assert files() == []


@pytest.mark.usefixtures("settings_env")
def test_without_a_connection_the_notice_is_a_file() -> None:
    send_failure_notice(**NOTICE, connection=None)
    (path,) = files()
    assert path.name.startswith("2018-04-28-failure-oncall@localhost-")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert NOTICE["error"] in mail.get_body(("plain",)).get_content()


@pytest.mark.usefixtures("settings_env", "mail_server")
def test_a_server_that_is_down_leaves_a_file_and_its_error_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    nobody = SmtpConnection(host="127.0.0.1", port=1, timeout_seconds=1)
    send_failure_notice(**NOTICE, connection=nobody)
    assert len(files()) == 1
    assert "no session with mail server 127.0.0.1:1" in caplog.text


@pytest.mark.usefixtures("settings_env")
def test_a_busy_server_is_tried_again_and_a_silent_one_is_not(mail_server: ScriptedServer) -> None:
    mail_server.recipient_answers = ["421 busy"]
    send_failure_notice(**NOTICE, connection=mail_server.connection)
    assert (len(mail_server.mails), files()) == (1, [])
    mail_server.data_answers = [HANG_UP]
    send_failure_notice(**NOTICE, connection=mail_server.connection)
    assert (len(mail_server.mails), len(files())) == (2, 1)


def test_one_wrong_address_does_not_keep_the_others_from_hearing(
    settings_env: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings_env.setenv("NIGHTSHIFT_ONCALL_RECIPIENTS", "nonsense, second@example.com")
    load_settings.cache_clear()
    send_failure_notice(**NOTICE, connection=None)
    (path,) = files()
    assert "second@example.com" in path.name
    assert "nonsense was not told that transform.build_silver failed" in caplog.text
    assert "Traceback" in caplog.text


def test_nothing_that_goes_wrong_hides_the_error_of_the_task(
    settings_env: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings_env.setattr(failure, "render_body", lambda *_, **__: 1 / 0)
    send_failure_notice(**NOTICE, connection=None)
    settings_env.delenv("NIGHTSHIFT_WAREHOUSE_URL")
    load_settings.cache_clear()
    send_failure_notice(**NOTICE, connection=None)
    errors = [record.message for record in caplog.records if record.levelno == logging.ERROR]
    assert errors == [
        "oncall@localhost was not told that transform.build_silver failed",
        "nobody was told that transform.build_silver failed",
    ]


@pytest.mark.usefixtures("settings_env")
def test_a_log_address_that_is_none_is_not_linked(mail_server: ScriptedServer) -> None:
    send_failure_notice(
        **{**NOTICE, "log_url": "javascript:alert(1)"}, connection=mail_server.connection
    )
    assert "javascript" not in mail_server.mails[0].as_string()


@pytest.mark.usefixtures("settings_env")
def test_an_error_of_any_length_and_shape_is_told() -> None:
    send_failure_notice(**{**NOTICE, "error": "\x00<b>\u202e\n" * 50_000}, connection=None)
    assert len(files()) == 1


def test_those_on_call_stand_in_the_file_and_in_the_setting_if_that_is_what_broke(
    settings_env: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write_file(settings_env, tmp_path, GOOD)
    send_failure_notice(**NOTICE, connection=None)
    assert ["night@example.com" in each.name for each in files()] == [True]
    path.write_text("recipients: [", encoding="utf-8")
    send_failure_notice(**NOTICE, connection=None)
    assert ["oncall@localhost" in each.name for each in files()] == [False, True]
    assert "the recipients can't be read; told instead: oncall@localhost" in caplog.text
    assert "recipients.yaml: line 1" in caplog.text


def test_an_error_that_quotes_a_customer_hides_it_and_keeps_our_own_addresses(
    settings_env: pytest.MonkeyPatch, mail_server: ScriptedServer
) -> None:
    error = "manager@localhost: refused; Key (customer_email)=(bo@example.com), +49 30 1234567"
    send_failure_notice(**{**NOTICE, "error": error}, connection=mail_server.connection)
    settings_env.setenv("NIGHTSHIFT_MASK_PERSONAL_DATA", "false")
    send_failure_notice(**{**NOTICE, "error": error}, connection=mail_server.connection)
    masked, shown = mail_server.mails
    assert "bo@example.com" not in masked.as_string()
    assert "1234567" not in masked.as_string()
    assert "manager@localhost" in masked["Subject"]
    assert error in shown.get_body(("plain",)).get_content()
