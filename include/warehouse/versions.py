"""The statements that recompute the versions of one silver table, for any of its columns."""

from collections.abc import Iterable

from psycopg2 import sql

from include.warehouse.mapping import SilverTable

TOUCHED = """
    create temp table touched on commit drop as
    select {typed_key} from ({mapping}
    ) as mapped
    where mapped._day = %(day)s::date
    union
    select {key} from silver.{versions}
    where known_from = %(day)s::date
"""
# Of a full refresh every key counts that is alive before the day, or ended on it.
TOUCHED_BY_SNAPSHOT = """
    union
    select {key} from silver.{versions}
    where known_from < %(day)s::date and coalesce(known_to >= %(day)s::date, true)
"""
# The days on which a full refresh came whole: a row in quarantine is not a row that is missing.
SNAPSHOT_DAYS = """
    create temp table snapshot_days on commit drop as
    select day
    from ops.load_ledger
    where table_name = %(bronze)s
    group by day
    having bool_and(state in ('loaded', 'duplicate')) and sum(rows_quarantined) = 0
"""
DELETE = "delete from silver.{versions} as version using touched where {version_is_touched}"
INSERT = """
    insert into silver.{versions} ({key}, {states}, known_from, known_to, _file, _row)
    with mapped as (
        select {typed_columns}, found._day, found._file, found._row
        from touched
        cross join lateral (
            select given.* from ({mapping}
            ) as given
            where {given_is_touched}
        ) as found
    ),
    days as (
        select distinct on ({key}, _day) {key}, {states}, _day, _file, _row
        from mapped
        order by {key}, _day, _file collate "C" desc, _row desc
    ),
    endings as (
        select days.*, {deleted_on} as deleted_on
        from days
        window key_days as (partition by {key} order by _day)
    ),
    changes as (
        select endings.*,
            row_number() over key_days = 1
            or lag(deleted_on) over key_days is not null {or_changed} as is_change
        from endings
        window key_days as (partition by {key} order by _day)
    ),
    spans as (
        select changes.*,
            count(*) filter (where is_change) over (partition by {key} order by _day) as span
        from changes
    ),
    ends as (
        select spans.*, max(deleted_on) over (partition by {key}, span) as ends_on
        from spans
    )
    select {key}, {states}, _day,
        coalesce(ends_on, lead(_day) over (partition by {key} order by _day)), _file, _row
    from ends
    where is_change
"""
# The first full refresh after a row's day that came without the row.
DELETED_ON = """
    case when lead(_day) over key_days <= (
        select min(snapshot_days.day) from snapshot_days where snapshot_days.day > days._day
    ) then null
    else (select min(snapshot_days.day) from snapshot_days where snapshot_days.day > days._day)
    end
"""
REMEMBER = """
    insert into ops.touched_keys (table_name, key, touched_day)
    select %(table)s, jsonb_build_object({key_pairs}), %(day)s::date
    from touched
    on conflict (table_name, key) do update
    set touched_day = greatest(touched_keys.touched_day, excluded.touched_day)
"""
FIRST_BUILD = """
    insert into silver.{versions} ({filled}, known_from, _file, _row)
    select {typed_filled}, mapped._day, mapped._file, mapped._row
    from ({mapping}
    ) as mapped
    where mapped._day = %(day)s::date
"""


def compose_parts(table: SilverTable, *, is_snapshot: bool) -> dict[str, sql.Composable]:
    """Compose the parts of the statements that depend on the table's columns."""
    changed = sql.SQL("or {0} is distinct from lag({0}) over key_days")
    pair = sql.SQL("{}, {}")
    filled = [column for column in table.types if column in table.filled]
    return {
        "versions": sql.Identifier(f"{table.name}_versions"),
        "mapping": table.query,
        "key": _identifiers(table.key),
        "states": _identifiers(table.states),
        "filled": _identifiers(filled),
        "typed_key": _typed(table, "mapped", table.key),
        "typed_filled": _typed(table, "mapped", filled),
        "typed_columns": _typed(table, "found", table.types),
        "deleted_on": sql.SQL(DELETED_ON if is_snapshot else "null::date"),
        "version_is_touched": _same_key("version", table),
        "given_is_touched": _same_key("given", table),
        "or_changed": sql.SQL(" ").join(
            changed.format(sql.Identifier(column)) for column in table.states
        ),
        "key_pairs": sql.SQL(", ").join(
            pair.format(sql.Literal(column), sql.Identifier(column)) for column in table.key
        ),
    }


def _identifiers(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _typed(table: SilverTable, alias: str, columns: Iterable[str]) -> sql.Composed:
    """Select columns of `alias` as the types of the table; null where the mapping has none."""
    return sql.SQL(", ").join(
        sql.SQL("{}::{} as {}").format(
            sql.Identifier(alias, column) if column in table.filled else sql.SQL("null"),
            sql.SQL(table.types[column]),
            sql.Identifier(column),
        )
        for column in columns
    )


def _same_key(alias: str, table: SilverTable) -> sql.Composed:
    return sql.SQL(" and ").join(
        sql.SQL("{} = {}").format(sql.Identifier(alias, column), sql.Identifier("touched", column))
        for column in table.key
    )
