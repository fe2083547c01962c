"""A source of two files, small enough that a test can write every byte of it."""

from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2

from include.ingest.ingest_day import load_drop
from include.sources.contract import Contract, read_contract
from include.warehouse.connect import open_transaction
from include.warehouse.silver import build_tables

CONTRACT = """
name: tiny
description: Two files for the tests
currency: EUR
language: en
timezone: Europe/Berlin
country: DE
tables:
  orders:
    file: orders*.csv*
    key: [order_id]
    columns:
      order_id: {type: text, is_required: true}
      status: {type: text, is_required: true, pattern: created|delivered}
      ordered_at: {type: timestamp}
      amount: {type: number, min: 0, max: 1000}
      is_gift: {type: boolean, aliases: [gift]}
  lines:
    file: lines.csv*
    key: [order_id, line]
    is_required: false
    columns:
      order_id: {type: text, is_required: true}
      line: {type: integer, is_required: true, min: 1}
      due_on: {type: date}
"""
ORDERS_MAPPING = """
-- tiny orders: one row per order. Reads bronze.orders.
select
    order_id,
    status,
    ordered_at,
    amount as order_amount,
    _day,
    _file,
    _row
from bronze.orders_typed
"""
LINES_MAPPING = """
-- tiny order_items: one row per line. Reads bronze.lines.
select
    order_id,
    line as line_number,
    due_on::timestamp at time zone %(timezone)s as handover_due_at,
    _day,
    _file,
    _row
from bronze.lines_typed;
"""
HEADER = "order_id,status,ordered_at,amount,is_gift"
DAY = date(2018, 4, 28)


class TinySource:
    """The source in a test's folder, and what a night does with it."""

    def __init__(self, folder: Path) -> None:
        self.landing = folder / "landing"
        self.mappings = folder / "mapping"
        self.mappings.mkdir(parents=True)
        (self.mappings / "orders.sql").write_text(ORDERS_MAPPING, encoding="utf-8")
        (self.mappings / "order_items.sql").write_text(LINES_MAPPING, encoding="utf-8")
        (folder / "contract.yaml").write_text(CONTRACT, encoding="utf-8")
        self.contract: Contract = read_contract(folder / "contract.yaml")

    def write(self, name: str, content: bytes | str, day: date = DAY) -> Path:
        """Write one file of a day's drop."""
        path = self.landing / day.isoformat() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def write_orders(self, rows: Iterable[str], day: date = DAY) -> Path:
        """Write the orders of a day, one text per row."""
        return self.write("orders.csv", "\n".join((HEADER, *rows)) + "\n", day)

    def ingest(self, day: date = DAY) -> dict[str, int]:
        """Load a drop into bronze."""
        with open_transaction() as connection:
            return load_drop(connection, self.contract, self.landing, day)

    def build(self, day: date = DAY) -> dict[str, int]:
        """Bring silver up to a day's bronze."""
        with open_transaction() as connection:
            return build_tables(connection, self.contract, self.mappings, day)

    def run(self, *days: date) -> None:
        """Load and build days one after another."""
        for day in days:
            self.ingest(day)
            self.build(day)


def fetch(url: str, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run one query on the test's warehouse."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def silver_content(url: str) -> list[tuple[Any, ...]]:
    """Return every version of every silver table that the tiny source fills."""
    return [
        row
        for table, key in (
            ("orders_versions", "order_id, known_from"),
            ("order_items_versions", "order_id, line_number, known_from"),
        )
        for row in fetch(url, f"select '{table}', t.* from silver.{table} as t order by {key}")
    ]
