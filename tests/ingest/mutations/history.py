"""Histories of one table: days that come late, again, corrected, smaller, twice or not at all.

After each delivery bronze and silver are compared with a plain walk over the days, and the keys
whose versions changed with those that gold is told of.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ingest.ingest_day import load_drop
from include.ingest.landing import LandingError
from include.sources.contract import Contract
from include.warehouse.silver import build_tables
from tests.ingest.mutations.check import Outcome

FIRST_DAY = date(2018, 1, 1)
KEYS = "abcdef"
HEADER = "order_id,status,amount\n"
BROKEN = "\0\n"
SHARES = (1.0, 0.5)  # of a full refresh that may be lost
MAPPING = """
select order_id, status, amount as order_amount, _day, _file, _row from bronze.visits_typed
"""
VERSIONS = """
    select order_id, status, order_amount, known_from, known_to from silver.orders_versions
    order by order_id, known_from
"""
BRONZE = "select _day, order_id, status, amount from bronze.visits order by _day, order_id"
LEDGER = """
    select day, sum(rows_read), sum(rows_loaded), sum(rows_merged), sum(rows_quarantined)
    from ops.load_ledger where table_name = 'visits' group by day order by day
"""
EMPTY = """
    truncate silver.orders_versions, ops.load_ledger, ops.quarantine, ops.touched_keys,
    ops.published_days cascade
"""

State = tuple[str, str]  # status and amount
Version = tuple[str, str, Decimal, date, date | None]


@dataclass(frozen=True)
class Delivery:
    """One drop of a day, by what it must come to: the last good row of each key, and the counts."""

    day: date
    how: str
    files: Mapping[str, str]
    rows: Mapping[str, State]
    read: int
    bad: int

    @property
    def is_refresh(self) -> bool:
        """Return whether a full refresh came, and whole: what it lacks has gone."""
        return "_CLOSED" not in self.files and not self.bad and not self.is_broken

    @property
    def is_broken(self) -> bool:
        """Return whether a file of it cannot be read: the contract refuses such a file alone."""
        return BROKEN in self.files.values()


class HistoryChecker:
    """Random histories of one table in one warehouse."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self.mappings = folder / "history" / "mapping"
        self.mappings.mkdir(parents=True)
        (self.mappings / "orders.sql").write_text(MAPPING, encoding="utf-8")

    def run(self, seed: int) -> Outcome:
        """Deliver a history by a seed, and return what disagrees."""
        rng = Random(f"history {seed}")
        is_snapshot, share = rng.random() < 0.5, rng.choice(SHARES)
        contract = _contract(is_snapshot=is_snapshot, share=share)
        is_published = rng.random() < 0.5
        self._empty(is_published=is_published)
        landing = self.folder / "history" / str(seed)
        outcome = Outcome(Counter(histories=1))
        stands: dict[date, Delivery] = {}
        for delivery in draw_deliveries(rng):
            _write(landing / delivery.day.isoformat(), delivery.files)
            label = f"history {seed} ({delivery.how} {delivery.day}): "
            must_refuse = is_snapshot and _has_shrunk(delivery, stands, share)
            before = self._fetch(VERSIONS)
            try:
                load_drop(self.connection, contract, landing, delivery.day)
                build_tables(self.connection, contract, self.mappings, delivery.day)
            except LandingError as error:
                self.connection.rollback()
                outcome.counts["refreshes refused"] += 1
                if not must_refuse:
                    outcome.findings.append(f"{label}refused: {error}")
            except Exception as error:
                self.connection.rollback()
                outcome.findings.append(f"{label}{type(error).__name__}: {error}")
            else:
                self.connection.commit()
                if must_refuse:
                    outcome.findings.append(f"{label}a full refresh shrank, and was loaded")
                stands[delivery.day] = delivery
            outcome.counts["deliveries"] += 1
            found = self._compare(stands, before, is_snapshot=is_snapshot, told=is_published)
            outcome.findings += [label + finding for finding in found]
        return outcome

    def _empty(self, *, is_published: bool) -> None:
        """Begin anew; the first build goes another way than a day after others."""
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute("drop table if exists bronze.visits cascade")
            cursor.execute(EMPTY)
            if is_published:
                cursor.execute("insert into ops.published_days values ('2000-01-01')")

    def _fetch(self, query: str) -> list[tuple[Any, ...]]:
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def _compare(
        self,
        stands: Mapping[date, Delivery],
        before: list[tuple[Any, ...]],
        *,
        is_snapshot: bool,
        told: bool,
    ) -> Iterator[str]:
        rows = [
            (day, key, *state)
            for day, each in sorted(stands.items())
            for key, state in sorted(each.rows.items())
        ]
        counts = [
            (day, each.read, len(each.rows), each.read - len(each.rows) - each.bad, each.bad)
            for day, each in sorted(stands.items())
            if "_CLOSED" not in each.files
        ]
        versions = list(walk(stands, is_snapshot=is_snapshot))
        found = self._fetch(VERSIONS)
        for what, wanted, there in (
            ("bronze", rows, self._fetch(BRONZE) if stands else []),
            ("ledger", counts, self._fetch(LEDGER)),
            ("silver", versions, found),
        ):
            if there != wanted:
                yield f"{what} is {there}, not {wanted}"
        changed = {version[0] for version in set(before) ^ set(found)}
        touched = {key["order_id"] for (key,) in self._fetch("select key from ops.touched_keys")}
        if told and changed - touched:
            yield f"gold is not told of {sorted(changed - touched)}"
        self._fetch("delete from ops.touched_keys returning 1")


