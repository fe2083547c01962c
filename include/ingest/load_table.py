"""Load one day's files of one bronze table: copy, judge, merge, record."""

import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest import bronze, indexes, record
from include.ingest.breaches import enforce_breaches, refuse_file, refuse_shrunken
from include.ingest.landing import LandedFile, LandingError
from include.ingest.mending import save_used
from include.ingest.opened_file import HeaderError, OpenedFile, open_file
from include.ingest.record import Outcome
from include.ingest.staging import (
    Copied,
    Target,
    copy_file,
    create_target,
    drop_defaults,
    forget_file,
    set_defaults,
)
from include.ingest.typed import create_typed_view
from include.ingest.validation import empty_wrong_values
from include.sources.contract import Contract, TableContract
from include.warehouse.statistics import analyze_if_grown

log = logging.getLogger(__name__)


@dataclass
class _Load:
    """The files of one table on their way: understood, copied, refused as a whole."""

    day: date
    table: str
    terms: TableContract
    opened: list[OpenedFile] = field(default_factory=list)
    copied: dict[str, Copied] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def load_table(
    connection: Connection, contract: Contract, table: str, files: list[LandedFile], day: date
) -> Counter[str]:
    """Replace the day in one table, also when no file came; return its rows by outcome.

    Raises `LandingError` where the contract lets a file or a value fail the day.
    """
    started = time.monotonic()
    load = _Load(day, table, contract.tables[table])
    with connection.cursor() as cursor:
        bronze.create_table(cursor, table, load.terms)
        create_typed_view(cursor, table, load.terms, contract.timezone)
        indexes.drop_other_indexes(cursor, table, load.terms)
        is_empty = bronze.delete_day(cursor, table, day)
        totals: Counter[str] = Counter()
        if files:
            totals = _load_files(connection, cursor, load, files, is_empty=is_empty)
        indexes.create_indexes(cursor, table, load.terms)
        analyze_if_grown(cursor, "bronze", table, totals["loaded"])
    log.info(
        "bronze.%s: %s rows loaded, %s merged, %s quarantined, %s ms",
        table,
        totals["loaded"],
        totals["merged"],
        totals["quarantined"],
        round(1000 * (time.monotonic() - started)),
    )
    return totals


def _load_files(
    connection: Connection, cursor: Cursor, load: _Load, files: list[LandedFile], *, is_empty: bool
) -> Counter[str]:
    originals = [file for file in files if file.duplicate_of is None]
    for file in originals:
        try:
            load.opened.append(open_file(file, load.terms))
        except LandingError as error:
            is_header = isinstance(error, HeaderError)
            breaches = load.terms.on_breach
            breach = breaches.columns if is_header else breaches.file
            refuse_file(load.refused, file.name, str(error), breach)
    extras = tuple(dict.fromkeys(name for opened in load.opened for name in opened.extras.values()))
    target = create_target(cursor, load.table, load.terms, extras, is_empty=is_empty)
    for opened in load.opened:
        _copy(cursor, target, load, opened)
    drop_defaults(cursor, target)
    _empty_wrong_values(cursor, target, load.terms)
    bronze.judge_rows(cursor, target, load.terms)
    enforce_breaches(cursor, target, load.terms, load.refused)
    merged = bronze.merge_rows(cursor, target, load.table, load.terms)
    if not target.is_bronze:
        bronze.insert_staged(cursor, target, load.table, load.terms)
    outcomes = _count_outcomes(cursor, load, files, merged)
    if load.terms.mode == "snapshot" and not load.refused:
        # a row in quarantine came: it is not lost
        rows = sum(outcome.loaded + outcome.quarantined for outcome in outcomes.values())
        refuse_shrunken(cursor, load.table, load.terms, day=load.day, rows=rows)
    for file in files:
        record.save_ledger(cursor, file, load.day, outcomes[file.name])
    for opened in load.opened:
        if outcomes[opened.file.name].quarantined:
            record.save_quarantine(connection, opened, load.day)
    totals: Counter[str] = Counter()
    for outcome in outcomes.values():
        totals.update(outcome.rows)
    return totals


def _empty_wrong_values(cursor: Cursor, target: Target, terms: TableContract) -> None:
    for emptied in empty_wrong_values(cursor, target.name, terms):
        log.warning(
            "file %s: %s values of %s emptied, the first on line %s: %s",
            emptied.file,
            emptied.rows,
            emptied.column,
            emptied.line,
            emptied.reason,
        )


def _copy(cursor: Cursor, target: Target, load: _Load, opened: OpenedFile) -> None:
    """Copy one file; one that cannot be read to its end leaves nothing, if the contract says so."""
    name = opened.file.name
    set_defaults(cursor, target, load.day, name)
    try:
        mended = record.read_mended(cursor, opened, load.day)
        copied = copy_file(cursor, target, opened, load.terms, mended)
        save_used(cursor, load.day, name, copied.mended)
        load.copied[name] = copied
    except LandingError as error:
        refuse_file(load.refused, name, str(error), load.terms.on_breach.file)
        forget_file(cursor, target, name)


def _count_outcomes(
    cursor: Cursor, load: _Load, files: list[LandedFile], merged: Counter[str]
) -> dict[str, Outcome]:
    """Count what became of each file's rows; those of a refused file are not told apart."""
    cursor.execute("select _file, count(*), count(_place) from rejected group by _file")
    rejected = {name: (rows, copied) for name, rows, copied in cursor.fetchall()}
    outcomes: dict[str, Outcome] = {}
    for file in sorted(files, key=lambda file: file.duplicate_of is not None):
        name, copied = file.name, load.copied.get(file.name, Copied())
        if file.duplicate_of is not None:
            read = outcomes[file.duplicate_of].read
            note = f"the same bytes as {file.duplicate_of}"
            outcomes[name] = Outcome(read, 0, read, 0, "duplicate", note)
        elif name in load.refused:
            outcomes[name] = Outcome(0, 0, 0, 0, "quarantined", load.refused[name])
        else:
            quarantined, taken_out = rejected.get(name, (0, 0))
            loaded = copied.taken - taken_out - merged[name]
            outcomes[name] = Outcome(copied.read, loaded, merged[name], quarantined)
    return outcomes
