"""What a dry run of a source found, for a person at a terminal."""

from collections.abc import Iterable, Iterator

from rich.table import Table

from include.ingest.check_results import FileResult, MappingResult, Refusal
from include.ingest.check_source import SourceCheck
from include.ingest.file_shape import FileShape
from include.runtime.commands import console, write
from include.sources.contract import Contract

LONGEST_VALUE = 40
# What the pages and models lose when nothing fills a canonical table.
MEANING = {
    "orders": "no figures by day, no alerts, no delay model: most pages have nothing to show",
    "order_items": "no revenue, no figures by product",
    "deliveries": "no delivery times: no on-time rate, and nothing to learn delays from",
    "customers": "customers are counted by order; no areas unless the orders name them",
    "products": "no categories, no product names",
    "sellers": "no stores' names, no distance from a store",
    "partners": "no couriers' names and vehicles",
    "payments": "no payment methods unless the orders name them",
    "reviews": "no stars, no complaints",
    "marketing_spend": "no spend, no return on it",
    "inventory_movements": "no stock, no waste",
    "places": "no distances, no map",
    "categories": "categories are shown in the language of the files",
}


def print_check(contract: Contract, found: SourceCheck, places: dict[str, str]) -> None:
    """Print the findings; `places` maps the folders of the dry run to those of the user."""

    def say(lines: Iterable[str]) -> None:
        for line in lines:
            for place, folder in places.items():
                line = line.replace(place, folder)  # noqa: PLW2901
            write(line)

    _print_files(found)
    say(f"  {line}" for line in describe_files(contract, found))
    if found.mappings:
        _print_mappings(found.mappings)
        say(f"  {line}" for line in describe_silver(found))
    write("")
    say(f"would fail the night: {failure}" for failure in found.failures)
    if not found.failures:
        write("nothing would fail the night")


def describe_files(contract: Contract, found: SourceCheck) -> Iterator[str]:
    """Say what of the files would not be loaded, and what they lack."""
    for refusal in found.refusals:
        yield f"{refusal.day}/{describe_refusal(refusal)}"
    for shape in found.shapes:
        yield from (f"{shape.day}/{line}" for line in describe_shape(shape))
    for file in found.files:
        if file.table_name and file.note:
            yield f"{file.day}/{file.file_name}: {file.state}: {file.note}"
    yield from list_tables_without_file(contract, found)


def describe_silver(found: SourceCheck) -> Iterator[str]:
    """Say what stays empty, which rows have no parent, and what the checks warn of."""
    for mapping in found.mappings:
        empty = [name for name, share in mapping.shares.items() if share == 0]
        if mapping.rows_count and empty:
            yield f"silver.{mapping.table}: {', '.join(empty)} is given, but empty in every row"
    for table in found.empty_tables:
        yield f"silver.{table} stays empty: {MEANING.get(table, 'nothing is known of it')}"
    for orphans in found.orphans:
        yield (
            f"orphans: {orphans.rows_count:,} of {orphans.table_name} name a row of"
            f" {orphans.missing_table} that never came, such as {', '.join(orphans.sample_ids)}"
        )
    for finding in found.findings:
        if "orphans" not in finding.check_name:
            rows = "; ".join(map(_describe_row, finding.sample_rows[:2]))
            yield f"check {finding.check_name}: {finding.sentence} {finding.rows_count:,}: {rows}"


def _print_files(found: SourceCheck) -> None:
    shapes = {(shape.day, shape.file_name): shape for shape in found.shapes}
    table = Table(box=None, pad_edge=False, title="Files", title_justify="left")
    for heading in ("day", "file", "table", "written as"):
        table.add_column(heading, overflow="fold")
    for heading in ("read", "loaded", "merged", "quarantined"):
        table.add_column(heading, justify="right")
    for file in found.files:
        shape = shapes.get((file.day, file.file_name))
        table.add_row(
            str(file.day),
            file.file_name,
            file.table_name or f"none ({file.state})",
            f"{shape.encoding} {shape.delimiter!r}" if shape and shape.encoding else "",
            *_count_rows(file),
        )
    console.print(table)


def _count_rows(file: FileResult) -> tuple[str, str, str, str]:
    return (
        f"{file.rows_read:,}",
        f"{file.rows_loaded:,}",
        f"{file.rows_merged:,}",
        f"{file.rows_quarantined:,}",
    )


def describe_refusal(refusal: Refusal) -> str:
    """Say why rows of a file would be quarantined, on which lines and with which values."""
    lines = ", ".join(map(str, refusal.line_numbers))
    values = ", ".join(repr((value or "")[:LONGEST_VALUE]) for value in refusal.sample_values)
    column = f" column {refusal.column_name}:" if refusal.column_name else ""
    count = f"{refusal.rows_count:,} row" + ("" if refusal.rows_count == 1 else "s")
    shown = f", values {values}" if refusal.column_name else ""
    more = "first lines" if refusal.rows_count > len(refusal.line_numbers) else "line"
    where = f"{refusal.file_name}:{column} {count} quarantined"
    return f"{where}: {refusal.reason} ({more} {lines}{shown})"


def describe_shape(shape: FileShape) -> list[str]:
    """Say what of a file's header the contract does not use, or lacks."""
    if not shape.table:
        return [f"{shape.file_name}: no table's `file` claims it, so it is not read"]
    lines = [
        f"{shape.file_name}: column {header!r} is in no contract: kept aside, not used"
        + (f"; is it {like}? Then add it to the aliases of {like}" if like else "")
        for header, like in shape.ignored
    ]
    if shape.missing:
        lines.append(f"{shape.file_name}: has no {', '.join(shape.missing)}: left empty")
    return lines


def list_tables_without_file(contract: Contract, found: SourceCheck) -> list[str]:
    """Say which tables of the contract no file fills, by day if there are several."""
    return [
        f"table {table}: no file ({' or '.join(terms.patterns)})"
        + (", but every day needs one" if terms.is_required else "")
        for table, terms in contract.tables.items()
        if table not in {shape.table for shape in found.shapes}
    ]


def _print_mappings(mappings: list[MappingResult]) -> None:
    table = Table(box=None, pad_edge=False, title="\nMappings", title_justify="left")
    table.add_column("silver", overflow="fold")
    table.add_column("rows", justify="right")
    table.add_column("columns filled", overflow="fold")
    table.add_column("columns not given", overflow="fold")
    for mapping in mappings:
        filled = (
            name if share == 1 else f"{name} {share:.0%}" for name, share in mapping.shares.items()
        )
        table.add_row(
            mapping.table, f"{mapping.rows_count:,}", ", ".join(filled), ", ".join(mapping.absent)
        )
    console.print(table)


def _describe_row(row: dict[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items())
