"""Who gets which mail is read from a file or three settings; an opt-out outlives both."""

import logging
from pathlib import Path

import pytest

from include.mail.digest import queue_digest
from include.mail.outbox import send_queued
from include.mail.recipients import (
    Recipient,
    RecipientsError,
    list_addresses,
    load_recipients,
    read_recipients,
    save_opt_out,
)
from include.settings import PROJECT, load_settings
from include.warehouse.connect import open_transaction
from tests.mail.scripted_server import ScriptedServer
from tests.mail.seed import DAY, query, seed_night

GOOD = """\
recipients:
  - address: Ann <Ann@Example.com>
    kinds: [digest, alert]
    areas: [North]
  - address: rest@example.com
    kinds: [alert]
    is_default: true
  - address: night@example.com
    kinds: [failure]
"""
FAILURE = "  - address: night@example.com\n    kinds: [failure]\n"


def write_file(env: pytest.MonkeyPatch, folder: Path, text: str) -> Path:
    path = folder / "recipients.yaml"
    path.write_text(text, encoding="utf-8")
    env.setenv("NIGHTSHIFT_RECIPIENTS_FILE", str(path))
    load_settings.cache_clear()
    return path


def listed(kind: str) -> list[str]:
    with open_transaction(is_writer=False) as connection:
        return [each.address for each in load_recipients(connection, kind)]  # type: ignore[arg-type]


def opt(address: str, kind: str, *, is_out: bool) -> None:
    with open_transaction(is_writer=False) as connection:
        save_opt_out(connection, address, kind, is_out=is_out)


def test_a_file_says_who_gets_what_about_which_orders(
    settings_env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_file(settings_env, tmp_path, GOOD)
    ann = Recipient(address="ann@example.com", kinds=("digest", "alert"), areas=("North",))
    assert read_recipients()[0] == ann
    assert list_addresses("alert") == ("ann@example.com", "rest@example.com")
    assert list_addresses("failure") == ("night@example.com",)


def test_the_file_in_the_document_is_a_good_one(
    settings_env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document = (PROJECT / "docs" / "mail.md").read_text(encoding="utf-8")
    write_file(settings_env, tmp_path, document.split("```yaml\n")[1].split("```")[0])
    assert [len(each.areas) + each.is_default for each in read_recipients()] == [2, 1, 0, 0]


def test_without_a_file_the_three_settings_say_it(settings_env: pytest.MonkeyPatch) -> None:
    settings_env.setenv("NIGHTSHIFT_ALERT_RECIPIENTS", "Ops@example.com, boss@example.com")
    settings_env.setenv("NIGHTSHIFT_DIGEST_RECIPIENTS", "boss@example.com")
    load_settings.cache_clear()
    assert list_addresses("alert") == ("ops@example.com", "boss@example.com")
    assert list_addresses("digest") == ("boss@example.com",)
    assert list_addresses("failure") == ("oncall@localhost",)
    settings_env.setenv("NIGHTSHIFT_DIGEST_RECIPIENTS", "the boss")
    load_settings.cache_clear()
    with pytest.raises(RecipientsError, match="recipients of digest mail: 'the boss'"):
        read_recipients()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[digest, alert]", "[digests]", r"line 3: recipients.0.kinds.0: Input should be 'alert'"),
        ("[digest, alert]", "[]", r"line 3: recipients.0.kinds: Tuple should have at least 1"),
        ("[digest, alert]", "[digest]", r"line 2: recipients.0: areas, sellers, .*alerts only"),
        ("rest@example.com", "rest", r"line 5: recipients.1.address: 'rest' in the recipients is"),
        ("rest@example.com", "ANN@example.com", r"line 1: recipients: ann@example.com is .*twice"),
        ("areas: [North]", "area: [North]", r"line 4: recipients.0.area: Extra inputs"),
        ("is_default: true", "is_default: true\n    sellers: [s1]", r"line 5: .* no lists of its"),
        ("[failure]", "[digest]", r"line 1: recipients: nobody would hear of"),
        ("kinds: [alert]", "kinds: [alert", r"line \d: "),
        (GOOD, "people: []", r"line 1: recipients: Field required"),
        (GOOD, "", r"line 1: recipients: Input should be a valid dictionary"),
    ],
)
def test_a_wrong_file_names_file_line_and_entry(
    settings_env: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str, problem: str
) -> None:
    path = write_file(settings_env, tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(RecipientsError, match=f"{path}: {problem}"):
        read_recipients()


def test_a_file_that_is_not_there_is_named(
    settings_env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_file(settings_env, tmp_path, GOOD).unlink()
    with pytest.raises(RecipientsError, match=r"recipients.yaml: cannot be read: .*No such file"):
        read_recipients()
    settings_env.setenv("NIGHTSHIFT_RECIPIENTS_FILE", "recipients.yaml")
    load_settings.cache_clear()
    assert load_settings().recipients_file == PROJECT / "recipients.yaml"


def test_a_wrong_file_leaves_the_table_as_it_was(
    warehouse: str, settings_env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_file(settings_env, tmp_path, GOOD)
    assert listed("alert") == ["ann@example.com", "rest@example.com"]
    write_file(settings_env, tmp_path, GOOD.replace("alert", "alarm"))
    with pytest.raises(RecipientsError):
        listed("alert")
    assert query(warehouse, "select count(*) from ops.recipients where is_listed") == [(4,)]


def test_who_opted_out_stays_out_whatever_becomes_of_the_file(
    warehouse: str, settings_env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_file(settings_env, tmp_path, GOOD)
    opt(" Ann@example.com", "digest", is_out=True)
    assert listed("digest") == []
    assert "ann@example.com" in listed("alert")
    write_file(settings_env, tmp_path, f"recipients:\n{FAILURE}")
    assert listed("alert") == []
    write_file(settings_env, tmp_path, GOOD)
    assert listed("digest") == []
    opt("ann@example.com", "digest", is_out=False)
    assert listed("digest") == ["ann@example.com"]


def test_an_opt_out_of_nobody_or_of_failure_notices_is_refused(warehouse: str) -> None:
    with pytest.raises(RecipientsError, match=r"KIND is 'failure': it is one of alert, digest"):
        opt("oncall@localhost", "failure", is_out=True)
    with pytest.raises(RecipientsError, match="gets no digest: manager@localhost does"):
        opt("nobody@localhost", "digest", is_out=True)


def test_a_digest_goes_not_to_who_opted_out_and_says_how_to(
    warehouse: str,
    mail_server: ScriptedServer,
    settings_env: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings_env.setenv("NIGHTSHIFT_DIGEST_RECIPIENTS", "a@example.com,b@example.com")
    settings_env.setenv("NIGHTSHIFT_UNSUBSCRIBE_TO", "office@shop.example")
    load_settings.cache_clear()
    seed_night(warehouse)
    opt("a@example.com", "digest", is_out=True)
    with caplog.at_level(logging.INFO):
        assert queue_digest(DAY) == {"mails": 1}
    assert "digest: a@example.com opted out" in caplog.text
    send_queued(mail_server.connection)
    (mail,) = mail_server.mails
    assert mail["To"] == "b@example.com"
    assert mail["List-Unsubscribe"] == (
        "<mailto:office@shop.example?subject=unsubscribe%20digest%20b%40example.com>"
    )
