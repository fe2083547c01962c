"""The Olist mappings, through ingest and silver of a made-up dump."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from include.ingest.ingest_day import ingest_day
from include.settings import load_settings
from include.sources.olist.replay import write_drops
from include.warehouse.silver import build_silver

FIRST, LAST = date(2018, 2, 18), date(2018, 2, 22)
Query = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def query(
    tiny_dump: Path, tmp_path: Path, warehouse: str, settings_env: pytest.MonkeyPatch
) -> Query:
    """Load the made-up nights; return a function that queries the warehouse."""
    settings_env.setenv("NIGHTSHIFT_SOURCE", "olist")
    settings_env.setenv("NIGHTSHIFT_LANDING", str(tmp_path / "landing"))
    settings_env.setenv("NIGHTSHIFT_FIRST_NIGHT", FIRST.isoformat())
    load_settings.cache_clear()
    write_drops(tiny_dump, tmp_path / "landing", FIRST, LAST)
    for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1):
        ingest_day(date.fromordinal(ordinal), "test", "manual")
        build_silver(date.fromordinal(ordinal))

    def run(statement: str) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(warehouse)) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    return run


def test_silver_holds_what_the_dump_says_in_our_words(query: Query) -> None:
    statuses = dict(query("select order_id, status from silver.orders"))
    assert statuses == {
        "plain": "delivered",
        "open": "approved",
        "gone": "cancelled",
        "undated": "delivered",
        "swapped": "delivered",
        "returned": "cancelled",
        "young": "created",
    }
    ((ordered_at,),) = query("select ordered_at from silver.orders where order_id = 'plain'")
    assert ordered_at == datetime(2018, 2, 16, 12, tzinfo=UTC)  # ten o'clock in summer time
    ((ordered_at,),) = query("select ordered_at from silver.orders where order_id = 'swapped'")
    assert ordered_at == datetime(2018, 2, 18, 11, tzinfo=UTC)  # eight o'clock in winter time
    assert query("select person_id, area from silver.customers where customer_id = 'c2'") == [
        ("u1", "SP")
    ]
    assert query("select category_english from silver.categories where category = 'toys'") == [
        ("playthings",)
    ]


def test_a_place_is_the_median_of_its_points_inside_the_country(query: Query) -> None:
    ((latitude, longitude),) = query("select latitude, longitude from silver.places")
    assert (round(float(latitude), 6), round(float(longitude), 6)) == (-23.6, -46.7)


def test_every_version_of_an_order_has_its_days(query: Query) -> None:
    versions = query(
        "select known_from, known_to, status from silver.orders_versions"
        " where order_id = 'plain' order by known_from"
    )
    assert versions == [
        (date(2018, 2, 17), date(2018, 2, 18), "approved"),
        (date(2018, 2, 18), date(2018, 2, 20), "shipped"),
        (date(2018, 2, 20), None, "delivered"),
    ]


def test_a_review_without_a_date_is_quarantined_and_nothing_else_is(query: Query) -> None:
    assert query("select table_name, column_name, day from ops.quarantine") == [
        ("order_reviews", "review_creation_date", date(2018, 2, 22))
    ]


def test_the_last_translation_counts_though_its_file_ends_without_a_line_end(query: Query) -> None:
    assert query("select category, category_english from silver.categories") == [
        ("toys", "playthings")
    ]
    assert query("select count(*) from ops.quarantine where table_name like '%translation'") == [
        (0,)
    ]
