"""Load a mutated drop into a real PostgreSQL and compare every row with the oracle's judgement."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from include.ingest import lines
from include.ingest.ingest_day import load_drop
from include.ingest.landing import LandingError
from include.sources.contract import ContractError, TableContract
from include.warehouse.silver import build_tables
from tests.ingest.mutations.compare import (
    compare_ledger,
    compare_loaded,
    compare_quarantine,
    compare_refusal,
)
from tests.ingest.mutations.drops import MutatedDrop, mutate
from tests.ingest.mutations.judge import Judgement, judge_drop
from tests.ingest.mutations.samples import Sample

FIRST_DAY = date(2018, 1, 1)
DAYS = 7  # drops of one sample come for so many days in turn, so that each replaces an older one
SILVER_EVERY = 5
BLOCK_SIZES = (64, 256, 4096, 1024 * 1024)  # bytes: where the fast path begins and ends


@dataclass
class Outcome:
    """What was found: how often, and every disagreement in words."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        """Add another outcome to this one."""
        self.counts.update(other.counts)
        self.findings.extend(other.findings)


class Checker:
    """One sample in one warehouse: mutate, load, compare."""

    def __init__(self, connection: Connection, sample: Sample, folder: Path) -> None:
        self.connection = connection
        self.sample = sample
        self.terms: TableContract = sample.contract.tables[sample.table]
        self.landing = folder / sample.name / "landing"
        self.mappings = folder / sample.name / "mapping"
        self.mappings.mkdir(parents=True)
        self._forget()
        for path in sample.mappings:
            (self.mappings / path.name).write_text(path.read_text("utf-8"), encoding="utf-8")

    def _forget(self) -> None:
        """Drop what another sample left in a table of the same name: its key is another."""
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("drop table if exists {} cascade").format(
                    sql.Identifier("bronze", self.sample.table)
                )
            )

    def run(self, seed: int) -> Outcome:
        """Mutate the sample by a seed, load it as a day, and return what disagrees."""
        drop = mutate(self.sample.file, self.sample.data, seed, self.sample.aliases)
        return self.check(drop, FIRST_DAY + timedelta(days=seed % DAYS))

    def shorten(self, seed: int) -> tuple[MutatedDrop, Outcome]:
        """Take lines away from a drop for as long as it disagrees; return the rest, and how."""
        drop = mutate(self.sample.file, self.sample.data, seed, self.sample.aliases)
        day = FIRST_DAY + timedelta(days=seed % DAYS)
        kinds = {_kind(finding) for finding in self.check(drop, day).findings}
        for name in [name for name in drop.files if not name.endswith(".gz")]:
            lines_of_file = drop.files[name].splitlines(keepends=True)
            step = max(1, len(lines_of_file) // 2)
            while step:
                at = 0
                while at < len(lines_of_file):
                    fewer = lines_of_file[:at] + lines_of_file[at + step :]
                    shorter = replace(drop, files={**drop.files, name: b"".join(fewer)})
                    found = self.check(shorter, day).findings
                    if kinds & {_kind(finding) for finding in found}:
                        drop, lines_of_file = shorter, fewer
                    else:
                        at += step
                step //= 2
        return drop, self.check(drop, day)

    def check(self, drop: MutatedDrop, day: date) -> Outcome:
        """Load a drop and compare; the seed sets the size of a block."""
        with patch.object(lines, "BLOCK_BYTES", BLOCK_SIZES[drop.seed % len(BLOCK_SIZES)]):
            return self._check(drop, day)

    def _check(self, drop: MutatedDrop, day: date) -> Outcome:
        self._write(drop.files, day)
        judgement = judge_drop(drop.files, self.terms, self.sample.contract.timezone)
        outcome = Outcome(Counter(drops=1, files=len(drop.files)))
        before = self._fetch_day(day)
        try:
            load_drop(self.connection, self.sample.contract, self.landing, day)
        except (LandingError, ContractError) as error:
            self.connection.rollback()
            fatal = {*judgement.fatal, *judgement.perhaps_fatal}
            outcome.findings += compare_refusal(str(error), fatal, drop.files)
            outcome.counts["days refused"] += 1
            if self._fetch_day(day) != before:
                outcome.findings.append("a refused day has changed the warehouse")
        except Exception as error:
            self.connection.rollback()
            outcome.findings.append(f"{type(error).__name__}: {str(error)[:300]}")
        else:
            self.connection.commit()
            self._compare(judgement, day, outcome)
            if self.sample.mappings and drop.seed % SILVER_EVERY == 0:
                self._build_silver(day, outcome)
        label = f"{self.sample.name} seed {drop.seed} ({', '.join(drop.mutations)}): "
        outcome.findings = [label + finding for finding in outcome.findings]
        return outcome

    def _write(self, files: Mapping[str, bytes], day: date) -> None:
        folder = self.landing / day.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
        for name, data in files.items():
            (folder / name).write_bytes(data)

    def _build_silver(self, day: date, outcome: Outcome) -> None:
        try:
            build_tables(self.connection, self.sample.contract, self.mappings, day)
        except Exception as error:
            self.connection.rollback()
            outcome.findings.append(f"silver: {type(error).__name__}: {str(error)[:300]}")
        else:
            self.connection.commit()
            outcome.counts["silver builds"] += 1

    def _fetch(self, query: str | sql.Composed, *values: Any) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def _fetch_day(self, day: date) -> list[Any]:
        """Return the day's rows, ledger and quarantine as one comparable value."""
        table = f"bronze.{self.sample.table}"
        ((is_there,),) = self._fetch("select to_regclass(%s) is not null", table)
        queries = ["select * from ops.load_ledger", "select * from ops.quarantine"]
        queries += [f"select * from {table}"] if is_there else []
        return [
            self._fetch(
                f"select md5(string_agg(t::text, '' order by t::text)) from ({query}) as t"
                " where (to_jsonb(t) ->> 'day' = %s or to_jsonb(t) ->> '_day' = %s)",
                str(day),
                str(day),
            )
            for query in queries
        ]

    def _compare(self, judgement: Judgement, day: date, outcome: Outcome) -> None:
        for name in judgement.fatal:
            outcome.findings.append(f"{name} was loaded, but: {judgement.unreadable[name]}")
        if judgement.fatal:
            return
        ledger = self._fetch(
            "select file_name, state, rows_read, rows_loaded, rows_merged, rows_quarantined"
            " from ops.load_ledger where day = %s",
            day,
        )
        judgement = judgement.settle({name for name, state, *_ in ledger if state == "quarantined"})
        outcome.counts["files refused"] += len(judgement.unreadable)
        quarantined = self._fetch(
            "select file_name, line_number, reason, value, raw from ops.quarantine where day = %s",
            day,
        )
        refused = {(file, line): (reason, bytes(raw)) for file, line, reason, _, raw in quarantined}
        loaded = {(row["_file"], row["_row"]): row for row in self._fetch_loaded(day)}
        outcome.counts["records"] += sum(map(len, judgement.records.values()))
        outcome.counts["loaded"] += len(loaded)
        outcome.counts["quarantined"] += len(refused)
        outcome.counts["merged"] += sum(merged for *_, merged, _ in ledger)
        if len(refused) != len(quarantined):
            outcome.findings.append("a record is in quarantine twice")
        outcome.findings += compare_quarantine(judgement, refused, outcome.counts)
        outcome.findings += compare_loaded(judgement, refused, loaded, self.terms)
        outcome.findings += compare_ledger(judgement, refused, loaded, ledger)

    def _fetch_loaded(self, day: date) -> list[dict[str, Any]]:
        columns = list(self.terms.columns)
        given = [sql.SQL("bronze.{}").format(sql.Identifier(column)) for column in columns]
        typed = [_typed_text(column, self.terms.columns[column].type) for column in columns]
        query = sql.SQL(
            "select bronze._file, bronze._row, bronze._extra, {} from bronze.{} as bronze"
            " inner join bronze.{} as typed using (_day, _file, _row) where _day = %s"
        ).format(
            sql.SQL(", ").join([*given, *typed]),
            sql.Identifier(self.sample.table),
            sql.Identifier(f"{self.sample.table}_typed"),
        )
        return [
            {
                "_file": file,
                "_row": line,
                "_extra": extra,
                "texts": dict(zip(columns, rest[: len(columns)], strict=True)),
                "values": dict(zip(columns, rest[len(columns) :], strict=True)),
            }
            for file, line, extra, *rest in self._fetch(query, day)
        ]


def _kind(finding: str) -> str:
    """Return what a finding says without names, values and numbers."""
    return re.sub(r"[0-9]+|'.*|\[.*", "", finding.partition("): ")[2])


def _typed_text(column: str, kind: str) -> sql.Composed:
    value = sql.Identifier("typed", column)
    if kind in {"text", "identifier", "boolean"}:
        return sql.Composed([value])
    if kind == "timestamp":
        return sql.SQL("extract(epoch from {})::text").format(value)
    return sql.SQL("{}::text").format(value)
