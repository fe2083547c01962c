"""Compare what a load left in the warehouse with the oracle's judgement, row by row."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tests.ingest.mutations.judge import BAD, EITHER, GOOD, Judged, Judgement
from tests.ingest.mutations.meaning import to_comparable

# What a careful load may refuse of a whole file that the oracle can read.
CAREFUL = re.compile(r"longer than \d+ bytes|has \d+ columns|more than \d+ columns")


def compare_refusal(message: str, fatal: Iterable[str], files: Iterable[str]) -> list[str]:
    """Compare why a day was refused with the files for which it may be."""
    if any(name in message for name in fatal):
        return []
    if CAREFUL.search(message) and any(name in message for name in files):
        return []
    return [f"a drop that can be read was refused: {message[-300:]}"]


def compare_quarantine(
    judgement: Judgement, refused: Mapping[Any, tuple[str, bytes]], counts: Counter[str]
) -> list[str]:
    """Compare what was quarantined with what may and must be."""
    findings = []
    left = dict(refused)
    for name, records in judgement.records.items():
        for judged in records:
            found = left.pop((name, judged.record.line), None)
            where = f"{name} line {judged.record.line}"
            if name in judgement.copies:
                continue
            if found is None and judged.verdict == BAD:
                findings.append(f"{where} was not quarantined: {judged.reason}")
            elif found is not None and judged.verdict == GOOD:
                findings.append(f"{where} was quarantined ({found[0]}): {judged.record.values}")
            elif found is not None and judged.verdict == EITHER:
                counts["refused with care"] += 1
            if found is not None and found[1] != judged.record.raw:
                findings.append(
                    f"{where}: raw bytes {found[1][:80]!r} of {judged.record.raw[:80]!r}"
                )
    return findings + [f"{file} line {line} is no record" for file, line in left]


def compare_loaded(
    judgement: Judgement, refused: Mapping[Any, Any], loaded: Mapping[Any, Any], terms: Any
) -> list[str]:
    """Compare what is in bronze with the last valid record of each key."""
    valid = [
        judged
        for name, records in judgement.records.items()
        if name not in judgement.copies
        for judged in records
        if (name, judged.record.line) not in refused and judged.verdict != BAD
    ]
    last = {tuple(judged.texts[column] for column in terms.key): judged for judged in valid}
    wanted = {(judged.file, judged.record.line): judged for judged in last.values()}
    findings = [f"{file} line {line} is missing" for file, line in wanted.keys() - loaded.keys()]
    findings += [
        f"{file} line {line} is there too: {loaded[file, line]['texts']}"
        for file, line in loaded.keys() - wanted.keys()
    ]
    for place in wanted.keys() & loaded.keys():
        findings += _compare_row(wanted[place], loaded[place], terms)
    return findings


def _compare_row(judged: Judged, row: Mapping[str, Any], terms: Any) -> list[str]:
    findings = []
    where = f"{judged.file} line {judged.record.line}"
    for column, contract in terms.columns.items():
        text, given = judged.texts.get(column, ""), row["texts"][column] or ""
        meanings = judged.meanings.get(column, {None})
        if text != given and not (given == "" and None in meanings):
            findings.append(f"{where}: {column} is {given[:80]!r}, the file has {text[:80]!r}")
        value = to_comparable(row["values"][column], contract.type)
        if value not in meanings:
            findings.append(f"{where}: {column} {text[:80]!r} was read as {value!r}")
    if (row["_extra"] or {}) != judged.extra:
        findings.append(f"{where}: extra columns are {row['_extra']}, not {judged.extra}"[:400])
    return findings


def compare_ledger(
    judgement: Judgement,
    refused: Mapping[Any, Any],
    loaded: Mapping[Any, Any],
    ledger: list[tuple[Any, ...]],
) -> list[str]:
    """Compare the ledger with an independent count of each file's records and outcomes."""
    wanted: dict[str, list[Any]] = {}
    for name, records in judgement.records.items():
        bad = sum(1 for file, _ in refused if file == name)
        kept = sum(1 for file, _ in loaded if file == name)
        state = "duplicate" if name in judgement.copies else "loaded"
        wanted[name] = [state, len(records), kept, len(records) - kept - bad, bad]
    for name in judgement.unreadable:
        state = "duplicate" if name in judgement.copies else "quarantined"
        wanted[name] = [state, 0, 0, 0, 0]
    found = {name: counts for name, *counts in ledger}
    return [
        f"{name}: the ledger says {found.get(name)}, it is {counts}"
        for name, counts in wanted.items()
        if found.get(name) != counts
    ] + [f"{name} is in the ledger only" for name in found.keys() - wanted.keys()]
