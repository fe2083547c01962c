"""Turn the public Instacart files into daily drops, on a calendar derived from what they tell."""

import logging
import shutil
from array import array
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from include.sources.contract import TableContract, load_contract
from include.sources.drop import ReplayError, list_missing_drops, open_drop
from include.sources.dump import Dump, find_dump, open_dump, require_folder
from include.sources.instacart.calendar import UNKNOWN, Integers, date_orders

ONCE = ("products", "aisles", "departments")  # sent whole, with the first drop
STAMP = "ordered_at"  # the column that the replay adds
MOST_HELD_ROWS = 200_000

log = logging.getLogger(__name__)


class _Writer:
    """Appends rows to the files of the drops that are to be made; other days are left out."""

    def __init__(self, folders: dict[date, Path], name: str, header: str) -> None:
        self._paths = {day: folder / name for day, folder in folders.items()}
        self._held: dict[date, list[str]] = {day: [header] for day in folders}
        self._count = 0

    def add(self, day: date, text: str) -> None:
        """Put one record into the file of a day."""
        held = self._held.get(day)
        if held is not None:
            held.append(text)
            self._count += 1
            if self._count >= MOST_HELD_ROWS:
                self.flush()

    def flush(self) -> None:
        """Write what is held."""
        for day, rows in self._held.items():
            with self._paths[day].open("ab") as file:
                file.write("".join(rows).encode("utf-8", errors="surrogateescape"))
            rows.clear()
        self._count = 0


def write_drops(data: Path | None, landing: Path, first_night: date, last_night: date) -> None:
    """Write the missing drops: history under the day before `first_night`, then every night."""
    history = first_night - timedelta(days=1)
    missing = list_missing_drops(landing, first_night, last_night)
    if not missing:
        return
    data = require_folder("instacart", data)
    tables = load_contract("instacart").tables
    once = [find_dump(data, tables[table]) for table in ONCE]
    baskets = _find_baskets(data, tables["order_products"])
    orders = open_dump(find_dump(data, tables["orders"]), tables["orders"], _needed(tables))
    with ExitStack() as drops:
        # entered last first, so that the oldest drop is the first to be there
        folders = {day: drops.enter_context(open_drop(landing, day)) for day in missing[::-1]}
        order_days = _write_orders(orders, folders, history)
        for path in baskets:
            _write_baskets(path, tables["order_products"], folders, order_days, history)
        for path in once if history in folders else ():
            shutil.copyfile(path, folders[history] / path.name)
    log.info("instacart: %s drops written to %s", len(missing), landing)


def _needed(tables: dict[str, TableContract]) -> tuple[str, ...]:
    return tuple(column for column in tables["orders"].columns if column != STAMP)


def _find_baskets(data: Path, terms: TableContract) -> list[Path]:
    found = sorted(path for path in data.iterdir() if terms.fits(path.name))
    if not found:
        raise ReplayError(f"file {terms.file.rstrip('*')} is missing in folder {data}")
    return found


def _write_orders(dump: Dump, folders: dict[date, Path], history: date) -> dict[str, date]:
    """Write every order on its derived day; return the days of those that are not history."""
    days = _derive_days(dump)
    header = _append(dump, dump.header, STAMP)
    writer = _Writer(folders, dump.path.name.removesuffix(".gz"), header)
    later: dict[str, date] = {}
    for record, ordinal in zip(dump.records(), days.tolist(), strict=True):
        if not record.values:
            writer.add(history, record.text)
            continue
        day = history if ordinal == UNKNOWN else date.fromordinal(ordinal)
        if day > history:
            later[record.values["order_id"]] = day
        hour = _read(record.values["order_hour_of_day"])
        is_known = ordinal != UNKNOWN and 0 <= hour <= 23
        stamp = f"{day.isoformat()} {hour:02d}:00:00" if is_known else ""
        writer.add(max(day, history), _append(dump, record.text, stamp))
    writer.flush()
    return later


def _derive_days(dump: Dump) -> Integers:
    """Read what the calendar needs of every order, and return each one's day as an ordinal."""
    users: list[str] = []
    names: dict[str, str] = {}  # one text a user
    columns = {name: array("q") for name in ("order_number", "order_dow", "days_since_prior_order")}
    for record in dump.records():
        user = record.values.get("user_id", "")
        users.append(names.setdefault(user, user))
        for name, values in columns.items():
            values.append(_read(record.values.get(name, "")))
    return date_orders(users, *(np.array(values, dtype=np.int64) for values in columns.values()))


def _write_baskets(
    path: Path,
    terms: TableContract,
    folders: dict[date, Path],
    order_days: dict[str, date],
    history: date,
) -> None:
    """Write every line on the day of its order; a line without one goes into history."""
    dump = open_dump(path, terms, terms.key)
    header = dump.header.rstrip("\r\n") + dump.newline
    writer = _Writer(folders, path.name.removesuffix(".gz"), header)
    for record in dump.records():
        writer.add(order_days.get(record.values.get("order_id", ""), history), record.text)
    writer.flush()


def _append(dump: Dump, text: str, value: str) -> str:
    return text.rstrip("\r\n") + dump.delimiter + value + dump.newline


def _read(value: str) -> int:
    """Return a number's whole part, `UNKNOWN` where it is none; `7.0` is 7."""
    whole = value.strip().split(".")[0]
    return int(whole) if whole.isdecimal() and len(whole) < 10 else UNKNOWN
