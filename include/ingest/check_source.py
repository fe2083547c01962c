"""Try a source on a folder of files: the night's own load and build, in a throwaway warehouse."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ingest.check_results import (
    FileResult,
    Finding,
    MappingResult,
    Orphans,
    Refusal,
    list_silver_tables,
    load_mapping_result,
    load_results,
)
from include.ingest.file_shape import FileShape, find_shapes
from include.ingest.ingest_day import load_drop
from include.ingest.landing import LandingError, MissingDropError
from include.ingest.load_table import load_table
from include.sources.contract import Contract
from include.warehouse.checks import CheckError, run_checks
from include.warehouse.gold import Publication, build_gold
from include.warehouse.mapping import MappingError, load_mappings
from include.warehouse.publish import list_subjects
from include.warehouse.silver import build_tables


@dataclass
class SourceCheck:
    """All that a dry run found; `failures` are the sentences with which a night would fail."""

    shapes: list[FileShape] = field(default_factory=list)
    files: list[FileResult] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    mappings: list[MappingResult] = field(default_factory=list)
    empty_tables: list[str] = field(default_factory=list)
    orphans: list[Orphans] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


class _Warnings(logging.Handler):
    """Keeps what the night would warn of in its log."""

    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text not in self.kept:
            self.kept.append(text)


@contextmanager
def _collect_warnings(kept: list[str], package: str) -> Iterator[None]:
    handler, logger = _Warnings(kept), logging.getLogger(package)
    was_propagating, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = was_propagating


def check_source(
    connection: Connection, contract: Contract, mappings: Path, landing: Path, days: list[date]
) -> SourceCheck:
    """Load and build the days as nights would, and return what they would say.

    Everything happens in the caller's transaction on an empty warehouse; roll it back.
    """
    found = SourceCheck()
    for day in days:
        found.shapes += find_shapes(contract, landing, day)
        _check_files(connection, contract, landing, day, found)
    try:
        for day in days:
            build_tables(connection, contract, mappings, day)
    except (MappingError, psycopg2.Error) as error:
        found.failures.append(str(error).strip())
        return found
    _load_mappings(connection, contract, mappings, days[-1], found)
    try:
        with _collect_warnings([], "include.warehouse.checks"):  # the findings say the same
            run_checks(connection, "silver", days[-1])
            publication = Publication(
                days[-1], days[-1], date.min, contract.timezone, list_subjects(mappings)
            )
            build_gold(connection, publication)
            run_checks(connection, "gold", days[-1], asdict(publication))
    except CheckError as error:
        found.failures.append(str(error))
    found.orphans = load_results(connection, "orphans", Orphans, days[-1])
    found.findings = load_results(connection, "findings", Finding, days[-1])
    return found


def _check_files(
    connection: Connection, contract: Contract, landing: Path, day: date, found: SourceCheck
) -> None:
    """Load one drop; where it would fail the night, load each table alone to tell the rest."""
    with connection.cursor() as cursor, _collect_warnings(found.warnings, "include.ingest.landing"):
        cursor.execute("savepoint whole_drop")
        try:
            load_drop(connection, contract, landing, day)
        except LandingError as error:
            found.failures.append(str(error))
            cursor.execute("rollback to savepoint whole_drop")
        else:
            _load_outcome(connection, day, found)
            return
    for table in contract.tables:
        terms = contract.tables[table].model_copy(update={"is_required": False})
        alone = contract.model_copy(update={"tables": {table: terms}})
        _check_table(connection, alone, landing, day, found)


def _check_table(
    connection: Connection, alone: Contract, landing: Path, day: date, found: SourceCheck
) -> None:
    """Load the files of a contract's only table; after a failure the table stays empty."""
    (table,) = alone.tables
    with connection.cursor() as cursor, _collect_warnings([], "include.ingest"):
        cursor.execute("savepoint one_table")
        try:
            load_drop(connection, alone, landing, day)
        except LandingError as error:
            cursor.execute("rollback to savepoint one_table")
            load_table(connection, alone, table, [], day)
            is_told = isinstance(error, MissingDropError) or str(error) in found.failures
            if not is_told:
                found.failures.append(str(error))
        else:
            _load_outcome(connection, day, found, table)


def _load_outcome(
    connection: Connection, day: date, found: SourceCheck, only: str | None = None
) -> None:
    files = load_results(connection, "files", FileResult, day)
    found.files += [file for file in files if only in (None, file.table_name)]
    found.refusals += load_results(connection, "refusals", Refusal, day)


def _load_mappings(
    connection: Connection, contract: Contract, mappings: Path, day: date, found: SourceCheck
) -> None:
    parameters = {"day": day, "timezone": contract.timezone, "currency": contract.currency}
    with connection.cursor() as cursor:
        found.mappings = [
            load_mapping_result(cursor, table)
            for table in load_mappings(cursor, mappings, parameters)
        ]
        filled = {mapping.table for mapping in found.mappings if mapping.rows_count}
        found.empty_tables = [name for name in list_silver_tables(cursor) if name not in filled]
