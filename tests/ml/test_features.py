"""The feature rows: only what was known that evening, the same whenever they are computed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import pytest

from include.ml.features import load_history, save_features, write_range
from include.ml.spec import load_spec
from include.ml.specs import NIGHTLY

BERLIN = ZoneInfo("Europe/Berlin")
FIRST_NIGHT = date(2026, 3, 10)
HISTORY = FIRST_NIGHT - timedelta(days=1)
ALL = "select * from ml.features_delay_open where day = %s order by order_id"

Fetch = Callable[..., list[tuple[Any, ...]]]


def end_of(night: date) -> datetime:
    return datetime.combine(night + timedelta(days=1), datetime.min.time(), BERLIN)


def write_nights(url: str, from_day: date, to_day: date, model: str = "delay_open") -> int:
    connection = psycopg2.connect(url)
    try:
        with connection:
            history = load_history(connection)
            assert history is not None
            spec = load_spec(model)
            return write_range(connection, spec, from_day, to_day, history.first_drop)
    finally:
        connection.close()


@pytest.mark.parametrize("model", NIGHTLY)
def test_rows_of_a_range_equal_the_rows_served_night_by_night(
    model: str,
    warehouse: str,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    fetch: Fetch,
) -> None:
    every_row = ALL.replace("delay_open", model)
    business = make_business(days=20, orders_per_day=10, nights=5)
    nights = [FIRST_NIGHT + timedelta(days=number) for number in range(5)]
    served = {}
    for night in nights:
        write_silver(business.known_by(night))
        write_nights(warehouse, night, night, model)
        served[night] = fetch(every_row, night)
    fetch(f"truncate ml.features_{model}")
    write_nights(warehouse, FIRST_NIGHT - timedelta(days=12), nights[-1], model)
    for night in nights:
        assert served[night]
        assert fetch(every_row, night) == served[night]


@pytest.mark.usefixtures("warehouse")
def test_an_order_promised_for_tonights_midnight_is_no_question_any_more(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    write_silver(make_business(days=20, orders_per_day=10, nights=1))
    save_features("delay_open", FIRST_NIGHT)
    due = "select count(*) from silver.orders where promised_at = %s and status <> 'delivered'"
    assert fetch(due, end_of(FIRST_NIGHT))[0][0] > 0
    assert fetch("select count(*) from ml.features_delay_open where promised_at <= %s and day = %s",
                 end_of(FIRST_NIGHT), FIRST_NIGHT) == [(0,)]  # fmt: skip
    assert fetch("select min(promised_at - (day + 1)::timestamp at time zone 'Europe/Berlin')"
                 " > interval '0' from ml.features_delay_open") == [(True,)]  # fmt: skip


@pytest.mark.usefixtures("warehouse")
def test_the_first_night_writes_history_and_the_next_one_only_itself(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    business = make_business(days=15, orders_per_day=5, nights=2)
    write_silver(business.known_by(FIRST_NIGHT))
    first = save_features("delay_open", FIRST_NIGHT)
    assert first["from_day"] == (FIRST_NIGHT - timedelta(days=13)).isoformat()
    assert first["rows"] == fetch("select count(*) from ml.features_delay_open")[0][0] > 0
    write_silver(business)
    second = FIRST_NIGHT + timedelta(days=1)
    assert save_features("delay_open", second)["from_day"] == second.isoformat()


@pytest.mark.usefixtures("warehouse")
def test_a_night_that_was_served_keeps_its_rows_and_a_rerun_writes_equal_ones(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    write_silver(make_business(days=10, orders_per_day=5, nights=1))
    save_features("delay_open", FIRST_NIGHT)
    rows = fetch(ALL, FIRST_NIGHT)
    save_features("delay_open", FIRST_NIGHT)
    assert fetch(ALL, FIRST_NIGHT) == rows
    fetch(
        "insert into ml.served_models (day, model, version) values (%s, 'delay_open', 1)",
        FIRST_NIGHT,
    )
    fetch("update silver.orders_versions set promised_at = promised_at + interval '1 day'")
    save_features("delay_open", FIRST_NIGHT)
    assert fetch(ALL, FIRST_NIGHT) == rows


@pytest.mark.usefixtures("warehouse")
def test_renaming_customers_changes_no_feature(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    write_silver(make_business(days=10, orders_per_day=5, nights=1))
    save_features("delay_open", FIRST_NIGHT)
    rows = fetch(ALL, FIRST_NIGHT)
    fetch("truncate ml.features_delay_open")
    fetch("update silver.orders_versions set customer_id = 'somebody ' || md5(customer_id)")
    save_features("delay_open", FIRST_NIGHT)
    assert fetch(ALL, FIRST_NIGHT) == rows


@pytest.mark.usefixtures("warehouse")
def test_an_empty_warehouse_has_no_questions() -> None:
    assert save_features("delay_open", FIRST_NIGHT)["rows"] == 0


@pytest.mark.usefixtures("warehouse")
def test_the_figures_of_one_order_are_what_a_person_would_count(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    business = make_business(days=1, orders_per_day=0, nights=1)
    ordered = datetime(2026, 3, 9, 12, tzinfo=BERLIN)
    handed = datetime(2026, 3, 10, 12, tzinfo=BERLIN)
    promised = datetime(2026, 3, 16, tzinfo=BERLIN)
    history = FIRST_NIGHT - timedelta(days=1)
    order = ("A", "x", "C0", "shipped", ordered, ordered, promised, "3", "area 0")
    business.tables["orders"].append((*order, history, None))
    business.tables["deliveries"].append(("A", handed, None, history, None))
    business.tables["order_items"].append(("A", 1, "P1", "S0", 2, 10, handed, history, None))
    write_silver(business)
    save_features("delay_open", FIRST_NIGHT)
    names = (
        "days_to_promise", "working_days_to_promise", "order_age_days", "promised_total_days",
        "share_of_promise_used", "is_handed_over", "days_since_handover", "handover_delay_days",
        "days_to_handover_due", "promised_weekday", "ordered_hour", "items_count", "weight_kg",
        "price_amount", "seller_backlog_days", "partner_is_cyclist", "network_late_rate_7d",
    )  # fmt: skip
    row = fetch(
        f"select {', '.join(names)} from ml.features_delay_open where day = %s", FIRST_NIGHT
    )
    found = dict(zip(names, row[0], strict=True))
    assert (found.pop("days_to_handover_due"), found.pop("network_late_rate_7d")) == (None, None)
    assert found == pytest.approx(
        {
            "days_to_promise": 5, "working_days_to_promise": 3, "order_age_days": 1.5,
            "promised_total_days": 6.5, "share_of_promise_used": 1.5 / 6.5, "is_handed_over": 1,
            "days_since_handover": 0.5, "handover_delay_days": 0,
            "promised_weekday": 1, "ordered_hour": 12, "items_count": 2, "weight_kg": 2,
            "price_amount": 20, "seller_backlog_days": 0, "partner_is_cyclist": 1,
        }, rel=1e-5
    )  # fmt: skip


def add_lone_order(business: Any, order_id: str, promised: datetime, delivered: datetime) -> None:
    """Add an order of a seller, courier, area and route of its own, delivered in the history."""
    ordered = promised - timedelta(days=6)
    order = (order_id, "x", "lone", "delivered", ordered, ordered, promised, "3", "lone")
    business.tables["orders"].append((*order, HISTORY, None))
    business.tables["deliveries"].append(
        (order_id, ordered + timedelta(days=1), delivered, HISTORY, None)
    )
    business.tables["order_items"].append(
        (order_id, 1, "P1", "lone", 1, 10, promised, HISTORY, None)
    )


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize("days_late", [-1, 1])
@pytest.mark.parametrize("others", [0, 1])
def test_an_order_is_never_in_its_own_rate_and_a_group_of_one_leans_on_the_network(
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    fetch: Fetch,
    days_late: int,
    others: int,
) -> None:
    business = make_business(days=20, orders_per_day=10, nights=1)
    night = FIRST_NIGHT - timedelta(days=5)
    promised = end_of(night) + timedelta(days=2)
    add_lone_order(business, "A", promised, promised + timedelta(days=days_late))
    if others:
        add_lone_order(business, "B", end_of(night), end_of(night) + timedelta(hours=5))
    write_silver(business)
    # the range of nights holds the order's own outcome as well
    save_features("delay_open", FIRST_NIGHT)
    rates = [f"{kind}_late_rate_30d" for kind in ("seller", "partner", "area", "route", "network")]
    (row,) = fetch(
        f"select {', '.join(rates)} from ml.features_delay_open where day = %s and order_id = 'A'",
        night,
    )
    found = dict(zip(rates, row, strict=True))
    network = found.pop("network_late_rate_30d")
    assert 0.05 < network < 0.95
    lone = (others + 20 * network) / (others + 20)
    assert found == pytest.approx(dict.fromkeys(found, lone), rel=1e-5)
    assert len(found) == 4


@pytest.mark.usefixtures("warehouse")
def test_a_distance_with_an_unknown_end_is_the_one_that_the_delivery_states_or_none(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    business = make_business(days=10, orders_per_day=5, nights=1)
    business.tables["places"].clear()
    write_silver(business)
    fetch("update silver.deliveries_versions set distance_km = 7 where handed_over_at is not null")
    save_features("delay_open", FIRST_NIGHT)
    assert fetch(
        "select distinct is_handed_over, distance_km from ml.features_delay_open order by 1"
    ) == [(0, None), (1, 7)]


@pytest.mark.usefixtures("warehouse")
def test_no_slack_is_told_for_a_route_without_a_usual_pace(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    write_silver(make_business(days=10, orders_per_day=5, nights=1))
    fetch("update silver.orders_versions set area = null")
    save_features("delay_open", FIRST_NIGHT)
    assert fetch("select count(*) > 0, count(expected_slack_days) from ml.features_delay_open") == [
        (True, 0)
    ]


def add_order(
    business: Any, order_id: str, ordered: datetime, promised: datetime, **given: Any
) -> None:
    """Add an order of seller S0 and its line, known from the history or the day it is placed."""
    known_from = given.get("known_from", HISTORY)
    approved = given.get("approved", ordered)
    order = (order_id, "x", "C0", "approved", ordered, approved, promised, "3", "area 0")
    business.tables["orders"].append((*order, known_from, None))
    business.tables["deliveries"].append(
        (order_id, given.get("handed"), given.get("delivered"), known_from, None)
    )
    due = ordered + timedelta(days=2)
    line = (order_id, 1, "P1", "S0", 2, 10, due, known_from, given.get("line_to"))
    business.tables["order_items"].append(line)


@pytest.mark.usefixtures("warehouse")
def test_a_later_version_of_a_line_enters_no_earlier_night_and_replaces_the_one_before(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    second = FIRST_NIGHT + timedelta(days=1)
    business = make_business(days=1, orders_per_day=0, nights=1)
    ordered = datetime(2026, 3, 9, 12, tzinfo=BERLIN)
    add_order(business, "A", ordered, ordered + timedelta(days=7), line_to=second)
    business.tables["order_items"].append(("A", 1, "P1", "S0", 5, 10, ordered, second, None))
    write_silver(business)
    for night in (FIRST_NIGHT, second):
        save_features("delay_open", night)
    assert fetch("select day, items_count from ml.features_delay_open order by 1 desc limit 2") == [
        (second, 5),
        (FIRST_NIGHT, 2),
    ]


@pytest.mark.usefixtures("warehouse")
def test_holidays_are_no_working_days_and_are_counted(
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    fetch: Fetch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ordered on Monday 9 March for Monday 16: four working days lie between, but for holidays."""
    monkeypatch.setattr(
        "include.ml.features.list_holidays",
        lambda *_: [date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 12), date(2026, 3, 15)],
    )
    business = make_business(days=1, orders_per_day=0, nights=1)
    ordered = datetime(2026, 3, 9, 12, tzinfo=BERLIN)
    add_order(business, "A", ordered, datetime(2026, 3, 16, 12, tzinfo=BERLIN))
    write_silver(business)
    save_features("delay_open", FIRST_NIGHT)
    assert fetch(
        "select promised_working_days, promised_holidays, working_days_to_promise,"
        " holidays_to_promise from ml.features_delay_open where day = %s",
        FIRST_NIGHT,
    ) == [(2, 3, 2, 2)]


