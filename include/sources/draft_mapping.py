"""Write first mappings: which column of a file seems to be which column of silver."""

import re
from collections import Counter
from dataclasses import dataclass

from include.sources.canonical_words import COLUMN_WORDS, SUBJECT_WORDS, TABLE_WORDS
from include.sources.columns import ColumnType
from include.sources.draft_table import DraftTable

STATUSES = {
    "created": "new|open|created|placed|received|pending|ordered",
    "approved": "approved|confirmed|accepted|paid|processing|packed|planned|ready",
    "shipped": "shipped|sent|out|dispatched|transit|way|picked",
    "delivered": "delivered|done|completed|complete|fulfilled|closed|finished",
    "cancelled": "cancelled|canceled|called off|void|rejected|refused|returned|failed",
}
MOST_STATUSES = 12
ACCEPTED: dict[str, frozenset[ColumnType]] = {
    "text": frozenset({"text", "identifier", "integer", "number", "date", "boolean"}),
    "integer": frozenset({"integer"}),
    "bigint": frozenset({"integer"}),
    "numeric": frozenset({"integer", "number"}),
    "date": frozenset({"date", "timestamp"}),
    "timestamp with time zone": frozenset({"timestamp", "date"}),
}


@dataclass(frozen=True)
class SilverColumn:
    """A column of a canonical table: its type, its meaning, whether it is part of the key."""

    name: str
    type: str
    comment: str
    is_key: bool


def draft_mappings(
    tables: list[DraftTable], silver: dict[str, list[SilverColumn]]
) -> dict[str, str]:
    """Return the text of a mapping for each canonical table that some file seems to fill.

    An orders file that knows when an order was delivered, or by whom, fills deliveries too.
    """
    owners: dict[str, DraftTable] = {}
    for table in tables:
        canonical = find_canonical(table.name)
        if canonical and canonical not in owners:
            owners[canonical] = table
    orders = owners.get("orders")
    if orders and "deliveries" not in owners:
        matched = match_columns(orders, silver["deliveries"])
        if {"delivered_at", "handed_over_at"} & set(matched):
            owners["deliveries"] = orders
    drafts = {
        name: _render(name, table, silver[name]) for name, table in owners.items() if table.key
    }
    return {name: text for name, text in drafts.items() if text}


def find_canonical(name: str) -> str:
    """Return the canonical table that a file's name speaks of; empty if none."""
    words = {word.removesuffix("s") for word in name.split("_")}
    for table, phrases in TABLE_WORDS.items():
        if any(set(phrase.split()) <= words for phrase in phrases.split("|")):
            return table
    return ""


def match_columns(table: DraftTable, silver: list[SilverColumn]) -> dict[str, str]:
    """Return the file's column for each silver column that one of its names fits, by type too."""
    matched: dict[str, str] = {}
    subject = SUBJECT_WORDS.get(find_canonical(table.name), {})
    for column in silver:
        words = f"{COLUMN_WORDS.get(column.name, column.name)} {subject.get(column.name, '')}"
        for word in words.split():
            draft = table.columns.get(word)
            if draft is None or draft.type not in ACCEPTED.get(column.type, frozenset()):
                continue
            if word not in matched.values():
                matched[column.name] = word
                break
    return matched


def _render(canonical: str, table: DraftTable, silver: list[SilverColumn]) -> str:
    """Return the mapping's text; empty when a part of silver's key has no column."""
    matched = match_columns(table, silver)
    given = {
        column.name: _select(column, table, matched[column.name])
        for column in silver
        if column.name in matched
    }
    if canonical == "order_items" and "line_number" not in given:
        by = matched.get("product_id", "_row")
        given["line_number"] = (
            f"row_number() over (partition by {matched.get('order_id')}, _day order by {by})"
            " as line_number  -- the file numbers no lines"
        )
    if canonical == "customers" and "customer_id" in matched:
        given.setdefault("person_id", f"{matched['customer_id']} as person_id")
    missing = [column.name for column in silver if column.is_key and column.name not in given]
    if [name for name in missing if name not in {"channel", "audience"}]:
        return ""
    given |= {name: f"'' as {name}" for name in missing}
    selected = [*given.values(), "_day", "_file", "_row"]
    absent = [column for column in silver if column.name not in given]
    lines = [
        f"-- {canonical}: drafted from bronze.{table.name}; every line is a guess.",
        "select",
        *(_with_comma(line, is_last=line == selected[-1]) for line in selected),
        f"from bronze.{table.name}_typed",
    ]
    if absent:
        lines += ["-- Not filled; add a line above for each that the file has:"]
        lines += [
            f"--     {column.name} ({column.type}): {column.comment}".replace("%", "%%")
            for column in absent
        ]
    return "\n".join(lines) + "\n"


def _with_comma(line: str, *, is_last: bool) -> str:
    code, dashes, note = line.partition("  -- ")
    if "\n" in line or is_last:
        return f"    {line}" + ("" if is_last else ",")
    return f"    {code},{dashes}{note}"


def _select(column: SilverColumn, table: DraftTable, name: str) -> str:
    kind = table.columns[name].type
    if column.name == "status":
        return _select_status(table, name)
    if column.type == "timestamp with time zone" and kind == "date":
        return f"{name}::timestamp at time zone %(timezone)s as {column.name}"
    if column.type == "date" and kind == "timestamp":
        return f"({name} at time zone %(timezone)s)::date as {column.name}"
    cast = "::text" if column.type == "text" and kind not in {"text", "identifier"} else ""
    return f"{name}{cast}" if name == column.name and not cast else f"{name}{cast} as {column.name}"


def _select_status(table: DraftTable, name: str) -> str:
    """Translate the words that occur; those that are not silver's are left to a person."""
    seen = Counter(value.strip() for value in table.values(name) if value.strip())
    if len(seen) > MOST_STATUSES or set(seen) <= set(STATUSES):
        return name if name == "status" else f"{name} as status"
    lines = [f"case {name}  -- to one of: {', '.join(STATUSES)}"]
    for word, count in seen.most_common():
        quoted = word.replace("'", "''").replace("%", "%%")
        guess = next((f"'{one}'" for one in STATUSES if _means(word, one)), "null")
        lines.append(f"        when '{quoted}' then {guess}  -- guess, {count:,} rows")
    return "\n".join([*lines, "    end as status"])


def _means(word: str, status: str) -> bool:
    return bool(re.search(rf"\b({STATUSES[status]})\b", word.lower()))


def explain_unmapped(
    tables: list[DraftTable], silver: dict[str, list[SilverColumn]], drafts: dict[str, str]
) -> dict[str, str]:
    """Return the tables from which no mapping was drafted, with the reason."""
    used = {
        name for text in drafts.values() for name in re.findall(r"from bronze\.(\w+)_typed", text)
    }
    return {
        table.name: _explain_unmapped(table, silver, drafts)
        for table in tables
        if table.name not in used
    }


def _explain_unmapped(
    table: DraftTable, silver: dict[str, list[SilverColumn]], drafts: dict[str, str]
) -> str:
    canonical = find_canonical(table.name)
    if not canonical:
        return "its names say nothing to us; rename them in the contract and draft again"
    if canonical in drafts:
        return f"mapping/{canonical}.sql reads another file already"
    matched = match_columns(table, silver[canonical])
    missing = [each.name for each in silver[canonical] if each.is_key and each.name not in matched]
    lacking = f"no column seems to be {' or '.join(missing)}" if missing else "it has no key"
    return (
        f"{lacking}; name it in the contract and draft again,"
        f" or write mapping/{canonical}.sql by hand"
    )
