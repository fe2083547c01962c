"""An order is told while it can be saved, once per recipient, and again when it gets worse."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from include.mail.alert import compose_alert, queue_alerts
from include.mail.message import HTML_LIMIT_BYTES
from include.mail.outbox import send_queued
from include.mail.risky_orders import Case, RiskyOrder, select_news, suggest_action
from include.mail.smtp import RefusedMailError
from include.settings import load_settings
from tests.mail.scripted_server import ScriptedServer
from tests.mail.seed import CLOSED_AT, DAY, OpenOrder, execute, query, seed_night, seed_order
from tests.mail.test_render import visible_words, words

NEXT_DAY = DAY + timedelta(days=1)


def subjects(warehouse: str) -> list[object]:
    return [row[0] for row in query(warehouse, "select subject from ops.outbox order by day")]


def counts(day: date) -> tuple[int, int]:
    counted = queue_alerts(day)
    return counted["orders"], counted["mails"]


def told(warehouse: str) -> list[tuple[object, ...]]:
    return query(warehouse, "select order_id, recipient, band from ops.cases order by 1, 2, 3")


def text_of(warehouse: str) -> str:
    ((text,),) = query(warehouse, "select body ->> 'text' from ops.outbox")
    return str(text)


def test_one_mail_a_recipient_tells_the_risky_orders_most_urgent_first(
    warehouse: str, settings_env: pytest.MonkeyPatch
) -> None:
    settings_env.setenv("NIGHTSHIFT_ALERT_RECIPIENTS", "a@example.com, b@example.com")
    load_settings.cache_clear()
    seed_night(warehouse, OpenOrder("later", hours_left=20), OpenOrder("sooner", hours_left=2))
    assert queue_alerts(DAY) == {"orders": 2, "muted": 0, "unrouted": 0, "mails": 2}
    assert query(warehouse, "select kind, recipient from ops.outbox order by 2") == [
        ("alert", "a@example.com"),
        ("alert", "b@example.com"),
    ]
    assert re.fullmatch(
        r"2 orders to act on after 28 Apr: the first is promised by S[un]+ 29 Apr \d\d:00",
        str(subjects(warehouse)[0]),
    )
    text = str(query(warehouse, "select body ->> 'text' from ops.outbox")[0][0])
    assert text.index("sooner") < text.index("later")
    assert len(told(warehouse)) == 4


def test_an_alert_says_probability_promise_place_seller_reasons_and_action(warehouse: str) -> None:
    seed_night(warehouse, OpenOrder("o1"))
    queue_alerts(DAY)
    text = text_of(warehouse)
    for part in (
        "1 order to act on",
        "62%",
        ", North",
        "from Corner Market",
        "waits for the seller since 3 days",
        "Ask the seller to hand it over today.",
        "delay_open version 3",
        "If it were promised 2 days later, the model would see 21% instead of 62%.",
        "the model's view, not a proven cause",
    ):
        assert part in text
    for part in (
        "Springfield",
        "Lowers it",
        "Lowered",
        "Is not the strongest",
        "The second way out",
    ):
        assert part not in text


def test_a_re_run_of_the_night_queues_nothing_more(warehouse: str) -> None:
    seed_night(warehouse, OpenOrder("o1"))
    assert queue_alerts(DAY)["mails"] == 1
    seed_order(warehouse, OpenOrder("o2"))
    assert queue_alerts(DAY)["mails"] == 0
    assert [order for order, *_ in told(warehouse)] == ["o1"]


def test_an_order_is_not_told_every_night(warehouse: str) -> None:
    order = OpenOrder("o1", hours_left=90)
    seed_night(warehouse, order)
    queue_alerts(DAY)
    seed_night(warehouse, order, day=NEXT_DAY)
    assert counts(NEXT_DAY) == (1, 0)


def test_an_order_is_told_again_when_its_band_gets_worse_and_not_when_better(
    warehouse: str,
) -> None:
    seed_night(warehouse, OpenOrder("worse", hours_left=90, band="medium"))
    seed_order(warehouse, OpenOrder("better", hours_left=90, band="high"))
    queue_alerts(DAY)
    seed_night(warehouse, OpenOrder("worse", hours_left=90, band="high"), day=NEXT_DAY)
    seed_order(warehouse, OpenOrder("better", hours_left=90, band="medium"), NEXT_DAY)
    assert queue_alerts(NEXT_DAY)["mails"] == 1
    assert "1 order to act on" in str(subjects(warehouse)[1])
    assert [(order, band) for order, _, band in told(warehouse)] == [
        ("better", "high"),
        ("worse", "high"),
        ("worse", "medium"),
    ]


def test_a_backfill_tells_nobody(warehouse: str) -> None:
    seed_night(warehouse, OpenOrder("o1"), kind="backfill")
    assert counts(DAY) == (0, 0)
    assert told(warehouse) == subjects(warehouse) == []


def test_a_night_without_risky_orders_or_without_skill_mails_nothing(warehouse: str) -> None:
    seed_night(warehouse, OpenOrder("o1", is_alerted=False))
    assert counts(DAY) == (0, 0)
    assert subjects(warehouse) == []


def test_a_night_that_is_caught_up_leaves_out_what_can_no_longer_be_saved(warehouse: str) -> None:
    seed_night(
        warehouse,
        OpenOrder("promised-meanwhile", hours_left=10),
        OpenOrder("delivered-meanwhile", hours_left=90, is_delivered=True),
        OpenOrder("still-open", hours_left=90),
    )
    seed_night(warehouse, day=NEXT_DAY)
    assert counts(DAY) == (1, 1)
    assert [order for order, *_ in told(warehouse)] == ["still-open"]


def test_orders_of_a_mail_that_was_refused_are_told_by_the_re_run(
    warehouse: str, mail_server: ScriptedServer
) -> None:
    seed_night(warehouse, OpenOrder("o1"))
    queue_alerts(DAY)
    mail_server.recipient_answers = ["550 no such user"]
    with pytest.raises(RefusedMailError):
        send_queued(mail_server.connection)
    assert told(warehouse) == []
    assert queue_alerts(DAY)["mails"] == 1
    assert send_queued(mail_server.connection)["sent"] == 1


def test_a_long_list_is_capped_and_what_is_not_listed_stays_news(warehouse: str) -> None:
    seed_night(warehouse, *(OpenOrder(f"o{n:02}", hours_left=60 + n / 60) for n in range(62)))
    queue_alerts(DAY)
    assert "62 orders to act on" in str(subjects(warehouse)[0])
    assert "And 37 more" in text_of(warehouse)
    assert len(told(warehouse)) == 25


def test_the_text_says_in_order_what_the_html_says(settings_env: pytest.MonkeyPatch) -> None:
    way_out = "12. If it were promised 2 days later, the model would see 21% instead of 62%."
    orders = [
        risky(order_id=f"- o{n}", area="1. North", seller="+ Söhne <b>", reasons=("3 * 4_5_6.",))
        for n in range(26)
    ]
    body = compose_alert(DAY, "a@example.com", [risky(way_out=way_out), *orders], 2)
    bulleted = [word for word in words(body.text) if word not in {"-"}]
    assert bulleted == [word for word in visible_words(body.html) if word not in {"-"}]
    assert "2 more orders at risk are muted" in body.text


def test_hostile_names_are_text_and_a_full_mail_stays_under_the_limit(warehouse: str) -> None:
    hostile = "<script>alert(1)</script>{{7*7}}\u202e\x07" + "x" * 100_000
    execute(
        warehouse,
        "insert into gold.dim_sellers (seller_id, seller_name) values ('bad', %(name)s)",
        {"name": hostile},
    )
    orders = [
        OpenOrder(f"{n}<b>{hostile[:200]}", seller_id="bad", area=hostile, sentence=hostile)
        for n in range(40)
    ]
    seed_night(warehouse, *orders)
    queue_alerts(DAY)
    ((html,),) = query(warehouse, "select body ->> 'html' from ops.outbox")
    html = str(html)
    assert len(html.encode()) < HTML_LIMIT_BYTES
    assert "<script" not in html
    assert "<b>" not in html
    assert "{{7*7}}" in html
    assert "\u202e" not in html
    assert send_queued(None)["sent"] == 1


def test_names_that_html_writes_longer_make_the_list_shorter_and_the_rest_stays_news(
    warehouse: str,
) -> None:
    signs = "&" * 200
    seed_night(
        warehouse,
        *(OpenOrder(f"{n:02}{signs}", area=signs, sentence=signs) for n in range(40)),
    )
    execute(warehouse, "update gold.dim_sellers set seller_name = %(name)s", {"name": signs})
    execute(warehouse, "update ml.counterfactuals set sentence = %(name)s", {"name": signs})
    assert queue_alerts(DAY)["mails"] == 1
    ((html,),) = query(warehouse, "select body ->> 'html' from ops.outbox")
    assert len(str(html).encode()) < HTML_LIMIT_BYTES
    assert "And 28 more" in text_of(warehouse)
    assert len(told(warehouse)) == 12


def test_two_runs_at_once_queue_one_mail(warehouse: str) -> None:
    seed_night(warehouse, OpenOrder("o1"))
    with ThreadPoolExecutor(3) as pool:
        runs = [pool.submit(queue_alerts, DAY) for _ in range(3)]
    assert sorted(run.result()["mails"] for run in runs) == [0, 0, 1]


def risky(**changes: object) -> RiskyOrder:
    values: dict[str, object] = {
        "order_id": "o1",
        "version": 3,
        "probability": 0.6,
        "band": "high",
        "expected_saving_amount": 0,
        "promised_at": CLOSED_AT,
        "area": None,
        "city": None,
        "is_handed_over": False,
        "seller": None,
        "partner": None,
        "reasons": (),
        "way_out": None,
    }
    return RiskyOrder(**(values | changes))  # type: ignore[arg-type]


def test_what_was_told_to_one_recipient_is_news_to_another() -> None:
    cases = [Case("o1", "a@example.com", "high")]
    assert select_news([risky()], cases, "a@example.com") == []
    assert select_news([risky()], cases, "b@example.com") == [risky()]


def test_the_action_follows_from_where_the_order_is() -> None:
    assert suggest_action(risky()) == "Ask the seller to hand it over today."
    assert "another courier" in suggest_action(risky(partner="Ada", seller="Store"))
    ada = risky(partner="Ada", partner_id="p1", is_handed_over=True)
    assert suggest_action(ada).startswith("Call courier p1, who has it")
    assert suggest_action(risky(is_handed_over=True)).startswith("Ask the carrier")


def test_an_order_about_which_little_is_known_is_told_all_the_same(
    settings_env: pytest.MonkeyPatch,
) -> None:
    body = compose_alert(DAY, "a@example.com", [risky()])
    assert "o1" in body.text
    assert "None" not in body.text


def test_the_risk_page_is_linked_only_where_reports_are_served(
    settings_env: pytest.MonkeyPatch,
) -> None:
    assert "href" not in compose_alert(DAY, "a@example.com", [risky()]).html
    settings_env.setenv("REPORTS_BASE_URL", "https://reports.example.com/")
    load_settings.cache_clear()
    html = compose_alert(DAY, "a@example.com", [risky()]).html
    assert 'href="https://reports.example.com/2018-04-28/risk.html#alerted"' in html
