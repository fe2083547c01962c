"""Write a first contract for files that nobody has described: guesses, each said to be one."""

import json
import re
from collections import Counter

from include.sources.draft_table import DraftTable
from include.sources.personal import hide_contacts, is_personal

SHOWN_VALUES = 3
CURRENCIES = {"€": "EUR", "R$": "BRL", "£": "GBP", "$": "USD", "US$": "USD", "₹": "INR"}
CURRENCIES |= {"Rp": "IDR", "zł": "PLN"}


def render_contract(name: str, tables: list[DraftTable]) -> str:
    """Return the text of a contract.yaml, every guess marked as one."""
    signs = Counter(
        sign for each in tables for one in each.columns.values() for sign in one.affixes
    )
    currency = next((CURRENCIES[sign] for sign, _ in signs.most_common() if sign in CURRENCIES), "")
    parts = [
        f"# Drafted from {len(tables)} kinds of file. Every guess is yours to settle. Then:",
        f"#   make check-source NAME={name} FROM=<folder>",
        f"name: {name}",
        f"description: {name.replace('_', ' ').capitalize()}  # one line for people",
        f"currency: {currency or 'EUR'}  # guess" + ("" if currency else ": no file names one"),
        "language: en  # guess: of the texts in the files",
        "timezone: Europe/Berlin  # guess: where the business is; its days end there",
        "country: DE  # guess",
        "tables:",
    ]
    return "\n".join([*parts, *(_render_table(table) for table in tables)]) + "\n"


def _render_table(table: DraftTable) -> str:
    delimiters = sorted({sample.delimiter for sample in table.samples})
    encodings = sorted({"utf-8", *(sample.encoding for sample in table.samples)} - {"utf-8-sig"})
    encodings = ["utf-8", *(each for each in encodings if each == "cp1252")]
    skipped = sum(sample.skipped_rows for sample in table.samples)
    lines = [
        f"  {table.name}:",
        f"    file: {json.dumps(table.pattern)}  # {len(table.samples)} read,"
        f" {table.rows_count:,} rows" + (f", {skipped:,} of another width" if skipped else ""),
        f"    key: [{', '.join(table.key)}]  # {_explain_key(table)}",
        "    is_required: false  # true: a day without this file fails",
    ]
    if delimiters != [","]:
        lines.append(f"    delimiters: {json.dumps(delimiters)}")
    if len(encodings) > 1:
        lines.append(f"    encodings: [{', '.join(encodings)}]")
    lines.append("    columns:")
    return "\n".join([*lines, *(_render_column(table, name) for name in table.columns)])


def _explain_key(table: DraftTable) -> str:
    if not table.key:
        return "no few columns identify a row: name them, or leave this table out"
    empty = sum(not value.strip() for name in table.key for value in table.values(name))
    lacking = f"; empty in {empty:,}, which will be quarantined" if empty else ""
    within = "its file" if len(table.samples) > 1 else f"{table.rows_count:,} rows"
    return f"guess: unique in {within}{lacking}"


def _render_column(table: DraftTable, name: str) -> str:
    column = table.columns[name]
    terms = [f"type: {column.type}"]
    if name in table.key:
        terms.append("is_required: true")
    if table.headers[name] != name:
        terms.append(f"header: {json.dumps(table.headers[name], ensure_ascii=False)}")
    for label, words in (("formats", column.formats), ("affixes", column.affixes)):
        if words:
            terms.append(f"{label}: {json.dumps(words, ensure_ascii=False)}")
    note = f"guess needed: {column.doubt}" if column.doubt else _show_values(table, name)
    return f"      {name}: {{{', '.join(terms)}}}" + (f"  # {note}" if note else "")


def _show_values(table: DraftTable, name: str) -> str:
    """Return the first values, unless they may be about a person: a contract is not for those."""
    seen = list(dict.fromkeys(value.strip() for value in table.values(name) if value.strip()))
    if is_personal(name) or any(hide_contacts(value) != value for value in seen):
        return "values left out: they may be personal"
    return ", ".join(re.sub(r"\s+", " ", value)[:30] for value in seen[:SHOWN_VALUES])
