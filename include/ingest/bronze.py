"""Bronze tables: made from the contract, and one day of one table replaced whole."""

from collections import Counter
from datetime import date

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.indexes import list_indexes, try_indexes
from include.ingest.staging import Target
from include.ingest.validation import failure_expression
from include.sources.contract import TableContract


def create_table(cursor: Cursor, table: str, terms: TableContract) -> None:
    """Create a bronze table, or add the columns that its contract has gained."""
    cursor.execute(
        sql.SQL(
            "create table if not exists bronze.{} (_day date not null, _file text not null,"
            " _row bigint not null, _extra jsonb)"
        ).format(sql.Identifier(table))
    )
    cursor.execute(
        "select column_name from information_schema.columns"
        " where table_schema = 'bronze' and table_name = %s",
        (table,),
    )
    existing = {name for (name,) in cursor.fetchall()}
    for column in terms.columns:
        if column not in existing:
            cursor.execute(
                sql.SQL("alter table bronze.{} add column {} text").format(
                    sql.Identifier(table), sql.Identifier(column)
                )
            )


def delete_day(cursor: Cursor, table: str, day: date) -> bool:
    """Delete what an earlier load of the day left; return whether the table is empty now.

    An empty table is truncated and loses its indexes: they are made after the rows.
    """
    name = sql.Identifier("bronze", table)
    cursor.execute(sql.SQL("delete from {} where _day = %s::date").format(name), (day,))
    cursor.execute(sql.SQL("select from {} limit 1").format(name))
    if cursor.rowcount:
        return False
    cursor.execute(sql.SQL("truncate {}").format(name))
    for index in list_indexes(cursor, table):
        cursor.execute(sql.SQL("drop index {}").format(sql.Identifier("bronze", index)))
    return True


def judge_rows(cursor: Cursor, target: Target, terms: TableContract) -> int:
    """Move every copied row that breaks the contract to `rejected`; return how many."""
    cursor.execute("drop table if exists failed")
    # no `insert ... select`: only a new table is filled by parallel workers
    cursor.execute(
        sql.SQL(
            """
            create temp table failed on commit drop as
            select
                _file, _row, failure[1] as column_name, failure[2] as value,
                failure[3] as reason, _place
            from (select _file, _row, ctid as _place, {} as failure from {}) as judged
            where failure is not null
            """
        ).format(failure_expression(terms), target.name)
    )
    if not cursor.rowcount:
        return 0
    cursor.execute(
        "insert into rejected (_file, _row, column_name, value, reason, _place)"
        " select _file, _row, column_name, value, reason, _place from failed"
    )
    return _delete_places(cursor, target, "rejected")


def merge_rows(cursor: Cursor, target: Target, table: str, terms: TableContract) -> Counter[str]:
    """Keep the last row of each key; return how many were merged into it by file.

    Where the rows are in bronze already, its unique index tells whether there is anything to do.
    """
    if target.is_bronze and try_indexes(cursor, table, terms):
        return Counter()
    cursor.execute("drop table if exists merged")
    cursor.execute(
        sql.SQL(
            """
            create temp table merged on commit drop as
            select _file, _place
            from (
                select
                    _file, ctid as _place,
                    row_number() over (
                        partition by {} order by _file collate "C" desc, _row desc
                    ) as place
                from {}
            ) as placed
            where place > 1
            """
        ).format(sql.SQL(", ").join(map(sql.Identifier, terms.key)), target.name)
    )
    _delete_places(cursor, target, "merged")
    cursor.execute("select _file, count(*) from merged group by _file")
    return Counter(dict(cursor.fetchall()))


def insert_staged(cursor: Cursor, target: Target, table: str, terms: TableContract) -> None:
    """Insert the rows that are left in the staging table into bronze."""
    # two arrays: a function takes a hundred arguments at most
    extra = sql.SQL(
        "nullif(jsonb_strip_nulls(jsonb_object({}::text[], array[{}]::text[])), '{{}}')"
    ).format(
        sql.Literal(list(target.extras)),
        sql.SQL(", ").join(
            sql.Identifier(f"_extra_{number}") for number in range(len(target.extras))
        ),
    )
    columns = sql.SQL(", ").join(map(sql.Identifier, ("_day", "_file", "_row", *terms.columns)))
    cursor.execute(
        sql.SQL("insert into bronze.{} ({}, _extra) select {}, {} from {}").format(
            sql.Identifier(table),
            columns,
            columns,
            extra if target.extras else sql.SQL("null"),
            target.name,
        )
    )


def _delete_places(cursor: Cursor, target: Target, listed: str) -> int:
    """Delete the target's rows whose place is listed in a temporary table."""
    cursor.execute(sql.SQL("analyze {}").format(sql.Identifier(listed)))
    cursor.execute(
        sql.SQL("delete from {0} using {1} where {0}.ctid = {1}._place").format(
            target.name, sql.Identifier(listed)
        )
    )
    return int(cursor.rowcount)
