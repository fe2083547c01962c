"""A mail is whole, the same each time it is built, and can be read by any mail program."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from include.mail.headers import MessageError, compose_unsubscribe
from include.mail.message import (
    Attachment,
    Body,
    Envelope,
    Picture,
    build_message,
    content_id,
    message_id,
)

ENVELOPE = Envelope(
    message_id=message_id("demo/digest/2018-04-28/m@example.com", "Nightshift <ns@shop.example>"),
    sender="Nightshift <ns@shop.example>",
    recipient="m@example.com",
    subject="On time 91.2% on 28 Apr: São Paulo",
    created_at=datetime(2018, 4, 29, 4, 30, tzinfo=UTC),
)
BODY = Body(
    text="Grüße\n.\nFrom here on\n" + "x" * 3_000,
    html='<p>Grüße</p><img src="cid:trend">',
    pictures=(Picture("trend", b"\x89PNG\r\n\x1a\n"),),
    attachment=Attachment("brief-2018-04-28.html", "<p>São</p>".encode()),
)


def read(mail: EmailMessage) -> EmailMessage:
    read_back = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert isinstance(read_back, EmailMessage)
    return read_back


def test_equal_arguments_give_equal_bytes() -> None:
    assert build_message(ENVELOPE, BODY).as_bytes() == build_message(ENVELOPE, BODY).as_bytes()


def test_the_headers_say_who_what_when_and_that_a_machine_wrote_it() -> None:
    mail = read(build_message(ENVELOPE, BODY))
    assert mail["From"] == "Nightshift <ns@shop.example>"
    assert mail["To"] == "m@example.com"
    assert mail["Subject"] == ENVELOPE.subject
    assert mail["Date"].datetime == ENVELOPE.created_at
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@shop.example>")
    assert "List-Unsubscribe" not in mail


def test_a_mail_says_how_to_get_no_more_of_its_kind_however_long_the_address() -> None:
    recipient = "ann.with-a.rather.long+name@some-department.example-company.example"
    link = compose_unsubscribe("Leave <no%more@shop.example>", "digest", recipient)
    mail = build_message(replace(ENVELOPE, unsubscribe=link), BODY)
    (line,) = [each for each in mail.as_bytes().split(b"\r\n") if each.startswith(b"List-Unsub")]
    assert line.decode() == f"List-Unsubscribe: <{link}>"
    parts = urlsplit(link)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "no%more@shop.example")
    assert parse_qs(parts.query) == {"subject": [f"unsubscribe digest {recipient}"]}


def test_the_message_id_follows_from_the_dedupe_key_alone() -> None:
    first = message_id("demo/alert/2018-04-28/a@b.c", "ns@shop.example")
    assert first == message_id("demo/alert/2018-04-28/a@b.c", "other@shop.example")
    assert first != message_id("olist/alert/2018-04-28/a@b.c", "ns@shop.example")


def test_text_comes_first_then_html_with_its_picture_then_the_attachment() -> None:
    mail = read(build_message(ENVELOPE, BODY))
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "text/html",
    ]


def test_a_picture_is_found_by_its_content_id() -> None:
    mail = read(build_message(ENVELOPE, BODY))
    (picture,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert picture["Content-ID"] == f"<{content_id(ENVELOPE.message_id, 'trend')}>"
    assert picture.get_content() == BODY.pictures[0].png
    assert picture.get_content_disposition() == "inline"


def test_the_body_comes_back_from_its_json() -> None:
    assert Body.from_json(BODY.to_json()) == BODY
    bare = Body("t", "h")
    assert Body.from_json(bare.to_json()) == bare


def test_no_line_is_longer_than_smtp_allows() -> None:
    lines = build_message(ENVELOPE, BODY).as_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert all(b"\n" not in line for line in lines)


def test_a_subject_of_several_lines_becomes_one_and_adds_no_header() -> None:
    envelope = replace(ENVELOPE, subject="late\r\nBcc: all@example.com\x00")
    mail = read(build_message(envelope, BODY))
    assert mail["Subject"] == "late Bcc: all@example.com"
    assert mail["Bcc"] is None


def test_html_that_mail_programs_would_clip_is_an_error_that_says_so() -> None:
    with pytest.raises(MessageError, match="mail programs clip"):
        build_message(ENVELOPE, replace(BODY, html="ä" * 50_000))


@pytest.mark.parametrize("sender", ["", "nightshift", "a@b, c@d", "x@y\nz"])
def test_a_sender_that_is_no_address_names_the_setting(sender: str) -> None:
    with pytest.raises(MessageError, match="NIGHTSHIFT_MAIL_FROM"):
        message_id("key", sender)
