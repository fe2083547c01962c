"""Every mail arrives while it matters, and none arrives twice but the one declared case."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from include.mail import outbox
from include.mail.connection import SmtpConnection
from include.mail.message import Attachment, Body, Picture
from include.mail.outbox import Letter, compose_message_id, queue_message, send_queued
from include.mail.smtp import DelayedMailError, RefusedMailError
from include.settings import load_settings
from include.warehouse.connect import open_transaction
from tests.mail.scripted_server import HANG_UP, ScriptedServer

DAY = date(2018, 4, 28)
BODY = Body(
    text="52 late\n",
    html="<p>52 late</p>",
    pictures=(Picture("trend", b"\x89PNG"),),
    attachment=Attachment("brief-2018-04-28.html", b"<p>all of it</p>"),
)


def queue(recipient: str = "manager@example.com", kind: str = "digest") -> str | None:
    letter = Letter(kind, DAY, recipient, "On time 91.2 % on 28 Apr 2018", BODY)
    with open_transaction(is_writer=False) as connection:
        return queue_message(connection, letter)


def rows(warehouse: str, columns: str = "state") -> list[tuple[Any, ...]]:
    connection = psycopg2.connect(warehouse)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(f"select {columns} from ops.outbox order by created_at, message_id")
            return cursor.fetchall()
    finally:
        connection.close()


def execute(warehouse: str, statement: str) -> None:
    connection = psycopg2.connect(warehouse)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def test_a_queued_mail_is_sent_once_whatever_is_run_again(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    assert queue() is not None
    assert send_queued(mail_server.connection) == {"sent": 1, "dropped": 0, "waiting": 0}
    assert queue() is None
    assert send_queued(mail_server.connection) == {"sent": 0, "dropped": 0, "waiting": 0}
    expected = compose_message_id("digest", DAY, "manager@example.com")
    assert mail_server.message_ids == [expected]
    assert rows(warehouse, "state, attempts, last_error, body ? 'attachment'") == [
        ("sent", 1, None, False)
    ]


def test_a_mail_is_queued_only_if_its_transaction_commits(warehouse: str) -> None:
    letter = Letter("alert", DAY, "a@example.com", "s", BODY)
    connection = psycopg2.connect(warehouse)
    assert queue_message(connection, letter) is not None
    connection.close()
    assert rows(warehouse) == []


def test_the_address_of_a_recipient_is_told_apart_without_regard_to_case(warehouse: str) -> None:
    assert queue("Manager@Example.com") is not None
    assert queue("manager@example.com") is None


def test_an_address_that_is_none_is_an_error_before_anything_is_written(warehouse: str) -> None:
    for wrong in ("nobody", "a@b\nBcc: c@d", "", "two words@example.com", "ü@example.com"):
        with pytest.raises(ValueError, match="mail address"):
            queue(wrong)
    assert rows(warehouse) == []


@pytest.mark.parametrize("stage", ["sender_answers", "recipient_answers", "data_answers"])
def test_a_temporary_refusal_is_tried_again_at_once(
    warehouse: str, mail_server: ScriptedServer, stage: str
) -> None:
    queue()
    setattr(mail_server, stage, ["421 busy", "451 try again later"])
    assert send_queued(mail_server.connection)["sent"] == 1
    assert len(mail_server.mails) == 1
    assert rows(warehouse, "state, attempts, unconfirmed_attempts") == [("sent", 3, 0)]


def test_a_mail_that_stays_refused_for_now_waits_and_the_task_fails(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    queue("first@example.com")
    queue("second@example.com")
    mail_server.recipient_answers = ["451 later"] * 3
    with pytest.raises(
        DelayedMailError, match=r"1 of 2 mails still wait: .*first@example.com.*451 later"
    ):
        send_queued(mail_server.connection)
    assert [mail["To"] for mail in mail_server.mails] == ["second@example.com"]
    assert rows(warehouse, "state, attempts") == [("queued", 3), ("sent", 1)]
    assert send_queued(mail_server.connection)["sent"] == 1
    assert len(mail_server.mails) == 2


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("sender_answers", "553 not from you"),
        ("recipient_answers", "550 no such user"),
        ("data_answers", "552 mailbox full"),
    ],
)
def test_of_two_mails_the_one_refused_for_good_is_dropped_and_reported_once(
    warehouse: str, mail_server: ScriptedServer, stage: str, answer: str
) -> None:
    queue("first@example.com")
    queue("second@example.com")
    setattr(mail_server, stage, [answer])
    with pytest.raises(RefusedMailError, match=rf"digest of 2018-04-28 to first.*{answer}"):
        send_queued(mail_server.connection)
    assert rows(warehouse, "state, attempts") == [("dropped", 1), ("sent", 1)]
    assert send_queued(mail_server.connection) == {"sent": 0, "dropped": 0, "waiting": 0}


def test_a_refused_mail_is_queued_again_by_a_re_run_of_the_day(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    queue()
    mail_server.recipient_answers = ["550 no such user"]
    with pytest.raises(RefusedMailError):
        send_queued(mail_server.connection)
    assert queue() is not None
    assert send_queued(mail_server.connection)["sent"] == 1
    assert len(mail_server.mails) == 1


def test_a_refusal_is_reported_after_the_other_mails_no_longer_wait(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    queue("first@example.com")
    queue("second@example.com")
    mail_server.recipient_answers = ["550 no such user", *["451 later"] * 3]
    with pytest.raises(DelayedMailError):
        send_queued(mail_server.connection)
    with pytest.raises(RefusedMailError, match=r"first@example.com"):
        send_queued(mail_server.connection)
    assert rows(warehouse) == [("dropped",), ("sent",)]


def test_a_connection_dropped_after_the_text_makes_one_duplicate_at_most(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    queue()
    mail_server.data_answers = [HANG_UP]
    assert send_queued(mail_server.connection)["sent"] == 1
    assert len(mail_server.mails) == 2
    assert len(set(mail_server.message_ids)) == 1
    assert mail_server.mails[0].as_bytes() == mail_server.mails[1].as_bytes()


def test_a_server_that_never_answers_gets_the_mail_twice_and_not_a_third_time(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    queue()
    mail_server.data_answers = [HANG_UP] * 10
    with pytest.raises(RefusedMailError, match="never said whether it took it"):
        send_queued(mail_server.connection)
    assert len(mail_server.mails) == 2
    assert queue() is None
    assert rows(warehouse, "state, unconfirmed_attempts") == [("dropped", 2)]


def test_a_slow_server_gets_the_mail_once(warehouse: str, mail_server: ScriptedServer) -> None:
    queue()
    mail_server.recipient_pauses, mail_server.data_pauses = [0.3], [0.3]
    assert send_queued(mail_server.connection)["sent"] == 1
    assert len(mail_server.mails) == 1
    assert rows(warehouse, "attempts, unconfirmed_attempts") == [(1, 0)]


def test_a_server_too_slow_before_the_text_gets_the_mail_once_and_after_it_twice(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    queue()
    hasty = replace(mail_server.connection, timeout_seconds=1, answer_seconds=1)
    mail_server.recipient_pauses = [4.0]
    assert send_queued(hasty)["sent"] == 1
    assert len(mail_server.mails) == 1
    queue("second@example.com")
    mail_server.data_pauses = [4.0]
    assert send_queued(hasty)["sent"] == 1
    assert rows(warehouse, "state, attempts") == [("sent", 2), ("sent", 2)]
    first, *copies = mail_server.mails
    assert [mail["To"] for mail in copies] == ["second@example.com"] * 2
    assert copies[0].as_bytes() == copies[1].as_bytes() != first.as_bytes()


def test_a_server_that_is_down_leaves_every_mail_waiting_after_one_look(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    queue("first@example.com")
    queue("second@example.com")
    nobody = SmtpConnection(host="127.0.0.1", port=1, timeout_seconds=1)
    with pytest.raises(
        DelayedMailError, match=r"2 of 2 mails still wait: no session with .*127.0.0.1:1"
    ):
        send_queued(nobody)
    assert rows(warehouse, "state, attempts") == [("queued", 3), ("queued", 0)]
    assert send_queued(mail_server.connection)["sent"] == 2


def test_a_mail_is_dropped_when_its_time_has_passed_and_its_orders_count_as_not_told(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    message = queue(kind="alert")
    execute(warehouse, "update ops.outbox set send_by = now() - interval '1 second'")
    execute(
        warehouse,
        "insert into ops.cases (order_id, recipient, band, day, message_id, probability)"
        f" values ('o1', 'manager@example.com', 'high', '{DAY}', '{message}', 0.9)",
    )
    with pytest.raises(RefusedMailError, match="not sent before"):
        send_queued(mail_server.connection)
    assert mail_server.mails == []
    assert rows(warehouse, "state, attempts, (select count(*) from ops.cases)") == [
        ("dropped", 0, 0)
    ]
    assert queue(kind="alert") is None


def test_two_senders_at_once_send_each_mail_once(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    for number in range(6):
        queue(f"r{number}@example.com")
    with ThreadPoolExecutor(3) as pool:
        senders = [pool.submit(send_queued, mail_server.connection) for _ in range(3)]
    assert sum(sender.result()["sent"] for sender in senders) == 6
    assert len(mail_server.mails) == len(set(mail_server.message_ids)) == 6


def test_without_a_connection_the_mail_is_a_file_and_twice_the_same_file(warehouse: str) -> None:
    queue()
    assert send_queued(None)["sent"] == 1
    (path,) = load_settings().mail_folder.iterdir()
    assert path.name.startswith("2018-04-28-digest-manager@example.com-")
    assert path.suffix == ".eml"
    first = path.read_bytes()
    execute(warehouse, "update ops.outbox set state = 'queued', attempts = 0")
    execute(
        warehouse,
        "update ops.outbox set body = body || jsonb_build_object('attachment', jsonb_build_object("
        "'file_name', 'brief-2018-04-28.html', 'html', encode('<p>all of it</p>', 'base64')))",
    )
    send_queued(None)
    assert [each.read_bytes() for each in load_settings().mail_folder.iterdir()] == [first]


def test_a_mail_file_is_read_back_by_the_standard_library(warehouse: str) -> None:
    queue()
    send_queued(None)
    (path,) = load_settings().mail_folder.iterdir()
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["Subject"] == "On time 91.2 % on 28 Apr 2018"
    assert mail.get_body(("plain",)).get_content().strip() == "52 late"
    assert mail.get_body(("html",)).get_content().strip() == "<p>52 late</p>"
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == "brief-2018-04-28.html"
    assert attachment.get_content() == "<p>all of it</p>"


def test_a_full_disk_leaves_no_half_file_and_the_mail_waits(
    warehouse: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    queue()
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left")))
        with pytest.raises(OSError, match="No space left"):
            send_queued(None)
    assert list(load_settings().mail_folder.iterdir()) == []
    assert rows(warehouse) == [("queued",)]
    assert send_queued(None)["sent"] == 1


def test_a_test_mail_says_what_the_server_said(warehouse: str, mail_server: ScriptedServer) -> None:
    said = outbox.send_test_message(mail_server.connection, "me@example.com")
    assert said == "250 taken as 4711"
    assert mail_server.mails[0]["To"] == "me@example.com"
    assert rows(warehouse) == []
    assert outbox.send_test_message(None, "me@example.com").endswith(".eml")
