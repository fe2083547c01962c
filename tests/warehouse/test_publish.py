"""A day is published whole or not at all."""

import subprocess
import sys
from datetime import date
from typing import Any

import psycopg2
import pytest

from include.settings import PROJECT
from include.warehouse import publish
from include.warehouse.checks import CheckError
from include.warehouse.publish import publish_gold

FIRST, SECOND, THIRD = date(2026, 1, 10), date(2026, 1, 11), date(2026, 1, 12)


def execute(url: str, query: str, *parameters: Any) -> list[Any]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def add_order(url: str, order_id: str, day: date) -> None:
    """Add an order to silver as its generic step does: a version and a touched key."""
    execute(
        url,
        """
        insert into silver.orders_versions
            (order_id, status, ordered_at, promised_at, known_from, _file, _row)
        values (%s, 'created', %s, %s, %s, 'orders.csv', 2)
        """,
        order_id,
        day,
        THIRD,
        day,
    )
    touch_order(url, order_id, day)


def touch_order(url: str, order_id: str, day: date) -> None:
    execute(
        url,
        "insert into ops.touched_keys values ('orders', jsonb_build_object('order_id', %s), %s)",
        order_id,
        day,
    )


def orders_in_gold(url: str) -> list[str]:
    rows = execute(url, "select order_id from gold.fact_orders order by order_id")
    return [order_id for (order_id,) in rows]


def published_days(url: str) -> list[date]:
    return [day for (day,) in execute(url, "select day from ops.published_days order by day")]


def test_publishing_shows_the_day_consumes_its_keys_and_says_so(warehouse: str) -> None:
    add_order(warehouse, "a", FIRST)
    rows = publish_gold(FIRST)
    assert rows["fact_orders"] == 1
    assert orders_in_gold(warehouse) == ["a"]
    assert published_days(warehouse) == [FIRST]
    assert execute(warehouse, "select count(*) from ops.touched_keys") == [(0,)]
    assert execute(warehouse, "select step, state, detail from ops.steps") == [
        ("transform", "done", rows)
    ]


def test_publishing_again_changes_nothing(warehouse: str) -> None:
    add_order(warehouse, "a", FIRST)
    publish_gold(FIRST)
    first = execute(warehouse, "select fact_orders::text from gold.fact_orders")
    touch_order(warehouse, "a", FIRST)
    publish_gold(FIRST)
    assert execute(warehouse, "select fact_orders::text from gold.fact_orders") == first
    assert publish_gold(FIRST)["fact_orders"] == 0


def test_publishing_an_older_day_leaves_the_newest_where_it_is(warehouse: str) -> None:
    add_order(warehouse, "b", THIRD)
    publish_gold(THIRD)
    add_order(warehouse, "a", FIRST)
    publish_gold(FIRST)
    assert orders_in_gold(warehouse) == ["a", "b"]
    assert published_days(warehouse) == [FIRST, THIRD]
    calendar = execute(warehouse, "select min(date), max(date), count(*) from gold.daily_kpis")
    assert calendar == [(FIRST, THIRD, 3)]


def test_a_failing_check_leaves_the_last_published_day(
    warehouse: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_order(warehouse, "a", FIRST)
    publish_gold(FIRST)
    add_order(warehouse, "b", SECOND)

    def fail(*_: object) -> None:
        raise CheckError("gold/fact_orders")

    with monkeypatch.context() as patch:
        patch.setattr(publish, "run_checks", fail)
        with pytest.raises(CheckError):
            publish_gold(SECOND)
    assert orders_in_gold(warehouse) == ["a"]
    assert published_days(warehouse) == [FIRST]
    assert publish_gold(SECOND)["fact_orders"] >= 1
    assert orders_in_gold(warehouse) == ["a", "b"]


def test_a_gold_row_that_nobody_touched_fails_the_check_that_counts_all(warehouse: str) -> None:
    add_order(warehouse, "a", FIRST)
    publish_gold(FIRST)
    execute(warehouse, "update gold.fact_orders set revenue_amount = 7")
    with pytest.raises(CheckError, match=r"gold/daily_kpis: .*\n.*revenue_in_fact_orders=7"):
        publish_gold(SECOND)
    assert published_days(warehouse) == [FIRST]


def test_a_kill_before_the_commit_leaves_the_last_published_day(warehouse: str) -> None:
    add_order(warehouse, "a", FIRST)
    publish_gold(FIRST)
    add_order(warehouse, "b", SECOND)
    program = (
        "import time; from datetime import date; from include.warehouse import publish\n"
        "def wait(*_): print('built', flush=True); time.sleep(300)\n"
        "publish.run_checks = wait\n"
        f"publish.publish_gold(date.fromisoformat('{SECOND}'))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "built\n"
        process.kill()
    assert orders_in_gold(warehouse) == ["a"]
    assert published_days(warehouse) == [FIRST]
    publish_gold(SECOND)
    assert orders_in_gold(warehouse) == ["a", "b"]


def test_a_full_publication_mends_rows_that_nobody_touched(warehouse: str) -> None:
    add_order(warehouse, "a", FIRST)
    publish_gold(FIRST)
    execute(warehouse, "update gold.fact_orders set revenue_amount = 7")
    execute(warehouse, "insert into gold.dim_sellers (seller_id) values ('nobody')")
    publish_gold(FIRST, is_full=True)
    assert execute(warehouse, "select revenue_amount from gold.fact_orders") == [(0,)]
    assert execute(warehouse, "select seller_id from gold.dim_sellers") == []
