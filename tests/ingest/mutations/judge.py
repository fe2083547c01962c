"""The oracle: what must become of every record of a drop, from the files and the contract alone."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.ingest.mutations.meaning import REFUSED, read_value
from tests.ingest.mutations.split import Record, Unreadable, decode, split, unpack

COLUMNS = "columns"  # the breach of a contract by a header

LONGEST_ENTRY = 2500  # bytes of all columns of a key
MOST_COLUMNS = 300
GOOD, BAD, EITHER = "good", "bad", "either"


@dataclass(frozen=True)
class Judged:
    """One record: its text by column, what each may mean, and whether it may be loaded.

    `strict` holds the columns whose value is wrong (or may be called so: False) and whose breach
    reaches beyond the row.
    """

    file: str
    record: Record
    verdict: str
    reason: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, set[Any]] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    strict: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    """A drop: the records of each file that can be read, and why the others cannot.

    `refused` and `doubtful` hold the breach, `quarantine_file` or `fail_day`, of files that must
    and that may be refused whole; of a doubtful one the records are told all the same.
    """

    records: dict[str, list[Judged]]
    unreadable: dict[str, Unreadable]
    refused: dict[str, str]
    doubtful: dict[str, set[str]]
    copies: frozenset[str]  # files of the same bytes as an earlier one

    @property
    def fatal(self) -> list[str]:
        """Return the files that must fail the day."""
        return [name for name, breach in self.refused.items() if breach != "quarantine_file"]

    @property
    def perhaps_fatal(self) -> list[str]:
        """Return the files that may fail the day."""
        return [name for name, breaches in self.doubtful.items() if "fail_day" in breaches]

    def settle(self, quarantined: set[str]) -> "Judgement":
        """Return the judgement once it is known which files the load has quarantined whole."""
        refused = {
            name: Unreadable("a value may breach more than its row")
            for name, breaches in self.doubtful.items()
            if name in quarantined and "quarantine_file" in breaches
        }
        return replace(
            self,
            records={name: each for name, each in self.records.items() if name not in refused},
            unreadable=self.unreadable | refused,
        )


def judge_drop(files: Mapping[str, bytes], terms: Any, timezone: str) -> Judgement:
    """Read and judge every file of a drop, in the order of their names."""
    records: dict[str, list[Judged]] = {}
    unreadable: dict[str, Unreadable] = {}
    refused: dict[str, str] = {}
    doubtful: dict[str, set[str]] = {}
    copies = set()
    first: dict[bytes, str] = {}  # a copy is what its original is, whatever its ending says
    for name, data in sorted(files.items()):
        if first.setdefault(data, name) != name:
            copies.add(name)
        try:
            records[name] = _judge_file(name, first[data], data, terms, timezone)
        except Unreadable as problem:
            unreadable[name] = problem
            refused[name] = getattr(terms.on_breach, problem.breach)
            continue
        sure, perhaps = _list_breaches(records[name], terms)
        if sure:
            refused[name] = "fail_day" if "fail_day" in sure else "quarantine_file"
            unreadable[name] = Unreadable("a value breaches more than its row")
            del records[name]
        if perhaps:
            doubtful[name] = perhaps
    return Judgement(records, unreadable, refused, doubtful, frozenset(copies))


def _list_breaches(records: list[Judged], terms: Any) -> tuple[set[str], set[str]]:
    """Return the breaches that a file's values must, and may, be taken for."""
    breaches: tuple[set[str], set[str]] = (set(), set())
    for judged in records:
        for column, is_sure in judged.strict.items():
            breaches[not is_sure].add(terms.columns[column].on_breach)
    return breaches


