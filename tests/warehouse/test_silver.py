"""Silver: versions that depend on what arrived, never on when or how often."""

from datetime import UTC, datetime, timedelta

import psycopg2
import pytest

from include.warehouse import silver
from tests.ingest.tiny_source import DAY, HEADER, TinySource, fetch, silver_content

DAYS = [DAY + timedelta(days=number) for number in range(5)]
VERSIONS = (
    "select order_id, status, known_from, known_to from silver.orders_versions"
    " order by order_id, known_from"
)


def _deliver_five_days(tiny: TinySource) -> None:
    rows = [
        ["a,created,,10,", "b,created,,20,"],
        ["a,created,,10,", "c,created,,x,"],
        ["a,delivered,,10,", "c,created,,30,", "c,created,,31,"],
        ["b,delivered,,20,"],
        ["a,created,,10,", "c,delivered,,30,"],
    ]
    for day, lines in zip(DAYS, rows, strict=True):
        tiny.write_orders(lines, day)
    tiny.write("lines.csv", "order_id,line,due_on\na,1,2018-05-01\nb,1,\n", DAYS[0])
    tiny.write("lines.csv", "order_id,line,due_on\na,1,2018-05-02\na,2,\n", DAYS[3])


def test_a_change_begins_a_version_and_an_equal_state_does_not(
    tiny: TinySource, warehouse: str
) -> None:
    _deliver_five_days(tiny)
    tiny.run(*DAYS)
    assert fetch(warehouse, VERSIONS) == [
        ("a", "created", DAYS[0], DAYS[2]),
        ("a", "delivered", DAYS[2], DAYS[4]),
        ("a", "created", DAYS[4], None),
        ("b", "created", DAYS[0], DAYS[3]),
        ("b", "delivered", DAYS[3], None),
        ("c", "created", DAYS[2], DAYS[4]),
        ("c", "delivered", DAYS[4], None),
    ]
    assert fetch(
        warehouse, "select order_id, status, known_from from silver.orders order by 1"
    ) == [
        ("a", "created", DAYS[4]),
        ("b", "delivered", DAYS[3]),
        ("c", "delivered", DAYS[4]),
    ]
    assert fetch(
        warehouse, "select _file, _row from silver.orders_versions where order_id = 'c'"
    ) == [("orders.csv", 4), ("orders.csv", 3)]


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (2, 0, 4, 1, 3), (1, 4, 0, 3, 2)])
def test_days_in_any_order_end_in_the_same_silver(
    tiny: TinySource, warehouse: str, order: tuple[int, ...]
) -> None:
    _deliver_five_days(tiny)
    tiny.run(*DAYS)
    in_order = silver_content(warehouse)
    for table in ("orders_versions", "order_items_versions"):
        _execute(warehouse, f"truncate silver.{table}")
    for table in ("orders", "lines"):
        _execute(warehouse, f"truncate bronze.{table}")
    tiny.run(*(DAYS[number] for number in order))
    assert silver_content(warehouse) == in_order


def test_a_day_twice_is_a_day_once(tiny: TinySource, warehouse: str) -> None:
    _deliver_five_days(tiny)
    tiny.run(*DAYS)
    once = silver_content(warehouse)
    tiny.run(DAYS[4], DAYS[0], DAYS[2])
    assert silver_content(warehouse) == once


def test_a_correction_of_an_old_day_reaches_the_versions_after_it(
    tiny: TinySource, warehouse: str
) -> None:
    tiny.write_orders(["a,created,,10,"], DAYS[0])
    tiny.write_orders(["a,delivered,,10,"], DAYS[1])
    tiny.write_orders(["a,delivered,,10,"], DAYS[3])
    tiny.run(DAYS[0], DAYS[1], DAYS[3])
    tiny.write_orders(["a,created,,10,"], DAYS[1])
    tiny.run(DAYS[1])
    assert fetch(warehouse, VERSIONS) == [
        ("a", "created", DAYS[0], DAYS[3]),
        ("a", "delivered", DAYS[3], None),
    ]


def test_what_vanishes_from_a_replaced_day_vanishes_from_silver_and_is_touched(
    tiny: TinySource, warehouse: str
) -> None:
    tiny.write_orders(["a,created,,10,", "b,created,,20,"], DAYS[0])
    tiny.write_orders(["a,delivered,,10,"], DAYS[1])
    tiny.run(*DAYS[:2])
    _execute(warehouse, "delete from ops.touched_keys")
    tiny.write_orders([], DAYS[0])
    tiny.run(DAYS[0])
    assert fetch(warehouse, VERSIONS) == [("a", "delivered", DAYS[1], None)]
    assert fetch(warehouse, "select table_name, key from ops.touched_keys order by key") == [
        ("orders", {"order_id": "a"}),
        ("orders", {"order_id": "b"}),
    ]


