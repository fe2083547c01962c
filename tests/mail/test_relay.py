"""A mail server that is down for the night gets every mail in the morning, once."""

import logging
from datetime import timedelta

import pytest

from include.mail.connection import SmtpConnection
from include.mail.outbox import compose_message_id, send_queued
from include.mail.relay import send_waiting
from include.mail.smtp import DelayedMailError, RefusedMailError
from include.warehouse.nights import load_steps, save_step
from tests.mail.scripted_server import ScriptedServer
from tests.mail.seed import DAY, execute
from tests.mail.test_outbox import queue, rows

NOBODY = SmtpConnection(host="127.0.0.1", port=1, timeout_seconds=1)


def fail_at_night() -> None:
    """Try as the tasks of a night do, until they fail."""
    for _ in range(7):
        with pytest.raises(DelayedMailError):
            send_queued(NOBODY)
    for step in ("alert", "digest", "report"):
        save_step(DAY, step, "failed", detail={"error": "2 of 2 mails still wait"})


def test_a_server_down_for_the_whole_night_gets_each_mail_once_in_the_morning(
    warehouse: str, mail_server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    queue(kind="alert")
    queue(kind="digest")
    fail_at_night()
    assert send_waiting(NOBODY) == 0
    assert "2 of 2 mails still wait" in caplog.text
    assert load_steps(DAY) == {"alert": "failed", "digest": "failed", "report": "failed"}
    mail_server.recipient_answers = ["421 starting up"]
    with caplog.at_level(logging.INFO):
        assert send_waiting(mail_server.connection) == 2
    assert mail_server.message_ids == [
        compose_message_id(kind, DAY, "manager@example.com") for kind in ("alert", "digest")
    ]
    assert load_steps(DAY) == {"alert": "done", "digest": "done", "report": "failed"}
    assert f"digest of {DAY}: every mail has been sent, late" in caplog.text
    assert send_waiting(mail_server.connection) == 0
    assert len(mail_server.mails) == 2


def test_a_mail_that_came_too_late_is_dropped_reported_once_and_its_step_stays_failed(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    queue(kind="digest")
    fail_at_night()
    execute(warehouse, "update ops.outbox set send_by = now()")
    with pytest.raises(RefusedMailError, match=f"digest of {DAY} to manager.*not sent before"):
        send_waiting(mail_server.connection)
    assert send_waiting(mail_server.connection) == 0
    assert mail_server.mails == []
    assert load_steps(DAY)["digest"] == "failed"


def test_a_step_is_not_done_by_the_mails_of_another_day_or_kind_or_while_one_waits(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    queue("first@example.com", kind="digest")
    queue("second@example.com", kind="digest")
    save_step(DAY, "alert", "failed")
    save_step(DAY, "digest", "failed")
    save_step(DAY - timedelta(days=1), "digest", "failed")
    mail_server.recipient_answers = ["451 not you"] * 3
    assert send_waiting(mail_server.connection) == 0
    assert rows(warehouse) == [("queued",), ("sent",)]
    assert load_steps(DAY) == {"alert": "failed", "digest": "failed"}
    assert send_waiting(mail_server.connection) == 1
    assert load_steps(DAY) == {"alert": "failed", "digest": "done"}
    assert load_steps(DAY - timedelta(days=1)) == {"digest": "failed"}
