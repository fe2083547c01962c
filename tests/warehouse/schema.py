"""A warehouse's schema, written down as SQL and as facts that can be compared."""

import subprocess

import psycopg2

from include.runtime.programs import BIN

FACTS = """
    with tables as (
        select oid, oid::regclass::text as name
        from pg_class
        where
            relnamespace::regnamespace::text in ('ops', 'silver', 'gold', 'ml')
            and relkind in ('r', 'v', 'm', 'p')
    )
    select
        tables.name, 'column ' || attname, format_type(atttypid, atttypmod)
        || case when attnotnull then ' not null' else '' end
        || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
        || case when attidentity <> '' then ' identity ' || attidentity::text else '' end
        || coalesce(' -- ' || col_description(attrelid, attnum), '')
    from tables
    inner join pg_attribute on attrelid = oid and attnum > 0 and not attisdropped
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    union all
    select name, 'constraint', pg_get_constraintdef(pg_constraint.oid)
    from tables
    inner join pg_constraint on conrelid = tables.oid
    union all
    select name, 'index', pg_get_indexdef(indexrelid)
    from tables
    inner join pg_index on indrelid = oid
    union all
    select name, 'view', pg_get_viewdef(name::regclass)
    from tables
    inner join pg_views on name = schemaname || '.' || viewname
    union all
    select name, 'comment', coalesce(obj_description(oid, 'pg_class'), '')
    from tables
"""


def load_facts(url: str) -> set[tuple[str, str, str]]:
    """Return every fact about the tables of a warehouse, whatever order they came about in."""
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(FACTS)
            return {(str(table), str(what), str(fact)) for table, what, fact in cursor.fetchall()}
    finally:
        connection.close()


def dump_schema(url: str) -> str:
    """Return the SQL that rebuilds an empty copy of a warehouse."""
    command = [str(BIN / "pg_dump"), "--schema-only", "--no-owner", "--no-privileges", url]
    dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    settings = ("--", "\\", "SET ", "SELECT ")  # of the session, and not in every version
    kept = (line for line in dump.splitlines() if line and not line.startswith(settings))
    return "\n".join(kept) + "\n"
