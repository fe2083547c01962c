"""kill -9 at every step of the night's mail: each one arrives, and twice in one case only."""

import os
import signal
import subprocess
import sys
import time

import pytest

from include.mail.alert import queue_alerts
from include.mail.outbox import compose_message_id, send_queued
from include.mail.smtp import RefusedMailError
from include.settings import PROJECT
from tests.mail.killed_sender import MAY_ARRIVE_TWICE, STEPS
from tests.mail.scripted_server import ScriptedServer
from tests.mail.seed import DAY, OpenOrder, query, seed_night
from tests.mail.test_outbox import queue, rows

FIRST, SECOND = "first@example.com", "second@example.com"
WAIT_SECONDS = 10.0


def run_and_kill(step: str, server: ScriptedServer) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mail.killed_sender", step, str(server.port)],
        cwd=PROJECT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def wait_for_mails(server: ScriptedServer, count: int) -> None:
    """Let the server read to the end what the dead sender has left on its way."""
    deadline = time.monotonic() + WAIT_SECONDS
    while len(server.mails) < count and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(server.mails) == count


def ids(*recipients: str) -> list[str]:
    return [compose_message_id("digest", DAY, recipient) for recipient in recipients]


@pytest.mark.parametrize("step", STEPS)
def test_a_sender_killed_at_any_step_loses_no_mail_and_doubles_only_the_declared_one(
    warehouse: str, mail_server: ScriptedServer, step: str
) -> None:
    queue(FIRST)
    queue(SECOND)
    run_and_kill(step, mail_server)
    wait_for_mails(mail_server, arrived_before(step))
    send_queued(mail_server.connection)
    twice = [FIRST] if step in MAY_ARRIVE_TWICE else []
    assert mail_server.message_ids == ids(*twice, FIRST, SECOND)
    assert len({mail.as_bytes() for mail in mail_server.mails}) == 2
    assert rows(warehouse) == [("sent",), ("sent",)]
    assert queue(FIRST) is None
    assert send_queued(mail_server.connection) == {"sent": 0, "dropped": 0, "waiting": 0}


def arrived_before(step: str) -> int:
    if step == "all are sent":
        return 2
    return 1 if step in MAY_ARRIVE_TWICE | {"the end is committed"} else 0


def test_a_sender_killed_twice_after_the_text_gives_up_and_never_mails_a_third_time(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    queue(FIRST)
    for times in (1, 2):
        run_and_kill("the text is out", mail_server)
        wait_for_mails(mail_server, times)
    with pytest.raises(RefusedMailError, match="never said whether it took it"):
        send_queued(mail_server.connection)
    assert mail_server.message_ids == ids(FIRST, FIRST)
    assert rows(warehouse, "state, unconfirmed_attempts") == [("dropped", 2)]


@pytest.mark.parametrize("name", ["queue_message", "save_cases"])
def test_alerts_killed_while_they_are_decided_are_decided_once_by_the_next_try(
    warehouse: str, mail_server: ScriptedServer, name: str
) -> None:
    seed_night(warehouse, OpenOrder("o1"))
    code = (
        "from datetime import date\n"
        "from include.mail import alert\n"
        "from tests.mail.killed_sender import after\n"
        f"after(alert, {name!r})\n"
        f"alert.queue_alerts(date.fromisoformat('{DAY}'))\n"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert query(warehouse, "select from ops.outbox union all select from ops.cases") == []
    assert queue_alerts(DAY)["mails"] == 1
    assert send_queued(mail_server.connection)["sent"] == 1
    assert len(mail_server.mails) == 1