def fold(name: str) -> str:
    """Return the form in which two spellings of a header are the same."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "_".join(re.findall(r"[^\W_]+", plain.replace("\ufeff", " ")))


def _judge_file(name: str, original: str, data: bytes, terms: Any, timezone: str) -> list[Judged]:
    if original.lower().endswith(".gz"):
        data = unpack(data)
    content, encoding = decode(data, terms.encodings)
    found = {mark: split(content, mark, encoding) for mark in terms.delimiters}
    if not terms.has_header:
        mark = max(found, key=lambda each: _count_fitting(found[each], terms))
        header, records = list(terms.columns), found[mark]
        columns = header
        known = spellings(terms)
        top = {known.get(fold(name)) for name in records[0].values} if records else set()
        if len(top - {None}) > len(header) / 2:
            raise Unreadable("a header where none should be", COLUMNS)
    else:
        tops = {mark: records[0] for mark, records in found.items() if records}
        if not tops:
            raise Unreadable("empty")
        mark = max(tops, key=lambda each: _count_known(tops[each], terms))
        header, records = tops[mark].values, found[mark][1:]
        if tops[mark].problem:
            raise Unreadable(f"header: {tops[mark].problem}")
        if len(header) > MOST_COLUMNS:
            raise Unreadable(f"more than {MOST_COLUMNS} columns", COLUMNS)
        columns = match_columns(header, terms)
    last = records[-1] if records and not terms.may_end_without_newline else None
    return [
        _judge_record(name, record, header, columns, terms, timezone, is_last=record is last)
        for record in records
    ]


def _count_fitting(records: list[Record], terms: Any) -> tuple[bool, int]:
    width = len(records[0].values) if records else 0
    return width == len(terms.columns), width


def _count_known(top: Record, terms: Any) -> int:
    return sum(1 for name in top.values if fold(name) in spellings(terms))


def spellings(terms: Any) -> dict[str, str]:
    """Return the column of every accepted header."""
    return {
        fold(spelling): column
        for column in terms.columns
        for spelling in (
            terms.columns[column].header or column,
            *terms.columns[column].aliases,
        )
    }


def match_columns(header: list[str], terms: Any) -> list[str]:
    """Return the column of each place, empty for an unknown one."""
    known = spellings(terms)
    columns = [known.get(fold(name), "") for name in header]
    for column, contract in terms.columns.items():
        if columns.count(column) > 1:
            raise Unreadable(f"column {column} twice", COLUMNS)
        is_forgiven = terms.on_breach.columns == "warn" and column not in terms.key
        if contract.is_required and column not in columns and not is_forgiven:
            raise Unreadable(f"column {column} missing", COLUMNS)
    if not any(columns):
        raise Unreadable("no known column", COLUMNS)
    return columns


def _judge_record(
    name: str,
    record: Record,
    header: list[str],
    columns: list[str],
    terms: Any,
    timezone: str,
    *,
    is_last: bool,
) -> Judged:
    if record.problem:
        return Judged(name, record, BAD, record.problem)
    if len(record.values) != len(header):
        return Judged(name, record, BAD, f"{len(record.values)} fields of {len(header)}")
    if is_last and not record.raw.endswith(b"\n"):
        return Judged(name, record, BAD, "the last line has no end")
    texts = {column: value for column, value in zip(columns, record.values, strict=True) if column}
    extra: dict[str, str] = {}
    for place, (title, column, value) in enumerate(
        zip(header, columns, record.values, strict=True), start=1
    ):
        known = title.strip() or f"column {place}"
        while not column and known in extra:
            known += f" (column {place})"
        if not column:
            extra[known] = value
    meanings: dict[str, set[Any]] = {}
    verdict, reason = GOOD, ""
    strict: dict[str, bool] = {}
    for column, text in list(texts.items()):
        contract = terms.columns[column]
        is_key = column in terms.key or column.endswith("_id")
        room = LONGEST_ENTRY // (len(terms.key) if column in terms.key else 1)
        allowed = read_value(text, contract, timezone, is_key=is_key)
        if is_key and len(text.encode()) > room:
            allowed.add(REFUSED)  # an index over all columns of the key holds no more
        if contract.on_breach == "warn" and REFUSED in allowed:
            allowed = (allowed - {REFUSED}) | {None}
        if REFUSED in allowed and contract.on_breach in {"quarantine_file", "fail_day"}:
            strict[column] = allowed == {REFUSED}
        if allowed == {REFUSED}:
            verdict, reason = BAD, f"{column} {text[:80]!r}"
        elif REFUSED in allowed and verdict == GOOD:
            verdict, reason = EITHER, f"{column} {text[:80]!r}"
        meanings[column] = allowed - {REFUSED}
    return Judged(name, record, verdict, reason, texts, meanings, extra, strict)