def walk(stands: Mapping[date, Delivery], *, is_snapshot: bool) -> Iterator[Version]:
    """Yield the versions of each key: a state lasts until another comes, or a refresh lacks it."""
    for key in KEYS:
        since: date | None = None
        state: State | None = None
        for day, delivery in sorted(stands.items()):
            new = delivery.rows.get(key)
            if new is None and not (is_snapshot and delivery.is_refresh):
                continue
            if new == state:
                continue
            if state is not None and since is not None:
                yield key, state[0], Decimal(state[1]), since, day
            since, state = day, new
        if state is not None and since is not None:
            yield key, state[0], Decimal(state[1]), since, None


def draw_deliveries(rng: Random) -> Iterator[Delivery]:
    """Yield the drops of a few days in the order in which they come, some days again."""
    days = [FIRST_DAY + timedelta(days=number) for number in range(rng.randint(3, 6))]
    order = list(days)
    if rng.random() < 0.5:  # one comes late
        order.append(order.pop(rng.randrange(len(order))))
    elif rng.random() < 0.5:
        rng.shuffle(order)
    known: dict[date, Delivery] = {}
    for day in order:
        known[day] = _draw(day, "first", rng)
        if known and rng.random() < 0.1:
            other = rng.choice(list(known.values()))
            known[day] = _deliver(day, "the bytes of another day", other.files)
        yield known[day]
    for _ in range(rng.randint(0, 4)):
        day = rng.choice(order)
        known[day] = _draw_again(known[day], rng)
        yield known[day]


