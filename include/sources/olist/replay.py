"""Turn the nine Kaggle files of Olist into the drops the business would have sent each evening."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from include.sources.drop import ReplayError
from include.sources.dump import Record
from include.sources.dump_replay import DumpReplay, Values, Version, open_replay
from include.sources.olist.known import find_day, list_order_versions, list_review_versions

ONCE = ("geolocation", "product_category_name_translation")  # sent whole, with the first drop
ITEM_COLUMNS = ("product_id", "seller_id", "shipping_limit_date")
REVIEW_COLUMNS = ("review_creation_date", "review_answer_timestamp")


class _Reader:
    """One pass through the dump: orders first, the rest is dated by them."""

    def __init__(self, replay: DumpReplay) -> None:
        self.replay = replay
        self._last_day = ""
        self._order_days: dict[str, str] = {}
        self._customer_days: dict[str, str] = {}
        self._product_days: dict[str, str] = {}
        self._seller_days: dict[str, str] = {}

    def read(self) -> None:
        """Read all files and sort their rows into the drops."""
        for table in ONCE:
            self.replay.copy_once(table)
        self._read_orders()
        self._date_rows("order_items", self._date_item, *ITEM_COLUMNS)
        self._date_rows("order_payments", lambda row: self._order_days.get(row["order_id"]))
        self._date_rows("customers", lambda row: self._customer_days.get(row["customer_id"]))
        self._date_rows("products", lambda row: self._product_days.get(row["product_id"]))
        self._date_rows("sellers", lambda row: self._seller_days.get(row["seller_id"]))
        dump = self.replay.open("order_reviews", *REVIEW_COLUMNS)
        for record in dump.records():
            versions = self._list_versions(record, list_review_versions)
            self.replay.add("order_reviews", dump, record, versions)

    def _read_orders(self) -> None:
        dump = self.replay.open("orders", *self.replay.contract.tables["orders"].columns)
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
            versions = self._list_versions(record, list_order_versions)
            self.replay.add("orders", dump, record, versions)

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

    def _date_rows(self, table: str, find: Callable[[Values], str | None], *needed: str) -> None:
        dump = self.replay.open(table, *needed)
        for record in dump.records():
            day = find(record.values) if record.values else None
            self.replay.add_texts(table, [(day or self._last_day, record.text)])

    def _list_versions(
        self, record: Record, list_versions: Callable[[Values, str], Iterator[Version]]
    ) -> Iterator[Version]:
        """Yield the versions of a record; one that is cut comes on the dump's last day."""
        if record.values:
            yield from list_versions(record.values, self._last_day)
        else:
            yield self._last_day, record.values


def write_drops(data: Path | None, landing: Path, first_night: date, last_night: date) -> None:
    """Write the missing drops: history under the day before `first_night`, then every night."""
    replay = open_replay("olist", data, landing, first_night, last_night)
    if replay is not None:
        _Reader(replay).read()
        replay.write_drops(landing)
