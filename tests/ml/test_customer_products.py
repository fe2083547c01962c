"""ml.customer_products: what is counted, in which order, known by when; whole or not at all."""

from contextlib import closing
from datetime import date
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml import customer_products
from include.ml.customer_products import build_customer_products

DAY = date(2026, 1, 10)
PAIRS = """
    select
        customer_id, product_id, lines_count, first_order_number, last_order_number,
        mean_line_number
    from ml.customer_products
    order by customer_id, product_id
"""
Pair = tuple[str, str, int, int, int, float]


def insert(connection: Connection, table: str, **values: Any) -> None:
    filled = {"known_from": DAY, "_file": "case.csv", "_row": 1} | values
    marks = ", ".join(["%s"] * len(filled))
    with connection, connection.cursor() as cursor:
        cursor.execute(
            f"insert into silver.{table}_versions ({', '.join(filled)}) values ({marks})",
            list(filled.values()),
        )


def order(connection: Connection, order_id: str, *products: str, **values: Any) -> None:
    """Insert an order of customer `ann`, unless told otherwise, and its lines."""
    insert(connection, "orders", **({"order_id": order_id, "customer_id": "ann"} | values))
    known_from = values.get("known_from", DAY)
    for line, product in enumerate(products, start=1):
        insert(
            connection,
            "order_items",
            order_id=order_id,
            line_number=line,
            product_id=product,
            known_from=known_from,
        )


@pytest.fixture
def connection(warehouse: str) -> Any:
    with closing(psycopg2.connect(warehouse)) as opened:
        yield opened


def read_pairs(connection: Connection) -> list[Pair]:
    with connection, connection.cursor() as cursor:
        cursor.execute(PAIRS)
        return cursor.fetchall()


def test_a_pair_counts_lines_and_places_among_all_orders_of_the_customer(
    connection: Connection,
) -> None:
    order(connection, "o1", "tea", "milk", ordered_at="2026-01-01")
    order(connection, "o2", "milk", ordered_at="2026-01-02")
    order(connection, "o3", "jam", "salt", "rice", "tea", ordered_at="2026-01-03")
    order(connection, "o4", "tea", ordered_at="2026-01-02", customer_id="bob")
    assert build_customer_products(DAY) == 6
    assert read_pairs(connection) == [
        ("ann", "jam", 1, 3, 3, 1.0),
        ("ann", "milk", 2, 1, 2, 1.5),
        ("ann", "rice", 1, 3, 3, 3.0),
        ("ann", "salt", 1, 3, 3, 2.0),
        ("ann", "tea", 2, 1, 3, 2.5),
        ("bob", "tea", 1, 1, 1, 1.0),
    ]


def test_the_number_that_the_source_states_orders_what_shares_a_moment(
    connection: Connection,
) -> None:
    order(connection, "a", "tea", customer_order_number=2, ordered_at="2026-01-01")
    order(connection, "b", "milk", customer_order_number=1, ordered_at="2026-01-01")
    build_customer_products(DAY)
    assert [(row[1], row[3]) for row in read_pairs(connection)] == [("milk", 1), ("tea", 2)]


def test_the_accounts_of_one_person_are_one_customer(connection: Connection) -> None:
    for number, account in enumerate(("account-1", "account-2"), start=1):
        insert(connection, "customers", customer_id=account, person_id="ann")
        order(connection, account, "tea", customer_id=account, ordered_at=f"2026-01-0{number}")
    build_customer_products(DAY)
    assert read_pairs(connection) == [("ann", "tea", 2, 1, 2, 1.0)]


def test_what_came_after_the_day_changes_nothing(connection: Connection) -> None:
    order(connection, "o1", "tea", ordered_at="2026-01-01")
    build_customer_products(DAY)
    before = read_pairs(connection)
    order(connection, "o0", "tea", known_from=date(2026, 1, 11), ordered_at="2025-12-31")
    order(connection, "o2", "tea", ordered_at="2026-01-11 00:00+00")  # known, but of the next day
    insert(
        connection,
        "order_items",
        order_id="o1",
        line_number=2,
        product_id="milk",
        known_from=date(2026, 1, 11),
    )
    build_customer_products(DAY)
    assert read_pairs(connection) == before
    build_customer_products(date(2026, 1, 11))
    assert read_pairs(connection) == [
        ("ann", "milk", 1, 2, 2, 2.0),
        ("ann", "tea", 3, 1, 3, 1.0),
    ]


def test_a_version_that_ended_counts_up_to_its_end(connection: Connection) -> None:
    order(connection, "o1", ordered_at="2026-01-01")
    line = {"order_id": "o1", "line_number": 1}
    ended = date(2026, 1, 12)
    insert(connection, "order_items", **line, product_id="tea", known_to=ended)
    insert(connection, "order_items", **line, product_id="milk", known_from=ended)
    for day, product in ((date(2026, 1, 11), "tea"), (ended, "milk")):
        build_customer_products(day)
        assert [row[1] for row in read_pairs(connection)] == [product]


def test_days_before_the_first_drop_are_told_by_the_time_of_the_order(
    connection: Connection,
) -> None:
    order(connection, "o1", "tea", ordered_at="2025-12-01")
    order(connection, "o2", "tea", ordered_at="2026-01-05")
    build_customer_products(date(2025, 12, 31))
    assert read_pairs(connection) == [("ann", "tea", 1, 1, 1, 1.0)]


def test_a_line_without_order_or_product_and_an_order_without_customer_are_in_no_pair(
    connection: Connection,
) -> None:
    order(connection, "o1", "tea", customer_id=None)
    insert(connection, "orders", order_id="o2", customer_id="ann")
    insert(connection, "order_items", order_id="o2", line_number=1)
    insert(connection, "order_items", order_id="lost", line_number=1, product_id="tea")
    assert build_customer_products(DAY) == 0


def test_every_slice_is_a_partition_and_a_second_build_gives_the_same(
    connection: Connection,
) -> None:
    for number in range(50):
        order(connection, f"o{number}", "tea", customer_id=f"customer-{number}")
    assert [build_customer_products(DAY) for _ in range(2)] == [50, 50]
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "select tableoid::regclass::text, count(*) from ml.customer_products group by 1"
        )
        found = dict(cursor.fetchall())
        cursor.execute("select count(*) from pg_class where relname ~ '_next'")
        leftovers = cursor.fetchone()
    assert sorted(found) == ["ml.customer_products_0", "ml.customer_products_1"]
    assert sum(found.values()) == 50
    assert leftovers == (0,)


def test_a_build_that_fails_leaves_the_last_one_and_the_next_one_works(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    order(connection, "o1", "tea")
    build_customer_products(DAY)
    before = read_pairs(connection)
    order(connection, "o2", "milk")
    build_slice = customer_products._build_slice

    def fail_in_one(period: customer_products.Period, number: int) -> int:
        if number == 1:
            raise RuntimeError("the power went")
        return build_slice(period, number)

    monkeypatch.setattr(customer_products, "_build_slice", fail_in_one)
    with pytest.raises(RuntimeError, match="the power went"):
        build_customer_products(DAY)
    assert read_pairs(connection) == before
    monkeypatch.undo()
    assert build_customer_products(DAY) == 2
