"""A first build is a shortcut: it ends in what the general step would have written."""

from datetime import timedelta

from tests.ingest.tiny_source import DAY, TinySource, fetch, silver_content

DAYS = [DAY + timedelta(days=number) for number in range(5)]


def test_a_first_build_writes_what_the_general_step_writes(
    tiny: TinySource, warehouse: str
) -> None:
    rows = [f"k{number},created,2018-04-01 10:00:00,{number % 1000}," for number in range(50)]
    tiny.write_orders([*rows, "k1,delivered,,2,"], DAYS[0])
    tiny.write("lines.csv", "order_id,line\nk1,1\nk1,2\n", DAYS[0])
    tiny.run(DAYS[0])
    first = silver_content(warehouse)
    assert len(first) == 52
    assert fetch(warehouse, "select count(*) from ops.touched_keys") == [(0,)]
    tiny.build(DAYS[0])
    assert silver_content(warehouse) == first
    assert fetch(warehouse, "select count(*) from ops.touched_keys") == [(52,)]


def test_a_first_build_gives_the_table_its_key_and_indexes_back(
    tiny: TinySource, warehouse: str
) -> None:
    facts = (
        "select pg_get_indexdef(indexrelid), indisprimary from pg_index"
        " where indrelid = 'silver.orders_versions'::regclass order by 1"
    )
    before = fetch(warehouse, facts)
    tiny.write_orders(["a,created,,,"], DAYS[0])
    tiny.run(DAYS[0])
    assert fetch(warehouse, facts) == before
    assert len(before) > 2


def test_a_first_build_whose_mapping_repeats_a_key_is_left_to_the_general_step(
    tiny: TinySource, warehouse: str
) -> None:
    (tiny.mappings / "orders.sql").write_text(
        "select lower(order_id) as order_id, status, _day, _file, _row from bronze.orders",
        encoding="utf-8",
    )
    tiny.write_orders(["A,created,,,", "a,delivered,,,"], DAYS[0])
    tiny.run(DAYS[0])
    assert fetch(warehouse, "select order_id, status from silver.orders") == [("a", "delivered")]
