"""The command that writes a first contract and first mappings for a folder of CSV files."""

import argparse
import re
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg2

from include.runtime.check_source import list_folders, open_scratch_warehouse, parse_folder
from include.runtime.commands import write
from include.runtime.state import State
from include.settings import PROJECT, SettingError
from include.sources.contract import SOURCES, known_sources, load_contract
from include.sources.draft_contract import render_contract
from include.sources.draft_mapping import SilverColumn, draft_mappings, explain_unmapped
from include.sources.draft_table import draft_tables, read_tables
from include.sources.drop import CLOSED, COMPLETE, ReplayError
from include.sources.folder import list_plain_files
from include.warehouse.mapping import AUDIT_COLUMNS, VERSION_COLUMNS
from include.warehouse.tables_document import load_columns

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
ENDINGS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")


def load_silver(url: str) -> dict[str, list[SilverColumn]]:
    """Read the columns of every canonical table, with their meaning."""
    silver: dict[str, list[SilverColumn]] = {}
    with closing(psycopg2.connect(url)) as connection:
        columns = [column for column in load_columns(connection) if column.schema == "silver"]
    for column in columns:
        if not column.is_view and column.name not in {*AUDIT_COLUMNS, *VERSION_COLUMNS}:
            silver.setdefault(column.table.removesuffix("_versions"), []).append(
                SilverColumn(column.name, column.type, column.comment, column.is_key)
            )
    return silver


def list_data_files(folders: Iterable[Path]) -> list[Path]:
    """Return the files that may hold rows; the others are said to be left out."""
    paths = [path for folder in folders for path in list_plain_files(folder)]
    chosen = [path for path in paths if path.name.lower().endswith(ENDINGS)]
    for path in paths:
        if path not in chosen and path.name not in {CLOSED, COMPLETE}:
            write(f"left out: {path.name} is no {', '.join(ENDINGS[:3])} file")
    if not chosen:
        raise SettingError(f"setting FROM: no file there ends in {', '.join(ENDINGS[:3])}")
    return chosen


def run_draft_source(state: State, arguments: argparse.Namespace) -> int:
    """Write what include/sources/<name>/ lacks: a contract, and mappings for what that names."""
    name = state.source
    if not NAME.fullmatch(name):
        raise SettingError(f"setting NAME is {name!r}: it takes small letters, digits and _")
    data = parse_folder(arguments.first_night)
    files = list_data_files(list_folders(data, date.min).values())
    folder = SOURCES / name
    is_new = name not in known_sources()
    try:
        tables = draft_tables(files) if is_new else read_tables(load_contract(name), files)
    except ReplayError as error:
        raise SettingError(str(error)) from error
    with open_scratch_warehouse(name) as url:
        silver = load_silver(url)
    mappings = draft_mappings(tables, silver)
    texts = {"contract.yaml": render_contract(name, tables)} if is_new else {}
    texts |= {f"mapping/{table}.sql": text for table, text in mappings.items()}
    (folder / "mapping").mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        if (folder / path).exists():
            write(f"left as it is: {(folder / path).relative_to(PROJECT)}")
        else:
            (folder / path).write_text(text, encoding="utf-8")
            write(f"wrote {(folder / path).relative_to(PROJECT)}")
    for table, reason in explain_unmapped(tables, silver, mappings).items():
        write(f"no mapping drafted from {table}: {reason}")
    write("every line is a guess: read them, settle what is marked, then")
    write(f"  make check-source NAME={name} FROM={data}")
    return 0
