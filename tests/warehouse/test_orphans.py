"""A row whose parent never came is kept, flagged and counted, and healed when the parent comes."""

from datetime import date
from typing import Any

import psycopg2
import pytest
from psycopg2.extras import Json

from include.warehouse import publish
from include.warehouse.publish import publish_gold
from tests.ingest.tiny_source import fetch

FIRST, SECOND, THIRD = date(2026, 1, 10), date(2026, 1, 11), date(2026, 1, 12)
FLAGS = (
    "select table_name, row_id, row_part, missing_table, missing_id from gold.orphans"
    " order by 1, 2, 3, 4"
)


def add(url: str, table: str, day: date, **columns: Any) -> None:
    """Add a version to silver and its touched key, as silver's generic step does."""
    keys = {
        "orders": ("order_id",),
        "products": ("product_id",),
        "sellers": ("seller_id",),
        "order_items": ("order_id", "line_number"),
        "reviews": ("review_id", "order_id"),
    }[table]
    names = ", ".join(columns)
    values = ", ".join(["%s"] * len(columns))
    execute(
        url,
        f"insert into silver.{table}_versions ({names}, known_from, _file, _row)"
        f" values ({values}, %s, 'f.csv', 2)",
        *columns.values(),
        day,
    )
    touch(url, table, day, **{name: columns[name] for name in keys})


def touch(url: str, table: str, day: date, **key: Any) -> None:
    execute(
        url,
        "insert into ops.touched_keys values (%s, %s, %s) on conflict do nothing",
        table,
        Json(key),
        day,
    )


def execute(url: str, query: str, *values: Any) -> None:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query, values)
    finally:
        connection.close()


def count(url: str, day: date, check: str = "gold/fact_sales_orphans") -> int:
    query = "select rows_count from ops.check_findings where day = %s and check_name = %s"
    ((rows,),) = fetch(url, query, day, check)
    return int(rows)


@pytest.fixture
def first(warehouse: str) -> str:
    """Give the test a published day: one order is whole, a line has neither order nor product."""
    add(warehouse, "products", FIRST, product_id="p")
    add(warehouse, "orders", FIRST, order_id="whole", status="created", ordered_at=FIRST)
    add(warehouse, "order_items", FIRST, order_id="whole", line_number=1, product_id="p")
    add(warehouse, "order_items", FIRST, order_id="gone", line_number=1, product_id="q")
    publish_gold(FIRST)
    return warehouse


def test_the_flag_goes_and_the_count_falls_when_the_parents_arrive(first: str) -> None:
    assert fetch(first, FLAGS) == [
        ("order_items", "gone", "1", "orders", "gone"),
        ("order_items", "gone", "1", "products", "q"),
    ]
    assert count(first, FIRST) == 2
    add(first, "orders", SECOND, order_id="gone", status="created", ordered_at=FIRST)
    publish_gold(SECOND)
    assert fetch(first, FLAGS) == [("order_items", "gone", "1", "products", "q")]
    assert count(first, SECOND) == 1
    sales = "select order_id, product_id from gold.fact_sales order by 1"
    assert fetch(first, sales) == [("gone", "q"), ("whole", "p")]
    add(first, "products", THIRD, product_id="q")
    publish_gold(THIRD)
    assert fetch(first, FLAGS) == []
    assert [count(first, day) for day in (FIRST, SECOND, THIRD)] == [2, 1, 0]


def test_a_night_that_touches_nothing_of_them_still_counts_the_orphans(first: str) -> None:
    publish_gold(SECOND)
    assert count(first, SECOND) == 2


def test_a_product_that_is_taken_back_makes_its_lines_orphans(first: str) -> None:
    execute(first, "delete from silver.products_versions where product_id = 'p'")
    touch(first, "products", SECOND, product_id="p")
    publish_gold(SECOND)
    assert ("order_items", "whole", "1", "products", "p") in fetch(first, FLAGS)


def test_a_review_of_an_unknown_product_is_kept_and_healed(first: str) -> None:
    add(first, "reviews", SECOND, review_id="r", order_id="", product_id="z", stars=1)
    publish_gold(SECOND)
    assert ("reviews", "r", "", "products", "z") in fetch(first, FLAGS)
    assert fetch(first, "select product_id from gold.fact_reviews") == [("z",)]
    add(first, "products", THIRD, product_id="z")
    publish_gold(THIRD)
    assert count(first, SECOND, "gold/fact_reviews_orphans") == 1
    assert count(first, THIRD, "gold/fact_reviews_orphans") == 0


def test_a_source_without_products_misses_none(first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "list_subjects", lambda _mappings: ["orders", "order_items"])
    publish_gold(SECOND, is_full=True)
    assert fetch(first, FLAGS) == [("order_items", "gone", "1", "orders", "gone")]


def test_publishing_a_day_again_replaces_its_findings(first: str) -> None:
    before = fetch(first, "select * from ops.check_findings order by check_name")
    publish_gold(FIRST)
    assert fetch(first, "select * from ops.check_findings order by check_name") == before
    publish_gold(SECOND)
    publish_gold(FIRST)
    assert count(first, FIRST) == 2