def test_touched_keys_name_every_part_of_the_key_and_the_newest_day(
    tiny: TinySource, warehouse: str
) -> None:
    _execute(warehouse, "insert into ops.published_days values ('2000-01-01')")
    _deliver_five_days(tiny)
    tiny.run(DAYS[3], DAYS[0])
    assert fetch(
        warehouse,
        "select key, touched_day from ops.touched_keys"
        " where table_name = 'order_items' order by key",
    ) == [
        ({"order_id": "a", "line_number": 1}, DAYS[3]),
        ({"order_id": "a", "line_number": 2}, DAYS[3]),
        ({"order_id": "b", "line_number": 1}, DAYS[0]),
    ]


def test_of_two_rows_of_one_silver_key_and_day_the_last_of_the_files_wins(
    tiny: TinySource, warehouse: str
) -> None:
    (tiny.mappings / "orders.sql").write_text(
        "select lower(order_id) as order_id, status, _day, _file, _row from bronze.orders",
        encoding="utf-8",
    )
    tiny.write("orders_2.csv", f"{HEADER}\nA,delivered,,,\n")
    tiny.write("orders_10.csv", f"{HEADER}\na,created,,,\n\nA,created,,,\n")
    tiny.ingest()
    tiny.build()
    assert fetch(warehouse, "select status, _file, _row from silver.orders_versions") == [
        ("delivered", "orders_2.csv", 2)
    ]


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2018-03-25 01:59:59", datetime(2018, 3, 25, 0, 59, 59, tzinfo=UTC)),
        ("2018-03-25 03:00:00", datetime(2018, 3, 25, 1, 0, 0, tzinfo=UTC)),
        ("2018-10-28 01:59:59", datetime(2018, 10, 27, 23, 59, 59, tzinfo=UTC)),
        ("2018-10-28 03:00:00", datetime(2018, 10, 28, 2, 0, 0, tzinfo=UTC)),
    ],
)
def test_local_times_around_a_change_of_the_clock_become_the_right_instants(
    tiny: TinySource, warehouse: str, local: str, instant: datetime
) -> None:
    tiny.write_orders([f"a,created,{local},,"])
    tiny.run(DAY)
    assert fetch(warehouse, "select ordered_at from silver.orders") == [(instant,)]


def test_a_build_whose_connection_is_killed_leaves_silver_as_it_was(
    tiny: TinySource, warehouse: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _deliver_five_days(tiny)
    tiny.run(*DAYS[:2])
    before = silver_content(warehouse), fetch(warehouse, "select * from ops.touched_keys")
    tiny.ingest(DAYS[3])

    def kill(cursor: psycopg2.extensions.cursor, *rest: object) -> None:
        fetch(warehouse, "select pg_terminate_backend(%s)", cursor.connection.info.backend_pid)

    with monkeypatch.context() as patch:
        patch.setattr(silver, "analyze_if_grown", kill)
        with pytest.raises(psycopg2.Error):
            tiny.build(DAYS[3])
    assert (silver_content(warehouse), fetch(warehouse, "select * from ops.touched_keys")) == before
    tiny.build(DAYS[3])
    assert len(fetch(warehouse, VERSIONS)) == 3


def test_a_night_reads_the_rows_of_its_keys_and_not_the_table(
    tiny: TinySource, warehouse: str
) -> None:
    tiny.write_orders([f"k{number},created,,1," for number in range(20000)], DAYS[0])
    tiny.write_orders([f"k{number},delivered,,1," for number in range(0, 20000, 400)], DAYS[1])
    tiny.run(DAYS[0])
    tiny.ingest(DAYS[1])
    scans = "select seq_scan from pg_stat_user_tables where relname = any(%s) order by relname"
    tables = ["orders", "orders_versions"]
    _execute(warehouse, "select pg_stat_force_next_flush()")
    before = fetch(warehouse, scans, tables)
    tiny.build(DAYS[1])
    _execute(warehouse, "select pg_stat_force_next_flush()")
    assert fetch(warehouse, scans, tables) == before
    assert fetch(warehouse, "select count(*) from silver.orders where status = 'delivered'") == [
        (50,)
    ]


def _execute(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
