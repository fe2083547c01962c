"""The feature rows: only what was known that evening, the same whenever they are computed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import pytest

from include.ml.features import load_history, save_features, write_range
from include.ml.spec import load_spec

BERLIN = ZoneInfo("Europe/Berlin")
FIRST_NIGHT = date(2026, 3, 10)
HISTORY = FIRST_NIGHT - timedelta(days=1)
ALL = "select * from ml.features_delay_open where day = %s order by order_id"

Fetch = Callable[..., list[tuple[Any, ...]]]


def end_of(night: date) -> datetime:
    return datetime.combine(night + timedelta(days=1), datetime.min.time(), BERLIN)


def write_nights(url: str, from_day: date, to_day: date) -> int:
    connection = psycopg2.connect(url)
    try:
        with connection:
            history = load_history(connection)
            assert history is not None
            spec = load_spec("delay_open")
            return write_range(connection, spec, from_day, to_day, history.first_drop)
    finally:
        connection.close()


def test_rows_of_a_range_equal_the_rows_served_night_by_night(
    warehouse: str,
    write_silver: Callable[..., None],
    make_business: Callable[..., Any],
    fetch: Fetch,
) -> None:
    business = make_business(days=20, orders_per_day=10, nights=5)
    nights = [FIRST_NIGHT + timedelta(days=number) for number in range(5)]
    served = {}
    for night in nights:
        write_silver(business.known_by(night))
        write_nights(warehouse, night, night)
        served[night] = fetch(ALL, night)
    fetch("truncate ml.features_delay_open")
    write_nights(warehouse, FIRST_NIGHT - timedelta(days=12), nights[-1])
    for night in nights:
        assert served[night]
        assert fetch(ALL, night) == served[night]


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
    rates = [name for name in load_spec("delay_open").feature_names if "_late_rate_30d" in name]
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
