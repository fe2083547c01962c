"""What is mutated: files of the public sets where they are, of the simulator, and made-up ones."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from include.settings import PROJECT
from include.sources.contract import SOURCES, Contract, known_sources, load_contract
from include.sources.demo.simulate import simulate_drop

ROWS = 200
LONG_FILE = 40_000  # characters: a sample is cut there at the latest
FIRST_NIGHT = date(2026, 6, 2)

MADE_UP: dict[str, tuple[dict[str, Any], str]] = {
    "odd_numbers": (
        {
            "file": "odd_numbers*.csv*",
            "key": ["item"],
            "delimiters": [",", ";", "\t", "|"],
            "encodings": ["utf-8", "cp1252"],
            "may_end_without_newline": True,
            "columns": {
                "item": {"type": "identifier", "is_required": True, "aliases": ["sku"]},
                "amount": {
                    "type": "number",
                    "formats": ["1,234.56", "1234,56"],
                    "affixes": ["R$", "Rp"],
                    "multipliers": {"rb": 1000},
                },
                "price": {"type": "number", "formats": ["1.234,56"], "max": 1_000_000},
                "pieces": {"type": "integer", "formats": ["1,234"], "on_breach": "warn"},
                "is_gift": {"type": "boolean"},
            },
        },
        "item,amount,price,pieces,is_gift\n"
        + "".join(
            f'SKU-{number},"{number * 37:,}.25","{number * 3}.250,5",{number},'
            f"{('true', 'no', '')[number % 3]}\n"
            for number in range(1, 60)
        )
        + 'SKU-x,"R$ 12,50","1.250,75",1,t\nSKU-é,"4,4rb",12,2,f\n',
    ),
    "odd_dates": (
        {
            "file": "odd_dates*.csv*",
            "key": ["visit_id", "seen_on"],
            "delimiters": [",", ";"],
            "columns": {
                "visit_id": {"type": "text", "is_required": True},
                "seen_on": {
                    "type": "date",
                    "is_required": True,
                    "formats": ["DD/MM/YYYY", "YYYY-MM-DD"],
                },
                "month": {"type": "date", "formats": ["Mon-YY"], "aliases": ["Monat"]},
                "either": {"type": "date", "formats": ["DD-MM-YYYY", "MM-DD-YYYY"]},
                "at": {"type": "timestamp"},
                "at_utc": {
                    "type": "timestamp",
                    "formats": ["MM/DD/YYYY HH:MI"],
                    "time_zone": "UTC",
                },
                "note": {"type": "text"},
            },
        },
        "visit_id,seen_on,month,either,at,at_utc,note\n"
        + "".join(
            f"v{number},{number % 28 + 1:02}/{number % 12 + 1:02}/2018,Mar-18,{number % 18 + 13}"
            f"-05-2018,2018-0{number % 9 + 1}-25 02:30:00,0{number % 9 + 1}/25/2018 02:30,"
            f'"note {number}\nin two lines"\n'
            for number in range(1, 60)
        ),
    ),
    "odd_times": (
        {
            "file": "odd_times*.csv*",
            "key": ["visit_id"],
            "columns": {
                "visit_id": {"type": "text", "is_required": True},
                "with_zone": {
                    "type": "timestamp",
                    "formats": ["YYYY-MM-DD HH:MI:SSTZ", "DD/MM/YYYY HH:MI"],
                },
                "in_halves": {"type": "timestamp", "formats": ["MM/DD/YYYY HH:MI AM"]},
                "compact": {"type": "timestamp", "formats": ["YYYYMMDDTHHMISS"]},
            },
        },
        "visit_id,with_zone,in_halves,compact\n"
        + "".join(
            f"v{number},2018-03-{number % 28 + 1:02} 0{number % 10}:30:00+0{number % 10}:30,"
            f"10/{number % 28 + 1}/2018 {number % 12 + 1}:30 {('AM', 'PM')[number % 2]},"
            f"201803{number % 28 + 1:02}T{number % 24:02}3059\n"
            for number in range(60)
        ),
    ),
    "two_columns": (
        {
            "file": "two_columns*.csv*",
            "key": ["word"],
            "may_end_without_newline": True,
            "columns": {
                "word": {"type": "text", "is_required": True},
                "count": {"type": "integer", "min": 0, "aliases": ["Anzahl", "how many"]},
            },
        },
        "word,count\n" + "".join(f"w{number},{number}\n" for number in range(400)),
    ),
    "no_header": (
        {
            "file": "no_header*.csv*",
            "key": ["word", "line"],
            "has_header": False,
            "delimiters": [",", ";"],
            "encodings": ["cp1252"],
            "columns": {
                "word": {"type": "text", "is_required": True},
                "line": {"type": "integer", "is_required": True, "max": 1000},
                "share": {"type": "number", "formats": ["1234,56", "1,234.56"]},
            },
        },
        "".join(f'w{number % 7},{number},"{number},5"\n' for number in range(90)),
    ),
    "forgiving": (
        {
            "file": "forgiving*.csv*",
            "key": ["word"],
            "on_breach": {"columns": "warn", "file": "quarantine_file"},
            "columns": {
                "word": {"type": "text", "is_required": True},
                "seen_at": {"type": "timestamp", "is_required": True, "time_zone": "Asia/Tokyo"},
                "share": {"type": "number", "on_breach": "warn", "aliases": ["Anteil"]},
            },
        },
        "word,seen_at,share\n"
        + "".join(f"w{number},2018-03-25 02:{number % 60:02},0.5\n" for number in range(90)),
    ),
    "two_files": (
        {
            "file": "two_files*.csv*",
            "key": ["word"],
            "on_breach": {"columns": "quarantine_file"},
            "columns": {
                "word": {"type": "identifier", "is_required": True},
                "is_open": {"type": "boolean", "is_required": True},
            },
        },
        "word,is_open\n" + "".join(f"w{number},{number % 2}\n" for number in range(90)),
    ),
    "strict": (
        {
            "file": "strict*.csv*",
            "key": ["word"],
            "columns": {
                "word": {"type": "text", "is_required": True},
                "seen_on": {"type": "date"},
                "price": {
                    "type": "number",
                    "formats": ["1,234.56"],
                    "on_breach": "quarantine_file",
                },
                "total": {"type": "integer", "is_required": True, "on_breach": "fail_day"},
                "shop_id": {"type": "identifier"},
            },
        },
        "word,seen_on,price,total,shop_id\n"
        + "".join(
            f'w{number},2018-01-{number % 28 + 1:02},"{number * 41:,}.5",{number},{number}\n'
            for number in range(40)
        ),
    ),
    "one_column": (
        {
            "file": "one_column*.csv*",
            "key": ["word"],
            "columns": {"word": {"type": "text", "is_required": True}},
        },
        "word\n" + "".join(f'"w{number}, é"\nv{number}\n' for number in range(60)),
    ),
}


@dataclass(frozen=True)
class Sample:
    """A well-formed file and the contract of its one table; mappings where the source has some."""

    name: str
    file: str
    data: bytes
    contract: Contract
    mappings: tuple[Path, ...] = ()

    @property
    def table(self) -> str:
        """Return the one table."""
        return next(iter(self.contract.tables))

    @property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Return other accepted spellings of the headers."""
        terms = self.contract.tables[self.table]
        columns = terms.columns.items()
        return {each.header or name: each.aliases for name, each in columns if each.aliases}


