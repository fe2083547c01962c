"""The digest carries the answer in its subject, the picture in the mail, the evidence beside it."""

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from email import message_from_bytes, policy

import pytest

from include.mail.digest import compose_digest, compose_subject, load_page, queue_digest
from include.mail.message import HTML_LIMIT_BYTES, Picture
from include.mail.outbox import send_queued
from include.report.breakage import TOLD, load_breakage, say_breakage
from include.report.sections import BrokenSection
from include.report.summary import Brief
from include.settings import load_settings
from include.warehouse.connect import open_snapshot
from include.warehouse.nights import save_step
from tests.mail.scripted_server import ScriptedServer
from tests.mail.seed import DAY, OpenOrder, query, seed_night
from tests.mail.test_render import visible_words, words

BRIEF = Brief(
    day=DAY,
    source="demo",
    headline="91.2% of orders came on time, within the usual 88% to 97%.",
    on_time_rate=0.912,
    on_time_rate_usual=0.931,
    usual_range=(0.88, 0.97),
    promised_orders_count=592,
    late_orders_count=52,
    worst_areas=(("North <b>", 21, 0.4), ("South", 11, 0.21)),
    top_reasons=("Rain was stated for 9 of 52 late deliveries.",),
    actions=("Act on 14 alerted orders.", "Tell the customers of 3 orders."),
    high_risk_count=14,
    alerted_orders_count=14,
    scored_orders_count=600,
    overdue_orders_count=3,
    orders_count=611,
    orders_count_usual=600.4,
    revenue_amount=Decimal("18311.22"),
    revenue_amount_usual=17000.0,
    currency="EUR",
    rows_read=2_000,
    rows_quarantined=4,
    has_skill=True,
    model_sentence="Model delay_open version 3 scored 600 open orders.",
    outcome_sentence="Of last week's 140 alerts 96 came true.",
)
TREND = Picture("trend", b"\x89PNG")


def test_the_subject_has_the_figure_the_day_the_usual_and_the_risk() -> None:
    assert compose_subject(BRIEF) == (
        "On time 91.2% on 28 Apr (usual 93.1%): 52 late, 14 at high risk"
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"on_time_rate_usual": None}, "On time 91.2% on 28 Apr: 52 late, 14 at high risk"),
        ({"has_skill": False}, "On time 91.2% on 28 Apr (usual 93.1%): 52 late"),
        ({"has_skill": None}, "On time 91.2% on 28 Apr (usual 93.1%): 52 late"),
        ({"on_time_rate": None}, "Nothing was promised for 28 Apr: 14 at high risk"),
        ({"on_time_rate": None, "has_skill": None}, "Nothing was promised for 28 Apr"),
    ],
)
def test_the_subject_leaves_out_what_is_not_known(
    changes: dict[str, object], expected: str
) -> None:
    assert compose_subject(replace(BRIEF, **changes)) == expected


@pytest.mark.usefixtures("settings_env")
def test_the_mail_answers_the_three_questions_and_escapes_what_is_foreign() -> None:
    body = compose_digest(BRIEF, "m@example.com", TREND, None)
    for part in (
        BRIEF.headline,
        "52 of 592 orders promised for the day came late or are still open.",
        "North <b>: 21 late, 40% of all late orders.",
        *BRIEF.top_reasons,
        *BRIEF.actions,
        BRIEF.model_sentence,
        BRIEF.outcome_sentence,
        "611 orders (usual 600)",
    ):
        assert part in body.text
    assert "<b>" not in body.html


@pytest.mark.usefixtures("settings_env")
def test_the_text_says_in_order_what_the_html_says() -> None:
    body = compose_digest(BRIEF, "m@example.com", TREND, None)
    numbered = [word for word in words(body.text) if word not in {"1.", "2."}]
    assert numbered == visible_words(body.html)


@pytest.mark.usefixtures("settings_env")
def test_a_full_digest_stays_far_under_what_mail_programs_clip() -> None:
    sentence = "“The courier's load and record” is the main reason for 4 of 12 alerted orders. " * 4
    full = replace(
        BRIEF,
        worst_areas=tuple(("N" * 200, 1_000_000, 0.2) for _ in range(10)),
        top_reasons=(sentence,) * 10,
        actions=(sentence,) * 10,
        overdue_orders_count=1,
    )
    body = compose_digest(full, "m@example.com", TREND, None)
    assert len(body.html.encode()) < HTML_LIMIT_BYTES / 4
    assert "1 order of the last 30 days is still open" in body.text


@pytest.mark.usefixtures("settings_env")
def test_a_day_without_data_says_so() -> None:
    empty = replace(
        BRIEF,
        headline="No order was promised for this day, so there is no on-time rate.",
        on_time_rate=None,
        promised_orders_count=0,
        overdue_orders_count=0,
        worst_areas=(),
        top_reasons=(),
        actions=(),
    )
    text = compose_digest(empty, "m@example.com", TREND, None).text
    assert "No order was promised for this day" in text
    assert "Nothing is known to have gone wrong." in text
    assert "No reason can be given" in text
    assert "Nothing needs to be done" in text


