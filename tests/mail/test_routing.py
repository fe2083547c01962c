"""Alerts are grouped by recipient: areas, sellers, partners; a muted order is told to nobody."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from include.mail.alert import queue_alerts
from include.mail.muting import MutingError, forget_mute, list_muted, save_mute
from include.mail.recipients import Recipient
from include.mail.routing import is_for, route_orders
from include.settings import load_settings
from include.warehouse.connect import open_transaction
from tests.mail.seed import CLOSED_AT, DAY, OpenOrder, query, seed_night
from tests.mail.test_alert import risky
from tests.mail.test_recipients import write_file

NEXT_DAY = DAY + timedelta(days=1)
FILE = """\
recipients:
  - {address: north@example.com, kinds: [alert], areas: [North, East]}
  - {address: ada@example.com, kinds: [alert], partners: [p1], areas: [South]}
  - {address: store@example.com, kinds: [alert], sellers: [corner market]}
  - {address: night@example.com, kinds: [failure]}
"""
DEFAULT = "  - {address: rest@example.com, kinds: [alert], is_default: true}\n"


def alert_to(**lists: object) -> Recipient:
    return Recipient(address="a@example.com", kinds=("alert",), **lists)  # type: ignore[arg-type]


def told(warehouse: str) -> list[tuple[object, ...]]:
    return query(
        warehouse,
        "select recipient, array_agg(order_id order by order_id) from ops.cases group by 1"
        " order by 1",
    )


def mute(order_id: str, until: date = DAY) -> None:
    with open_transaction(is_writer=False) as connection:
        save_mute(connection, order_id, until=until, reason="the customer knows", muted_by="eve")


def test_no_list_means_every_order_and_each_filled_list_must_fit() -> None:
    order = risky(area="North", seller_id="s1", seller="Corner Market", partner_id="p1")
    assert is_for(order, alert_to())
    assert is_for(order, alert_to(areas=("South", "north ")))
    assert is_for(order, alert_to(areas=("North",), sellers=("CORNER MARKET",), partners=("p1",)))
    assert is_for(order, alert_to(sellers=("s1",)))
    assert not is_for(order, alert_to(areas=("North",), partners=("p2",)))
    assert not is_for(risky(area=None), alert_to(areas=("North",)))


def test_what_fits_nobody_goes_to_the_default_and_nothing_else_does() -> None:
    orders = [risky(order_id="o1", area="North"), risky(order_id="o2", area="West")]
    rest = Recipient(address="rest@example.com", kinds=("alert",), is_default=True)
    routes, unrouted = route_orders(orders, [rest, alert_to(areas=("North",))])
    assert routes == {"a@example.com": [orders[0]], "rest@example.com": [orders[1]]}
    assert unrouted == [orders[1]]


def test_each_recipient_is_told_of_what_fits_its_lists(
    warehouse: str,
    settings_env: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    write_file(settings_env, tmp_path, FILE)
    seed_night(
        warehouse,
        OpenOrder("north", seller_id="s2"),
        OpenOrder("ada", seller_id="s2", area="South", partner_id="p1"),
        OpenOrder("not-hers", seller_id="s2", area="South", partner_id="p2"),
        OpenOrder("store", area="West"),
    )
    assert queue_alerts(DAY) == {"orders": 4, "muted": 0, "unrouted": 1, "mails": 3}
    assert told(warehouse) == [
        ("ada@example.com", ["ada"]),
        ("north@example.com", ["north"]),
        ("store@example.com", ["store"]),
    ]
    assert "1 orders at risk fit no recipient's lists: not-hers; told to nobody" in caplog.text


def test_the_default_is_told_of_the_rest_and_the_log_says_so(
    warehouse: str,
    settings_env: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    write_file(settings_env, tmp_path, FILE + DEFAULT)
    seed_night(warehouse, OpenOrder("far", seller_id="s2", area="West"))
    assert queue_alerts(DAY)["mails"] == 1
    assert told(warehouse) == [("rest@example.com", ["far"])]
    assert "fit no recipient's lists: far; told to rest@example.com" in caplog.text


def test_a_muted_order_is_counted_and_not_told_until_its_day_has_passed(warehouse: str) -> None:
    orders = [OpenOrder(name, hours_left=90) for name in ("loud", "quiet", "still")]
    seed_night(warehouse, *orders)
    mute("quiet")
    mute("still", until=NEXT_DAY)
    assert queue_alerts(DAY) == {"orders": 3, "muted": 2, "unrouted": 0, "mails": 1}
    ((text, subject),) = query(warehouse, "select body ->> 'text', subject from ops.outbox")
    assert "2 more orders at risk are muted and not listed." in str(text)
    assert "quiet" not in str(text)
    assert str(subject).startswith("1 order to act on")
    seed_night(warehouse, *orders, day=NEXT_DAY)
    assert queue_alerts(NEXT_DAY) == {"orders": 3, "muted": 1, "unrouted": 0, "mails": 1}
    assert told(warehouse) == [("operations@localhost", ["loud", "quiet"])]


def test_a_night_whose_orders_are_all_muted_mails_nothing(warehouse: str) -> None:
    seed_night(warehouse, OpenOrder("o1"))
    mute("o1")
    assert queue_alerts(DAY) == {"orders": 1, "muted": 1, "unrouted": 0, "mails": 0}


def test_a_muting_is_replaced_listed_taken_back_and_refused_for_no_order(warehouse: str) -> None:
    seed_night(warehouse, OpenOrder("o1"), OpenOrder("o2"))
    mute("o1", until=NEXT_DAY)
    mute("o1", until=NEXT_DAY + timedelta(days=1))
    mute("o2")
    with pytest.raises(MutingError, match="there is no order 'o3'"):
        mute("o3")
    with open_transaction(is_writer=False) as connection:
        assert [row["order_id"] for row in list_muted(connection)] == ["o1"]
        forget_mute(connection, "o1")
        assert list_muted(connection) == []
        with pytest.raises(MutingError, match="'o1' is not muted"):
            forget_mute(connection, "o1")


def test_city_and_courier_are_named_only_where_people_are_shown(
    warehouse: str, settings_env: pytest.MonkeyPatch
) -> None:
    order = OpenOrder(
        "o1",
        partner_id="p1",
        handed_over_at=CLOSED_AT,
        sentence="Call bo@example.com, +49 30 1234567.",
    )
    seed_night(warehouse, order)
    queue_alerts(DAY)
    settings_env.setenv("NIGHTSHIFT_ALERT_RECIPIENTS", "second@example.com")
    settings_env.setenv("NIGHTSHIFT_MASK_PERSONAL_DATA", "false")
    load_settings.cache_clear()
    queue_alerts(DAY)
    masked, shown = (
        str(text)
        for (text,) in query(warehouse, "select body ->> 'text' from ops.outbox order by recipient")
    )
    personal = ("Springfield", "Ada Courier", "bo@example.com", "+49 30 1234567")
    assert [part for part in personal if part in masked] == []
    assert [part for part in personal if part not in shown] == []
    assert "Call courier p1, who has it" in masked
