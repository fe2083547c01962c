"""Mappings: a file that does not fit its silver table is named with the column at fault."""

import re

import pytest

from include.warehouse.mapping import MappingError
from tests.ingest.tiny_source import TinySource

AUDIT = "_day, _file, _row from bronze.orders"


@pytest.mark.parametrize(
    ("name", "query", "message"),
    [
        ("parcels", f"select order_id, {AUDIT}", "there is no table silver.parcels_versions"),
        ("orders", f"select order_id, colour, {AUDIT}", 'column "colour" does not exist'),
        ("orders", f"select order_id, 1 as colour, {AUDIT}", "silver.orders has no column colour"),
        ("orders", f"select status, {AUDIT}", "the mapping must give order_id"),
        ("orders", "select order_id, _day from bronze.orders", "must give _file, _row"),
        (
            "orders",
            f"select nullif(order_id, 'a') as order_id, {AUDIT}",
            "a row has no order_id",
        ),
        (
            "orders",
            f"select 7 as order_id, {AUDIT}",
            "order_id is of type integer, silver's is text: write ...::text as order_id",
        ),
        (
            "orders",
            f"select order_id, date '2018-04-28' as ordered_at, {AUDIT}",
            "write ...::timestamp at time zone %(timezone)s as ordered_at",
        ),
        (
            "orders",
            f"select order_id, ordered_at, {AUDIT}",
            "ordered_at is of type text, silver's is timestamp with time zone: give the column",
        ),
        (
            "customers",
            f"select order_id as customer_id, order_id as person_id, now() as registered_date,"
            f" {AUDIT}",
            "write (... at time zone %(timezone)s)::date as registered_date",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_is_an_error_with_file_and_column(
    tiny: TinySource, name: str, query: str, message: str
) -> None:
    tiny.write_orders(["a,created,,,"])
    tiny.ingest()
    (tiny.mappings / f"{name}.sql").write_text(query, encoding="utf-8")
    with pytest.raises(MappingError, match=re.escape(message)) as caught:
        tiny.build()
    assert f"{name}.sql" in str(caught.value)


def test_a_source_without_a_mapping_is_an_error(tiny: TinySource) -> None:
    for path in tiny.mappings.iterdir():
        path.unlink()
    with pytest.raises(MappingError, match="holds no mapping"):
        tiny.build()
