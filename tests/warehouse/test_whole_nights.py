"""Nights of the demo business through ingest and silver, as the DAGs call them."""

from collections.abc import Iterable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import psycopg2
import pytest

from include.ingest.ingest_day import ingest_day
from include.settings import load_settings
from include.sources.demo.simulate import count_planted, write_night
from include.warehouse.silver import build_silver
from tests.ingest.tiny_source import fetch

FIRST = date(2026, 3, 28)
NIGHTS = tuple(FIRST + timedelta(days=number) for number in range(3))  # over a change of the clock
BRONZE = ("orders", "order_items", "deliveries", "payments", "reviews", "customers")


@pytest.fixture(scope="module")
def drops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    landing = tmp_path_factory.mktemp("demo") / "landing"
    for day in NIGHTS:
        write_night(landing, day, FIRST)
    return landing


@pytest.fixture
def demo(warehouse: str, drops: Path, settings_env: pytest.MonkeyPatch) -> str:
    """Give the test an empty warehouse of the demo business and three landed nights."""
    settings_env.setenv("NIGHTSHIFT_LANDING", str(drops))
    load_settings.cache_clear()
    return warehouse


def _run(nights: Iterable[date]) -> None:
    for day in nights:
        ingest_day(day, f"run {day}", "manual")
        build_silver(day)


def _content(url: str) -> list[tuple[str, str]]:
    """Return one checksum per silver table, over every version and where it came from."""
    tables = fetch(url, "select tablename from pg_tables where schemaname = 'silver' order by 1")
    return [
        (
            table,
            fetch(
                url,
                f"select md5(coalesce(string_agg(t::text, '|' order by t::text), ''))"
                f" from silver.{table} as t",
            )[0][0],
        )
        for (table,) in tables
    ]


def _empty(url: str) -> None:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            """
            select string_agg(format('%I.%I', schemaname, tablename), ', ')
            from pg_tables
            where
                schemaname in ('bronze', 'silver')
                or (schemaname = 'ops' and tablename <> 'alembic_version')
            """
        )
        (tables,) = cursor.fetchone() or ("",)
        cursor.execute(f"truncate {tables}")
        connection.commit()


def test_nights_end_in_the_same_silver_in_any_order_and_however_often(demo: str) -> None:
    _run(NIGHTS)
    in_order = _content(demo)
    assert fetch(demo, "select count(*) > 1000 from silver.orders") == [(True,)]
    _run(NIGHTS[1:])
    assert _content(demo) == in_order
    _empty(demo)
    _run((NIGHTS[2], NIGHTS[0], NIGHTS[1]))
    assert _content(demo) == in_order


def test_exactly_the_bad_rows_that_were_planted_are_in_quarantine(demo: str) -> None:
    _run(NIGHTS[:1])
    planted = count_planted(FIRST, FIRST)
    ledger = fetch(
        demo,
        "select table_name, rows_read, rows_merged, rows_quarantined from ops.load_ledger"
        " where table_name = any(%s) order by 1",
        list(BRONZE),
    )
    assert ledger == [
        (table, planted[table].rows, planted[table].merged, planted[table].quarantined)
        for table in sorted(planted)
        if table in BRONZE
    ]
    assert fetch(demo, "select count(*) from ops.quarantine where reason = '' or raw = ''") == [
        (0,)
    ]