@pytest.mark.usefixtures("warehouse")
def test_the_sellers_deadline_is_not_told_before_the_payment_is_approved(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    business = make_business(days=1, orders_per_day=0, nights=1)
    ordered = datetime(2026, 3, 10, 12, tzinfo=BERLIN)
    promised = ordered + timedelta(days=7)
    later = end_of(FIRST_NIGHT)
    add_order(business, "approved", ordered, promised)
    add_order(business, "waiting", ordered, promised, approved=later)
    write_silver(business)
    save_features("delay_open", FIRST_NIGHT)
    rows = fetch("select order_id, days_to_handover_due from ml.features_delay_open order by 1")
    assert rows == [("approved", 1.5), ("waiting", None)]


@pytest.mark.usefixtures("warehouse")
def test_an_order_is_measured_by_what_is_usual_in_its_stage(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    write_silver(make_business(days=20, orders_per_day=10, nights=1))
    save_features("delay_open", FIRST_NIGHT)
    waiting = (
        "select count(*) > 5, max(abs(handover_overrun_days - order_age_days + 1 / 24.0"
        " + seller_handover_days_30d)) < 0.001, count(transit_overrun_days)"
        " from ml.features_delay_open where is_handed_over = 0 and is_approved = 1"
    )
    assert fetch(waiting) == [(True, True, 0)]
    carried = (
        "select count(*) > 5, max(abs(transit_overrun_days - days_since_handover"
        " + route_transit_days_30d)) < 0.001,"
        " max(abs(transit_share_used * route_transit_days_30d - days_since_handover)) < 0.001,"
        " count(handover_overrun_days)"
        " from ml.features_delay_open where is_handed_over = 1 and route_transit_days_30d > 0"
    )
    assert fetch(carried) == [(True, True, True, 0)]


@pytest.mark.usefixtures("warehouse")
def test_queues_count_what_is_carried_and_overdue_on_the_night(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    """Of four open orders two are on their way, one of these overdue; a fifth is lost."""
    business = make_business(days=1, orders_per_day=0, nights=1)
    end = end_of(FIRST_NIGHT)
    week = timedelta(days=7)
    for order_id, days in (("a", 2), ("b", 3)):
        add_order(business, order_id, end - timedelta(days=days), end + week)
    add_order(business, "c", end - week, end + week, handed=end - timedelta(days=2))
    add_order(business, "d", end - 2 * week, end, handed=end - timedelta(days=4))
    add_order(business, "e", end - 9 * week, end - timedelta(days=30, minutes=1), handed=end - week)
    moved = {"handed": end - 2 * week, "delivered": end - week}
    add_order(business, "f", end - 3 * week, end - week, **moved)
    write_silver(business)
    save_features("delay_open", FIRST_NIGHT)
    figures = fetch(
        "select distinct network_overdue_share, network_carried_days, network_carried_age_ratio,"
        " area_overdue_share, seller_overdue_share, network_margin_days_7d"
        " from ml.features_delay_open where day = %s",
        FIRST_NIGHT,
    )
    per_day = 1 / 30
    shares = (1 / 4, 2 / (per_day + 1), 3 / 7, (1 + 5 / 4) / 9, (1 + 5 / 4) / 9, 0)
    assert [pytest.approx(shares, rel=1e-5)] == figures


@pytest.mark.usefixtures("warehouse")
def test_nothing_usual_is_told_before_anything_has_happened(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    business = make_business(days=1, orders_per_day=0, nights=1)
    ordered = datetime(2026, 3, 10, 12, tzinfo=BERLIN)
    add_order(business, "A", ordered, ordered + timedelta(days=7))
    write_silver(business)
    save_features("delay_open", FIRST_NIGHT)
    usual = (
        "route_transit_spread_days_90d", "route_transit_days_30d", "network_late_rate_30d",
        "seller_handover_days_7d", "area_carried_age_ratio", "network_margin_days_7d",
    )  # fmt: skip
    assert fetch(f"select {', '.join(usual)} from ml.features_delay_open") == [(None,) * 6]


@pytest.mark.usefixtures("warehouse")
def test_each_order_is_asked_about_on_its_own_day_with_what_its_eve_knew(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    business = make_business(days=1, orders_per_day=0, nights=1)
    noon = datetime(2026, 3, 10, 12, tzinfo=BERLIN)
    eve = FIRST_NIGHT - timedelta(days=1)
    for number in range(3):  # due, and late, on the eve
        add_order(business, f"late {number}", noon - timedelta(days=9), end_of(eve))
    add_order(business, "late today", noon - timedelta(days=9), end_of(FIRST_NIGHT))
    add_order(business, "A", noon, noon + timedelta(minutes=20))
    add_order(business, "cancelled", noon, noon + timedelta(days=5))
    write_silver(business)
    fetch("update silver.orders_versions set status = 'cancelled' where order_id = 'cancelled'")
    save_features("delay_at_order", FIRST_NIGHT)
    rows = fetch(
        "select order_id, promised_total_days * 24 * 60, items_count, network_late_rate_1d,"
        " seller_overdue_share, network_overdue_share, seller_backlog_days, partner_is_cyclist"
        " from ml.features_delay_at_order where day = %s",
        FIRST_NIGHT,
    )
    assert [row[0] for row in rows] == ["A"]
    assert rows[0][1:] == pytest.approx((20, 2, 1, (3 + 5 * 3 / 4) / 9, 3 / 4, 10, 1), rel=1e-5)


@pytest.mark.usefixtures("warehouse")
def test_a_source_without_sellers_couriers_and_places_leaves_them_unknown(
    write_silver: Callable[..., None], make_business: Callable[..., Any], fetch: Fetch
) -> None:
    business = make_business(days=10, orders_per_day=5, nights=1)
    for table in ("order_items", "products", "sellers", "partners", "places"):
        business.tables[table].clear()
    write_silver(business)
    fetch("update silver.orders_versions set partner_id = null, area = null, postal_code = null")
    save_features("delay_at_order", FIRST_NIGHT)
    groups = ("seller", "partner", "area", "route")
    names = [name for name in load_spec("delay_at_order").feature_names if name.startswith(groups)]
    counts = ", ".join(f"count({name})" for name in (*names, "distance_km", "items_count"))
    ((rows, known, *unknown),) = fetch(
        f"select count(*), count(network_late_rate_30d), {counts} from ml.features_delay_at_order"
    )
    assert rows > 20
    assert known > 0
    assert set(unknown) == {0}
