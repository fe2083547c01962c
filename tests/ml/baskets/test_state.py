"""The tables of baskets: whichever way a night is reached, they equal a build of the whole."""

import random
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ml.baskets import state
from include.ml.baskets.state import build_state, move_state
from tests.ml.test_customer_products import insert

START = date(2026, 1, 10)
NIGHTS = 6
PAIRS = """
    select customer_id, product_id, lines_count, first_order_number, last_order_number,
        round(mean_line_number::numeric, 3), order_numbers
    from ml.customer_products order by 1, 2
"""
CUSTOMERS = """
    select customer_id, orders_count, ordered_dates, last_customer_order_number, last_ordered_at,
        last_order_id
    from ml.customer_baskets order by 1
"""
PRODUCTS = "select * from ml.product_buyers order by 1"
STATE = "select day, array(select unnest(waiting_customers) order by 1) from ml.basket_state"


@pytest.fixture
def connection(warehouse: str) -> Any:
    with closing(psycopg2.connect(warehouse)) as opened:
        yield opened


def read_tables(connection: Connection) -> list[list[Any]]:
    with connection, connection.cursor() as cursor:
        found = []
        for query in (PAIRS, CUSTOMERS, PRODUCTS, STATE):
            cursor.execute(query)
            found.append(cursor.fetchall())
    return found


def add_order(connection: Connection, number: int, day: date, dice: random.Random) -> None:
    """Write an order that a night tells of, with a few lines; now and then an odd one."""
    order_id, customer = f"o{number:03d}", f"account-{dice.randrange(9)}"
    ordered = day - timedelta(days=dice.choice([0, 0, 0, 0, 0, 9, -1, -2]))  # late, or ahead
    stamp = None if dice.random() < 0.1 else f"{ordered} {dice.randrange(24):02d}:00+00"
    insert(
        connection, "orders", order_id=order_id, customer_id=customer, ordered_at=stamp,
        known_from=day,
    )  # fmt: skip
    for line in range(1, dice.randrange(5)):
        product = f"p{dice.randrange(6)}"
        insert(
            connection, "order_items", order_id=order_id, line_number=line, product_id=product,
            known_from=day,
        )  # fmt: skip


def end_one(connection: Connection, table: str, key: str, day: date, **values: Any) -> None:
    """Let a night know better about a row: it changes, or without `values` it is withdrawn."""
    with connection, connection.cursor() as cursor:
        cursor.execute(
            f"update silver.{table}_versions set known_to = %s where ctid = (select ctid from"
            f" silver.{table}_versions where known_to is null and known_from < %s"
            f" order by md5({key} || %s) limit 1) returning {key}",
            (day, day, str(day)),
        )
        (found,) = cursor.fetchone() or (None,)
    if found and values:
        insert(connection, table, **{key: found, "known_from": day, **values})


def write_business(connection: Connection) -> list[date]:
    """Write nights with new, late, early, changed and withdrawn orders, and a person found out."""
    dice = random.Random(5)
    nights = [START + timedelta(days=number) for number in range(NIGHTS)]
    number = 0
    for place, day in enumerate(nights):
        for _ in range(40 if place == 0 else 6):
            number += 1
            add_order(connection, number, day, dice)
        if place == 2:
            end_one(connection, "orders", "order_id", day, customer_id="account-1")
            end_one(connection, "order_items", "order_id", day, line_number=9, product_id="p9")
        if place == 3:
            end_one(connection, "orders", "order_id", day)
            end_one(connection, "order_items", "order_id", day)
            for account in (2, 3):
                insert(
                    connection, "customers", customer_id=f"account-{account}", person_id="ann",
                    known_from=day,
                )  # fmt: skip
        if place == 5:
            end_one(connection, "customers", "customer_id", day, person_id="bob")
    return nights


def test_nights_in_any_order_end_in_what_a_build_of_the_whole_gives(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "MOST_TOUCHED", 1e9)
    nights = write_business(connection)
    expected = {}
    for day in nights:
        build_state(day)
        expected[day] = read_tables(connection)
    assert len({str(tables) for tables in expected.values()}) == NIGHTS
    build_state(nights[0])
    for place in (1, 2, 2, 4, 5, 3, 4, 5, 1):
        day = nights[place]
        assert move_state(day)["way"] == "advanced"
        for found, wanted in zip(read_tables(connection), expected[day], strict=True):
            assert set(map(str, found)) ^ set(map(str, wanted)) == set(), f"night {place}"


def test_a_night_of_new_orders_touches_their_pairs_alone(connection: Connection) -> None:
    for number in range(30):
        insert(connection, "orders", order_id=f"a{number}", customer_id=f"c{number}",
               ordered_at="2026-01-09", known_from=START)  # fmt: skip
        for line, product in enumerate(("tea", "milk"), start=1):
            insert(connection, "order_items", order_id=f"a{number}", line_number=line,
                   product_id=product, known_from=START)  # fmt: skip
    build_state(START)
    day = START + timedelta(days=1)
    insert(connection, "orders", order_id="b1", customer_id="c7", ordered_at=day, known_from=day)
    insert(connection, "order_items", order_id="b1", line_number=1, product_id="tea",
           known_from=day)  # fmt: skip
    with connection, connection.cursor() as cursor:
        cursor.execute("select xmin::text from ml.customer_products group by 1")
        before = {xmin for (xmin,) in cursor.fetchall()}
    assert move_state(day) == {"way": "advanced", "customers": 1, "recounted": 0}
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "select customer_id, product_id from ml.customer_products"
            " where not xmin::text = any(%s)",
            (list(before),),
        )
        assert cursor.fetchall() == [("c7", "tea")]
        cursor.execute("select customer_id from ml.customer_baskets where changed_day = %s", (day,))
        assert cursor.fetchall() == [("c7",)]


def test_a_build_that_was_cut_off_is_begun_again(connection: Connection) -> None:
    insert(connection, "orders", order_id="a", customer_id="ann", known_from=START)
    build_state(START)
    with connection, connection.cursor() as cursor:
        cursor.execute("delete from ml.basket_state")  # as a build leaves it until it is done
    assert move_state(START + timedelta(days=1))["way"] == "built"