@cache
def made_up_samples() -> tuple[Sample, ...]:
    """Return the samples that are written here."""
    return tuple(
        Sample(table, f"{table}.csv", text.encode(), _contract("made_up", table, terms))
        for table, (terms, text) in MADE_UP.items()
    )


@cache
def simulated_samples() -> tuple[Sample, ...]:
    """Return one sample of each file of the simulator's first night."""
    drop = simulate_drop(FIRST_NIGHT, FIRST_NIGHT)
    return tuple(
        _source_sample("demo", table, "\n".join(file.lines[: ROWS + 1]) + "\n")
        for table, file in drop.items()
    )


@cache
def public_samples() -> tuple[Sample, ...]:
    """Return one sample of each file of the public sets that are on this machine."""
    root = Path(os.environ.get("NIGHTSHIFT_DATA") or PROJECT.parent / "shared" / "data")
    return tuple(
        _source_sample(name, table, text)
        for name in known_sources()
        if (root / name).is_dir()
        for table, text in _cut_files(root / name, load_contract(name))
    )


def _cut_files(folder: Path, contract: Contract) -> Iterator[tuple[str, str]]:
    """Yield the first rows of the file of each table, up to a line that ends a record."""
    for table, terms in contract.tables.items():
        paths = sorted(path for path in folder.iterdir() if terms.fits(path.name))
        if not paths:
            continue
        with paths[0].open(encoding="utf-8-sig", errors="replace", newline="") as file:
            lines, length = [], 0
            for line in islice(file, ROWS + 1):
                lines.append(line)
                length += len(line)
                if length > LONG_FILE:
                    break
        while len(lines) > 2 and "".join(lines).count('"') % 2:
            lines.pop()
        yield table, "".join(lines)


def _source_sample(source: str, table: str, text: str) -> Sample:
    contract = load_contract(source)
    terms = contract.tables[table].model_dump(by_alias=True, exclude_unset=True)
    terms |= {"file": [f"{table}*.csv*"], "is_required": False}
    folder = SOURCES / source / "mapping"
    mappings = tuple(path for path in sorted(folder.glob("*.sql")) if _reads_only(path, table))
    own = _contract(source, table, terms).model_copy(update={"timezone": contract.timezone})
    return Sample(f"{source}.{table}", f"{table}.csv", text.encode(), own, mappings)


def _reads_only(path: Path, table: str) -> bool:
    words = path.read_text(encoding="utf-8").replace("\n", " ").split(" ")
    read = {word.strip("();,") for word in words if word.startswith("bronze.")}
    return {word.removesuffix(".").removesuffix("_typed") for word in read} == {f"bronze.{table}"}


def _contract(source: str, table: str, terms: dict[str, Any]) -> Contract:
    return Contract.model_validate(
        {
            "name": source,
            "description": "One table, to be mutated",
            "currency": "EUR",
            "language": "en",
            "timezone": "Europe/Berlin",
            "country": "DE",
            "tables": {table: terms},
        }
    )
