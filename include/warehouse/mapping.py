"""A source's mapping files, matched with the silver tables that they fill."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812

AUDIT_COLUMNS = ("_day", "_file", "_row")
VERSION_COLUMNS = ("known_from", "known_to", "_file", "_row")
MOMENT = "timestamp with time zone"

BRONZE = """
    with recursive reads as (
        select 'mapping_given'::regclass::oid as relation
        union
        select pg_depend.refobjid
        from reads
        inner join pg_rewrite on reads.relation = pg_rewrite.ev_class
        inner join pg_depend
            on
                pg_rewrite.oid = pg_depend.objid
                and pg_depend.classid = 'pg_rewrite'::regclass
                and pg_depend.refclassid = 'pg_class'::regclass
    )
    select pg_class.relname
    from reads
    inner join pg_class on reads.relation = pg_class.oid
    where pg_class.relkind = 'r' and pg_class.relnamespace = 'bronze'::regnamespace
"""


class MappingError(ValueError):
    """A mapping does not fit its silver table; the message names file and column."""


@dataclass(frozen=True)
class SilverTable:
    """A canonical table and the SELECT of one source that fills it.

    `types` holds the PostgreSQL type of every canonical column, `filled` the columns that the
    mapping gives; the others stay null. `bronze` is the one table that the mapping reads.
    """

    name: str
    key: tuple[str, ...]
    types: Mapping[str, str]
    filled: frozenset[str]
    path: Path
    query: sql.SQL
    bronze: str

    @property
    def states(self) -> tuple[str, ...]:
        """Return the columns whose change makes a new version."""
        return tuple(column for column in self.types if column not in self.key)


def load_mappings(cursor: Cursor, folder: Path, parameters: Mapping[str, Any]) -> list[SilverTable]:
    """Read every mapping of a source, by name, and compare it with its silver table.

    Raises `MappingError` for a file without a table, a column that the table lacks, a key or
    audit column that the mapping lacks, or a query that PostgreSQL refuses.
    """
    paths = sorted(folder.glob("*.sql"))
    if not paths:
        raise MappingError(f"{folder} holds no mapping: nothing would reach silver")
    return [_load_mapping(cursor, path, parameters) for path in paths]


def _load_mapping(cursor: Cursor, path: Path, parameters: Mapping[str, Any]) -> SilverTable:
    name = path.stem
    columns = _load_types(cursor, f'silver."{name}_versions"')
    if not columns:
        raise MappingError(f"{path}: there is no table silver.{name}_versions")
    types = {column: kind for column, kind in columns.items() if column not in VERSION_COLUMNS}
    key = _load_key(cursor, name)
    query = sql.SQL(path.read_text(encoding="utf-8").strip().removesuffix(";"))
    given = _load_given(cursor, path, query, parameters)
    unknown = given.keys() - types.keys() - set(AUDIT_COLUMNS)
    lacking = {*key, *AUDIT_COLUMNS} - given.keys()
    if unknown:
        raise MappingError(f"{path}: silver.{name} has no column {', '.join(sorted(unknown))}")
    if lacking:
        raise MappingError(f"{path}: the mapping must give {', '.join(sorted(lacking))}")
    for column in sorted(types.keys() & given):
        _refuse_type(path, column, given[column], types[column], is_key=column in key)
    filled = frozenset(given.keys() - set(AUDIT_COLUMNS))
    return SilverTable(name, key, types, filled, path, query, _load_bronze(cursor, path))


def _refuse_type(path: Path, column: str, given: str, wanted: str, *, is_key: bool) -> None:
    """Raise `MappingError` where a cast would ask the server's settings, or find no operator.

    A text would be read by the server's order of days, a date by the server's time zone.
    """
    if wanted == MOMENT and given in {"date", "timestamp without time zone"}:
        advice = f"write ...::timestamp at time zone %(timezone)s as {column}"
    elif wanted == "date" and given == MOMENT:
        advice = f"write (... at time zone %(timezone)s)::date as {column}"
    elif given == "text" and wanted != "text":
        advice = "give the column its type in the contract"
    elif is_key and wanted == "text" and given != "text":
        advice = f"write ...::text as {column}"
    else:
        return
    raise MappingError(f"{path}: {column} is of type {given}, silver's is {wanted}: {advice}")


def _load_types(cursor: Cursor, relation: str) -> dict[str, str]:
    cursor.execute(
        """
        select attname, format_type(atttypid, atttypmod)
        from pg_attribute
        where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped
        order by attnum
        """,
        (relation,),
    )
    return dict(cursor.fetchall())


def _load_key(cursor: Cursor, name: str) -> tuple[str, ...]:
    cursor.execute(
        """
        select pg_attribute.attname
        from pg_index
        cross join unnest(pg_index.indkey) with ordinality as part (number, place)
        inner join pg_attribute
            on pg_index.indrelid = pg_attribute.attrelid and part.number = pg_attribute.attnum
        where pg_index.indrelid = to_regclass(%s) and pg_index.indisprimary
        order by part.place
        """,
        (f'silver."{name}_versions"',),
    )
    return tuple(column for (column,) in cursor.fetchall() if column != "known_from")


def _load_given(
    cursor: Cursor, path: Path, query: sql.SQL, parameters: Mapping[str, Any]
) -> dict[str, str]:
    """Ask PostgreSQL which columns of which type a mapping gives, without reading a row."""
    try:
        cursor.execute("drop view if exists mapping_given")
        cursor.execute(
            sql.SQL("create temp view mapping_given as {}").format(query), dict(parameters)
        )
    except psycopg2.Error as error:
        raise MappingError(f"{path}: {error}") from error
    return _load_types(cursor, "mapping_given")


def _load_bronze(cursor: Cursor, path: Path) -> str:
    """Ask PostgreSQL which bronze table the mapping just looked at reads."""
    cursor.execute(BRONZE)
    tables = [name for (name,) in cursor.fetchall()]
    cursor.execute("drop view mapping_given")
    if len(tables) != 1:
        names = ", ".join(tables) or "none"
        raise MappingError(f"{path}: a mapping reads one bronze table, this one: {names}")
    return str(tables[0])
