"""Bronze tables: made from the contract, and one day of one table replaced whole."""

from datetime import date

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812

from include.ingest.validation import failure_expression
from include.sources.contract import TableContract

INDEXED_KEY_COLUMNS = 2  # enough to find a row; whole rows as keys would double the table


def create_table(cursor: Cursor, table: str, terms: TableContract) -> None:
    """Create a bronze table, or add the columns that its contract has gained."""
    cursor.execute(
        sql.SQL(
            "create table if not exists bronze.{} (_day date not null, _file text not null,"
            " _row bigint not null, _loaded_at timestamptz not null default now(), _extra jsonb)"
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


def create_indexes(cursor: Cursor, table: str, terms: TableContract) -> None:
    """Index a table by day and by key; after the first load, because that is faster."""
    for suffix, columns in (("day", ("_day",)), ("key", terms.key[:INDEXED_KEY_COLUMNS])):
        cursor.execute(
            sql.SQL("create index if not exists {} on bronze.{} ({})").format(
                sql.Identifier(f"{table}_{suffix}"),
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, columns)),
            )
        )


def delete_day(cursor: Cursor, table: str, day: date) -> None:
    """Delete what an earlier load of the day left in a table."""
    cursor.execute(
        sql.SQL("delete from bronze.{} where _day = %s::date").format(sql.Identifier(table)),
        (day,),
    )


def sort_out_rows(cursor: Cursor, terms: TableContract) -> None:
    """Give every staging row its outcome: `rejected`, `kept`, or neither, which is merged.

    Among valid rows of one key the last wins.
    """
    cursor.execute("drop table if exists rejected, kept")
    cursor.execute(
        sql.SQL(
            """
            create temp table rejected on commit drop as
            select _seq, _file, _row, _lines,
                failure[1] as column_name, failure[2] as value, failure[3] as reason
            from (select _seq, _file, _row, _lines, {} as failure from staging) as judged
            where failure is not null
            """
        ).format(failure_expression(terms))
    )
    cursor.execute("analyze rejected")
    cursor.execute(
        sql.SQL(
            """
            create temp table kept on commit drop as
            select max(_seq) as _seq
            from staging
            where not exists (select from rejected where rejected._seq = staging._seq)
            group by {}
            """
        ).format(sql.SQL(", ").join(map(sql.Identifier, terms.key)))
    )
    cursor.execute("analyze kept")


def insert_kept(cursor: Cursor, table: str, terms: TableContract, day: date) -> None:
    """Insert the rows that were kept into bronze."""
    columns = sql.SQL(", ").join(map(sql.Identifier, terms.columns))
    cursor.execute(
        sql.SQL(
            """
            insert into bronze.{table} ({columns}, _day, _file, _row, _extra)
            select {columns}, %s::date, _file, _row, nullif(_extra, '')::jsonb
            from staging
            inner join kept using (_seq)
            """
        ).format(table=sql.Identifier(table), columns=columns),
        (day,),
    )