@pytest.mark.usefixtures("settings_env")
def test_a_section_that_broke_is_told_with_its_page_and_what_to_do() -> None:
    error = "ValueError: <no> number"
    broken = [BrokenSection("kpis.html", f"By {name}", error) for name in ("hour", "hour", "area")]
    broken.append(BrokenSection("drift.html", "Drift", error, "alarms"))
    broken += [BrokenSection("risk.html", f"Order {number}", error) for number in range(4)]
    broken.append(BrokenSection("kpis.html", "By hour", error, "hours"))
    breakage = say_breakage(broken, DAY, "olist")
    assert breakage is not None
    assert breakage.lines[0].address == "kpis.html#hours"
    body = compose_digest(BRIEF, "m@example.com", TREND, None, breakage)
    assert "9 sections of the report could not be rendered" in body.text
    told = [line for line in body.text.splitlines() if error in line]
    assert [line.strip(" *") for line in told][:3] == [
        f"KPIs, By hour: {error}",
        f"KPIs, By area: {error}",
        f"Drift: {error}",
    ]
    assert len(told) == TOLD
    assert "And 2 more; each page names its own." in body.text
    assert "make rerun SOURCE=olist DAY=2018-04-28 renders the report again." in body.text
    assert "<no>" not in body.html
    numbered = [word for word in words(body.text) if word not in {"1.", "2."}]
    assert numbered == visible_words(body.html)
    assert "could not be rendered" not in compose_digest(BRIEF, "m@x.com", TREND, None).text


def test_the_digest_tells_what_broke_in_the_report_of_its_night(warehouse: str) -> None:
    seed_night(warehouse)
    broken = BrokenSection("kpis.html", "Marketing", "ValueError: no", "marketing")
    detail = {"kpis.html": 4000, "broken_sections": [asdict(broken)]}
    save_step(DAY, "report", "done", detail=detail)
    save_step(date(2018, 4, 27), "report", "done", detail={"broken_sections": [asdict(broken)] * 2})
    save_step(date(2018, 4, 26), "report", "done", detail={"broken_sections": 3})
    queue_digest(DAY)
    ((text,),) = query(warehouse, "select body ->> 'text' from ops.outbox")
    assert "1 section of the report could not be rendered" in text
    assert "KPIs, Marketing: ValueError: no" in text
    with open_snapshot() as snapshot:
        assert load_breakage(snapshot, date(2018, 4, 26), "demo") is None


def test_a_link_is_given_only_where_reports_are_served(settings_env: pytest.MonkeyPatch) -> None:
    assert "href" not in compose_digest(BRIEF, "m@example.com", TREND, None).html
    settings_env.setenv("REPORTS_BASE_URL", "https://reports.example.com/")
    load_settings.cache_clear()
    html = compose_digest(BRIEF, "m@example.com", TREND, None).html
    assert 'href="https://reports.example.com/2018-04-28/index.html"' in html


@pytest.mark.usefixtures("settings_env")
def test_the_attached_page_has_no_link_that_leads_nowhere() -> None:
    folder = load_settings().site / "2018-04-28"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(
        '<a class="x" href="kpis.html">KPIs</a> <a href="#why">why</a>'
        ' <a href="https://example.com/a">out</a> <a href="../index.html">all</a>',
        encoding="utf-8",
    )
    attachment = load_page(load_settings().site, DAY)
    assert attachment is not None
    assert attachment.html.decode() == (
        '<a class="x">KPIs</a> <a href="#why">why</a>'
        ' <a href="https://example.com/a">out</a> <a>all</a>'
    )


@pytest.mark.usefixtures("settings_env")
def test_a_page_that_was_not_rendered_is_not_promised() -> None:
    assert load_page(load_settings().site, date(2018, 1, 1)) is None
    assert "attached" not in compose_digest(BRIEF, "m@example.com", TREND, None).text


def test_a_night_mails_one_digest_a_recipient_with_picture_and_page(
    warehouse: str, mail_server: ScriptedServer, settings_env: pytest.MonkeyPatch
) -> None:
    settings_env.setenv("NIGHTSHIFT_DIGEST_RECIPIENTS", "a@example.com,b@example.com")
    load_settings.cache_clear()
    seed_night(warehouse, OpenOrder("o1"))
    folder = load_settings().site / str(DAY)
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<p>brief</p>", encoding="utf-8")
    assert queue_digest(DAY) == {"mails": 2}
    assert send_queued(mail_server.connection)["sent"] == 2
    assert queue_digest(DAY) == {"mails": 0}
    assert send_queued(mail_server.connection)["sent"] == 0
    mail = message_from_bytes(mail_server.mails[0].as_bytes(), policy=policy.default)
    (picture,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert picture.get_content().startswith(b"\x89PNG")
    content_id = picture["Content-ID"].strip("<>")
    assert f'src="cid:{content_id}"' in mail.get_body(("html",)).get_content()
    (attachment,) = mail.iter_attachments()
    assert attachment.get_content().strip() == "<p>brief</p>"


def test_a_quiet_day_is_mailed_too_and_a_backfill_is_not(warehouse: str) -> None:
    seed_night(warehouse)
    assert queue_digest(DAY) == {"mails": 1}
    ((subject,),) = query(warehouse, "select subject from ops.outbox")
    assert subject == "Nothing was promised for 28 Apr"
    later = date(2018, 4, 29)
    seed_night(warehouse, day=later, kind="backfill")
    assert queue_digest(later) == {"mails": 0}


@pytest.mark.usefixtures("settings_env")
def test_without_skill_the_mail_says_that_nothing_is_ranked() -> None:
    sentence = "No order is ranked: the model has no skill. No skill: AUC 0.501."
    none = replace(BRIEF, has_skill=False, model_sentence=sentence, top_reasons=())
    text = " ".join(compose_digest(none, "m@example.com", TREND, None).text.split())
    assert text.count(sentence) == 1
    assert "at high risk" not in text
    kept = compose_digest(replace(none, top_reasons=("Rain.",)), "m@example.com", TREND, None)
    assert sentence in " ".join(kept.text.split())
