"""What the tests of the mail share: a real SMTP server on this machine."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from tenacity import wait_none

from include.mail import smtp
from tests.mail.scripted_server import ScriptedServer


class AnyPort(Controller):
    """Listens on a port that the system chose."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mail_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """Run the scripted server on a port of its own; tries follow each other without a pause."""
    script = ScriptedServer()
    controller = AnyPort(script, hostname="127.0.0.1", port=0)
    controller.start()
    script.port = controller.port
    monkeypatch.setattr(smtp.RETRY, "wait", wait_none())
    yield script
    controller.stop()