def _draw(day: date, how: str, rng: Random) -> Delivery:
    """Draw a day: one file or two, some rows bad, repeated or corrected within the day."""
    if rng.random() < 0.05:
        return _deliver(day, "closed", {"_CLOSED": ""})
    lines = [_draw_line(key, rng) for key in KEYS if rng.random() < 0.8]
    if rng.random() < 0.3:
        lines += [_draw_line(rng.choice(KEYS), rng) for _ in range(3)]
    if rng.random() < 0.2:
        bad = rng.choice(("a,created,\n", "b,,1\n", "c,created,x\n", "d,created\n", ",created,1\n"))
        lines.insert(rng.randint(0, len(lines)), bad)
    if rng.random() < 0.3:
        at = rng.randint(0, len(lines))
        parts = {"visits.csv": lines[:at], "visits_2.csv": lines[at:]}
        return _deliver(day, f"{how}, in two files", _join(parts))
    if rng.random() < 0.1:
        files = _join({"visits.csv": lines[: rng.randint(0, len(lines))]})
        return _deliver(day, f"{how}, with a broken file", {**files, "visits_2.csv": BROKEN})
    if rng.random() < 0.05:
        return _deliver(day, f"{how}, broken", {"visits.csv": BROKEN})
    if rng.random() < 0.1:
        parts = {"visits.csv": lines, "visits_copy.csv": lines}
        return _deliver(day, f"{how}, twice", _join(parts))
    return _deliver(day, how, _join({"visits.csv": lines}))


def _draw_again(old: Delivery, rng: Random) -> Delivery:
    """Send a day again: as it was, smaller, corrected, empty or quite another."""
    how = rng.choice(("the same", "smaller", "corrected", "empty", "another"))
    if how == "the same" or "_CLOSED" in old.files or old.files["visits.csv"] == BROKEN:
        return _deliver(old.day, "the same", old.files)
    if how == "another":
        return _draw(old.day, "another", rng)
    if how == "empty":
        return _deliver(old.day, how, {"visits.csv": HEADER})
    lines = old.files["visits.csv"].splitlines(keepends=True)[1:]
    if how == "smaller":
        lines = [line for line in lines if rng.random() < 0.6]
    else:
        lines = [_draw_line(line[0], rng) if line[0] in KEYS else line for line in lines]
    return _deliver(old.day, how, _join({"visits.csv": lines}))


def _draw_line(key: str, rng: Random) -> str:
    return f"{key},{rng.choice(('created', 'delivered'))},{rng.choice((1, 2))}\n"


def _join(parts: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: HEADER + "".join(lines) for name, lines in parts.items()}


def _deliver(day: date, how: str, files: Mapping[str, str]) -> Delivery:
    """Say what a drop must come to, line by line."""
    rows: dict[str, State] = {}
    read = bad = 0
    for name, text in sorted(files.items()):
        is_copy = any(text == files[other] for other in files if other < name)
        for line in text.splitlines()[1:]:
            key, *state = line.split(",")
            read += 1
            if len(state) != 2 or not key or not state[0] or not state[1].isdigit():
                bad += not is_copy
            elif not is_copy:
                rows[key] = (state[0], state[1])
    return Delivery(day, how, files, rows, read, bad)


def _has_shrunk(delivery: Delivery, stands: Mapping[date, Delivery], share: float) -> bool:
    """Tell whether a refresh has lost more of the rows of the one before it than it may.

    A row that is bad, or in a file that cannot be read, is not lost.
    """
    before = [
        len(each.rows)
        for day, each in sorted(stands.items())
        if day < delivery.day
        and set(each.files.values()) - {BROKEN}
        and "_CLOSED" not in each.files
    ]
    if not before or delivery.is_broken or "_CLOSED" in delivery.files:
        return False
    return len(delivery.rows) + delivery.bad < before[-1] * (1 - share)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def _contract(*, is_snapshot: bool, share: float) -> Contract:
    refresh = {"mode": "snapshot", "max_shrink": share} if is_snapshot else {}
    return Contract.model_validate(
        {
            "name": "history",
            "description": "One table over many days",
            "currency": "EUR",
            "language": "en",
            "timezone": "Europe/Berlin",
            "country": "DE",
            "tables": {
                "visits": {
                    "file": "visits*.csv",
                    "key": ["order_id"],
                    "on_breach": {"file": "quarantine_file"},
                    **refresh,
                    "columns": {
                        "order_id": {"type": "text", "is_required": True},
                        "status": {"type": "text", "is_required": True},
                        "amount": {"type": "number", "is_required": True},
                    },
                }
            },
        }
    )
