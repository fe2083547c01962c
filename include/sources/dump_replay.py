"""Turn a full dump into drops: each row comes on the evening on which it became known.

Days are texts, `YYYY-MM-DD`: their order is the calendar's.
"""

import logging
import shutil
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from include.sources.contract import Contract, load_contract
from include.sources.drop import list_missing_drops, open_drop
from include.sources.dump import Dump, Record, find_dump, open_dump, require_folder

Values = dict[str, str]
Version = tuple[str, Values]

log = logging.getLogger(__name__)


class DumpReplay:
    """The files of a dump, and their rows, sorted into the drops that are still missing.

    What became known before history's evening falls into history, each row as it read then.
    """

    def __init__(self, contract: Contract, data: Path, history: date, missing: list[date]) -> None:
        self.contract = contract
        self.files = {table: find_dump(data, terms) for table, terms in contract.tables.items()}
        self._history = history.isoformat()
        self._missing = {day.isoformat(): day for day in missing}
        self._headers: dict[str, str] = {}
        self._rows: dict[tuple[str, str], list[str]] = {}
        self._copied: set[str] = set()

    def open(self, table: str, *needed: str) -> Dump:
        """Open the file of a table; raises `ReplayError` when a key or needed column lacks."""
        terms = self.contract.tables[table]
        dump = open_dump(self.files[table], terms, (*terms.key, *needed))
        self._headers[table] = dump.header.rstrip("\r\n") + dump.newline
        return dump

    def copy_once(self, table: str) -> None:
        """Send a file whole and unchanged, with the first drop."""
        self._copied.add(table)

    def add(self, table: str, dump: Dump, record: Record, versions: Iterable[Version]) -> None:
        """Put each version of a record, oldest first, into the drop of its day.

        A version equal to the record goes on as its text stands.
        """
        self.add_texts(
            table,
            [
                (day, record.text if values == record.values else dump.render(values))
                for day, values in versions
            ],
        )

    def add_texts(self, table: str, versions: Sequence[tuple[str, str]]) -> None:
        """Put each version of a row into its day's drop, into history only its last one."""
        older = [text for day, text in versions if day <= self._history]
        if older:
            self._put(self._history, table, older[-1])
        for day, text in versions:
            if day > self._history:
                self._put(day, table, text)

    def _put(self, day: str, table: str, text: str) -> None:
        if day in self._missing:
            self._rows.setdefault((day, table), []).append(text)

    def write_drops(self, landing: Path) -> None:
        """Write the missing drops, oldest first; call it once all rows are added."""
        for day in self._missing.values():
            with open_drop(landing, day) as folder:
                self._write_files(folder, day.isoformat())
            log.info("%s: drop of %s written to %s", self.contract.name, day, landing)

    def _write_files(self, folder: Path, day: str) -> None:
        """Fill a drop; a file that must come comes with its header alone on a quiet day."""
        for table, terms in self.contract.tables.items():
            source = self.files[table]
            if table in self._copied:
                if day == self._history:
                    shutil.copyfile(source, folder / source.name)
                continue
            rows = self._rows.get((day, table), [])
            if rows or terms.is_required:
                text = self._headers[table] + "".join(rows)
                path = folder / source.name.removesuffix(".gz")
                path.write_bytes(text.encode("utf-8", errors="surrogateescape"))


def open_replay(
    source: str, data: Path | None, landing: Path, first_night: date, last_night: date
) -> DumpReplay | None:
    """Find the dump's files; None when no drop of the range is missing.

    History is one drop under the day before `first_night`. Raises `ReplayError` naming the
    setting or the file that lacks.
    """
    missing = list_missing_drops(landing, first_night, last_night)
    if not missing:
        return None
    history = first_night - timedelta(days=1)
    return DumpReplay(load_contract(source), require_folder(source, data), history, missing)
