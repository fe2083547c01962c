"""Turn the nine Kaggle files of Olist into the drops the business would have sent each evening."""

import logging
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from include.sources.contract import load_contract
from include.sources.drop import ReplayError, has_drop, open_drop
from include.sources.dump import Dump, Record, find_dump, open_dump
from include.sources.olist.known import (
    Values,
    Version,
    find_day,
    list_order_versions,
    list_review_versions,
)

ONCE = ("geolocation", "product_category_name_translation")  # sent whole, with the first drop

log = logging.getLogger(__name__)


class _Drops:
    """The rows of the missing drops; what is older than history's evening falls into it."""

    def __init__(self, history: date, nights: set[date]) -> None:
        self.history = history.isoformat()
        self.rows: dict[tuple[str, str], list[str]] = {}
        self._missing = {night.isoformat() for night in nights}

    def add(self, table: str, versions: list[tuple[str, str]]) -> None:
        """Put each version of a row into its day's drop, into history only its last one."""
        older = [text for day, text in versions if day <= self.history]
        if older:
            self._put(self.history, table, older[-1])
        for day, text in versions:
            if day > self.history:
                self._put(day, table, text)

    def _put(self, day: str, table: str, text: str) -> None:
        if day in self._missing:
            self.rows.setdefault((day, table), []).append(text)


class _Replay:
    """One pass through the dump: orders first, the rest is dated by them."""

    def __init__(self, data: Path, drops: _Drops) -> None:
        self.contract = load_contract("olist")
        self.files = {
            table: find_dump(data, terms) for table, terms in self.contract.tables.items()
        }
        self.headers: dict[str, str] = {}
        self.drops = drops
        self._last_day = ""
        self._order_days: dict[str, str] = {}
        self._customer_days: dict[str, str] = {}
        self._product_days: dict[str, str] = {}
        self._seller_days: dict[str, str] = {}

    def read(self) -> None:
        """Read all files and sort their rows into the drops."""
        self._read_orders()
        self._date_rows("order_items", self._date_item)
        self._date_rows("order_payments", lambda row: self._order_days.get(row["order_id"]))
        self._date_rows("customers", lambda row: self._customer_days.get(row["customer_id"]))
        self._date_rows("products", lambda row: self._product_days.get(row["product_id"]))
        self._date_rows("sellers", lambda row: self._seller_days.get(row["seller_id"]))
        dump = self._open("order_reviews", "review_creation_date", "review_answer_timestamp")
        for record in dump.records():
            self._add(dump, "order_reviews", record, list_review_versions)

    def _open(self, table: str, *needed: str) -> Dump:
        terms = self.contract.tables[table]
        keys = (*terms.key, *needed)
        dump = open_dump(self.files[table], terms, keys)
        self.headers[table] = dump.header.rstrip("\r\n") + dump.newline
        return dump

    def _read_orders(self) -> None:
        terms = self.contract.tables["orders"]
        dump = self._open("orders", *terms.columns)
        records = list(dump.records())
        for record in records:
            row = record.values
            day = find_day(row.get("order_purchase_timestamp", ""), "")
            if day:
                self._order_days[row["order_id"]] = day
                self._customer_days[row["customer_id"]] = day
        if not self._order_days:
            raise ReplayError(f"file {dump.path} holds no order with a purchase date")
        self._last_day = max(self._order_days.values())
        for record in records:
            self._add(dump, "orders", record, list_order_versions)

    def _date_item(self, row: Values) -> str | None:
        """Return an item's day: its order's, and without one that of its shipping limit."""
        order = row["order_id"]
        day = self._order_days.get(order)
        if day is None:
            day = find_day(row["shipping_limit_date"], self._last_day)
            self._order_days[order] = day  # its payments go with it
        for days, thing in (
            (self._product_days, row["product_id"]),
            (self._seller_days, row["seller_id"]),
        ):
            days[thing] = min(day, days.get(thing, day))
        return day

    def _date_rows(self, table: str, find: Callable[[Values], str | None]) -> None:
        needed = ("product_id", "seller_id", "shipping_limit_date")
        dump = self._open(table, *(needed if table == "order_items" else ()))
        for record in dump.records():
            day = find(record.values) if record.values else None
            self.drops.add(table, [(day or self._last_day, record.text)])

    def _add(
        self,
        dump: Dump,
        table: str,
        record: Record,
        list_versions: Callable[[Values, str], Iterator[Version]],
    ) -> None:
        if not record.values:
            self.drops.add(table, [(self._last_day, record.text)])
            return
        self.drops.add(
            table,
            [
                (day, record.text if values == record.values else dump.render(values))
                for day, values in list_versions(record.values, self._last_day)
            ],
        )


def write_drops(data: Path | None, landing: Path, first_night: date, last_night: date) -> None:
    """Write the missing drops: history under the day before `first_night`, then every night."""
    history = first_night - timedelta(days=1)
    days = [history + timedelta(days=age) for age in range((last_night - history).days + 1)]
    missing = [day for day in days if not has_drop(landing, day)]
    if not missing:
        return
    if data is None:
        raise ReplayError("setting DATA is not set: it takes the folder of Olist's nine CSV files")
    if not data.is_dir():
        raise ReplayError(f"setting DATA is {data}: there is no such folder")
    drops = _Drops(history, set(missing))
    replay = _Replay(data, drops)
    replay.read()
    for day in missing:
        with open_drop(landing, day) as folder:
            _write_files(folder, replay, day, is_first=day == history)
        log.info("olist: drop of %s written to %s", day, landing)


def _write_files(folder: Path, replay: _Replay, day: date, *, is_first: bool) -> None:
    """Write one drop; a file that must come comes with its header alone on a quiet day."""
    for table, terms in replay.contract.tables.items():
        if table in ONCE:
            if is_first:
                shutil.copyfile(replay.files[table], folder / replay.files[table].name)
            continue
        rows = replay.drops.rows.get((day.isoformat(), table), [])
        if rows or terms.is_required:
            path = folder / replay.files[table].name.removesuffix(".gz")
            text = replay.headers[table] + "".join(rows)
            path.write_bytes(text.encode("utf-8", errors="surrogateescape"))
