"""Turn the nine Blinkit files into the drops the business would have sent each evening."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from include.sources.blinkit.known import (
    find_month_end,
    list_customer_versions,
    list_order_versions,
)
from include.sources.days import ReadDay, make_day_reader
from include.sources.drop import ReplayError
from include.sources.dump_replay import DumpReplay, Values, Version, open_replay

# the files whose rows stand for one day, and the column that names it
DATED = {
    "customer_feedback": "feedback_date",
    "marketing_performance": "date",
    "inventory": "date",
}
# the columns by which the dump's last day is found
CLOCKS = {"orders": "order_date", "delivery_performance": "actual_time", **DATED}


class _Reader:
    """One pass to find the dump's last day, one to sort its rows into the drops."""

    def __init__(self, replay: DumpReplay) -> None:
        self.replay = replay
        self._readers: dict[tuple[str, str], ReadDay] = {}
        self._order_days: dict[str, str] = {}
        self._last_day = ""

    def read(self) -> None:
        """Read all files and sort their rows into the drops."""
        self.replay.copy_once("products")
        self._last_day = self._find_last_day()
        self._sort("orders", self._list_orders, "order_date", "actual_delivery_time")
        self._sort("order_items", self._list_items)
        self._sort("delivery_performance", self._list_deliveries, "actual_time", "promised_time")
        self._sort("customers", self._list_customers, "registration_date")
        self._sort("inventory_new", self._list_months)
        for table, column in DATED.items():
            self._sort(table, self._list_by(table, column), column)

    def _find_last_day(self) -> str:
        """Return the newest day of the dump: nothing in it became known later."""
        days = [""]
        for table, column in CLOCKS.items():
            for record in self.replay.open(table, column).records():
                days.append(self._read_day(table, column, record.values))
        if not max(days):
            raise ReplayError(f"file {self.replay.files['orders']} holds no order with a date")
        return max(days)

    def _sort(
        self, table: str, list_versions: Callable[[Values], Iterable[Version]], *needed: str
    ) -> None:
        """Add each row's versions; a row that is cut or has no day comes on the last day."""
        dump = self.replay.open(table, *needed)
        for record in dump.records():
            versions = list_versions(record.values) if record.values else [("", record.values)]
            dated = [(day or self._last_day, values) for day, values in versions]
            self.replay.add(table, dump, record, dated)

    def _list_orders(self, row: Values) -> Iterable[Version]:
        ordered = self._read_day("orders", "order_date", row) or self._last_day
        self._order_days[row["order_id"]] = ordered
        delivered = self._read_day("orders", "actual_delivery_time", row)
        return list_order_versions(row, ordered, delivered)

    def _list_items(self, row: Values) -> Iterable[Version]:
        return [(self._order_days.get(row["order_id"], ""), row)]

    def _list_deliveries(self, row: Values) -> Iterable[Version]:
        delivered = self._read_day("delivery_performance", "actual_time", row)
        return [(delivered or self._read_day("delivery_performance", "promised_time", row), row)]

    def _list_customers(self, row: Values) -> Iterable[Version]:
        registered = self._read_day("customers", "registration_date", row)
        return list_customer_versions(row, registered or self._last_day, self._last_day)

    def _list_months(self, row: Values) -> Iterable[Version]:
        month = self._read_day("inventory_new", "date", row)
        return [(min(find_month_end(month), self._last_day) if month else "", row)]

    def _list_by(self, table: str, column: str) -> Callable[[Values], Iterable[Version]]:
        return lambda row: [(self._read_day(table, column, row), row)]

    def _read_day(self, table: str, column: str, row: Values) -> str:
        read = self._readers.get((table, column))
        if read is None:
            read = make_day_reader(self.replay.contract.tables[table].columns[column])
            self._readers[table, column] = read
        return read(row.get(column, ""))


def write_drops(data: Path | None, landing: Path, first_night: date, last_night: date) -> None:
    """Write the missing drops: history under the day before `first_night`, then every night."""
    replay = open_replay("blinkit", data, landing, first_night, last_night)
    if replay is not None:
        _Reader(replay).read()
        replay.write_drops(landing)
