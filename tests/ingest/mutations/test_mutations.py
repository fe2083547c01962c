"""Mutated files: every row accounted for, nothing wrong loaded, nothing right refused.

`python -m bench.mutate_files` does the same ten thousand times.
"""

from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg2
import pytest

from include.ingest import load_table
from include.ingest.staging import Copied
from tests.ingest.mutations.check import FIRST_DAY, Checker, Outcome
from tests.ingest.mutations.drops import MutatedDrop, mutate
from tests.ingest.mutations.history import HistoryChecker
from tests.ingest.mutations.samples import (
    Sample,
    made_up_samples,
    public_samples,
    simulated_samples,
)

# The defects that real exports have, and the mutations that have them.
DEFECTS = {
    "byte-order mark": ("byte-order mark", "two byte-order marks"),
    "another encoding": ("latin-1", "cp1252", "UTF-16"),
    "line ends": ("CRLF", "mixed line ends", "lone CR"),
    "delimiters": ("semicolons", "tabs", "bars"),
    "headers": ("respelled header", "misspelled header", "repeated header"),
    "columns": ("reordered columns", "added columns", "renamed columns", "dropped column"),
    "dates": ("odd dates", "foreign dates"),
    "numbers, identifiers with an exponent": ("odd numbers", "foreign numbers"),
    "quotes and line breaks within values": ("quoted values",),
    "ragged lines": ("ragged rows",),
    "unbalanced quotes": ("open quote", "dropped quote"),
    "cut files": ("cut anywhere", "cut last line"),
    "NUL and other bytes": ("inserted bytes", "flipped bytes", "inserted lines"),
    "nothing to read": ("empty", "header only", "no header"),
    "archives": ("gzip", "two members", "truncated", "damaged", "trailing garbage"),
    "duplicates": ("repeated rows", "the same file twice", "a share of rows in a second file"),
}
NOTHING_CHANGED = MutatedDrop(3, (), {"two_columns.csv": b"word,count\na,1\nb,2\nb,3\nc,x\n"})


def _two_columns() -> Sample:
    return next(sample for sample in made_up_samples() if sample.name == "two_columns")


def _run(url: str, samples: tuple[Sample, ...], folder: Path, drops: int) -> Outcome:
    outcome = Outcome()
    with closing(psycopg2.connect(url)) as connection:
        for sample in samples:
            checker = Checker(connection, sample, folder)
            for seed in range(drops):
                outcome.add(checker.run(seed))
    return outcome


@pytest.mark.parametrize(
    ("samples", "drops"), [(made_up_samples, 30), (simulated_samples, 15), (public_samples, 5)]
)
def test_whatever_happens_to_a_file_no_row_is_lost_and_none_is_read_wrongly(
    warehouse: str, tmp_path: Path, samples: Callable[[], tuple[Sample, ...]], drops: int
) -> None:
    if not samples():
        pytest.skip("no public data set is here (set NIGHTSHIFT_DATA)")
    outcome = _run(warehouse, samples(), tmp_path, drops)
    assert outcome.findings == []
    assert outcome.counts["loaded"] > outcome.counts["quarantined"] > 0


def test_whatever_order_days_come_in_silver_is_that_of_a_plain_walk_over_them(
    warehouse: str, tmp_path: Path
) -> None:
    outcome = Outcome()
    with closing(psycopg2.connect(warehouse)) as connection:
        checker = HistoryChecker(connection, tmp_path)
        for seed in range(25):
            outcome.add(checker.run(seed))
    assert outcome.findings == []
    assert outcome.counts["refreshes refused"] > 0


@pytest.mark.parametrize("defect", DEFECTS)
def test_every_defect_that_exports_have_is_among_the_mutations(defect: str) -> None:
    assert set(DEFECTS[defect]) <= _drawn_mutations()


@cache
def _drawn_mutations() -> set[str]:
    sample = _two_columns()
    return {
        name
        for seed in range(800)
        for name in mutate(sample.file, sample.data, seed, sample.aliases).mutations
    }


@pytest.mark.parametrize(
    ("tamper", "finding"),
    [
        ("update bronze.two_columns set count = '7' where word = 'a'", "count is '7'"),
        ("update bronze.two_columns set count = null where word = 'a'", "count is ''"),
        ("delete from bronze.two_columns where word = 'b'", "line 4 is missing"),
        ("update bronze.two_columns set _row = 3 where word = 'b'", "line 3 is there too"),
        ("update bronze.two_columns set _extra = '{\"x\": 1}' where word = 'b'", "extra columns"),
        ("delete from ops.quarantine", "line 5 was not quarantined"),
        ("update ops.quarantine set raw = ''", "raw bytes"),
        (
            "update ops.load_ledger set rows_read = 5, rows_merged = 2",
            "the ledger says ['loaded', 5",
        ),
        (
            "create or replace view bronze.two_columns_typed as select word, 2 * nullif(count, '')"
            "::bigint as count, _day, _file, _row, _extra from bronze.two_columns",
            "was read as",
        ),
    ],
)
def test_the_check_tells_of_whatever_is_wrong_in_the_warehouse(
    warehouse: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tamper: str,
    finding: str,
) -> None:
    from tests.ingest.mutations import check

    def load_and_tamper(connection: psycopg2.extensions.connection, *rest: object) -> None:
        load_drop(connection, *rest)
        with connection.cursor() as cursor:
            cursor.execute(tamper)

    load_drop = check.load_drop
    monkeypatch.setattr(check, "load_drop", load_and_tamper)
    with closing(psycopg2.connect(warehouse)) as connection:
        outcome = Checker(connection, _two_columns(), tmp_path).check(NOTHING_CHANGED, FIRST_DAY)
    assert any(finding in found for found in outcome.findings), outcome.findings


def test_the_check_tells_of_an_error_that_nobody_expects(
    warehouse: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Copied:
        raise KeyError("lost")

    monkeypatch.setattr(load_table, "copy_file", fail)
    with closing(psycopg2.connect(warehouse)) as connection:
        outcome = Checker(connection, _two_columns(), tmp_path).check(NOTHING_CHANGED, FIRST_DAY)
    assert "KeyError: 'lost'" in outcome.findings[0]
