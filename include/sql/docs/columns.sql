-- One row per column of the schemas in %(schemas)s, with the comments of column and table.
with
keys as (
    select
        pg_index.indrelid as table_oid,
        unnest(pg_index.indkey) as column_number
    from pg_catalog.pg_index
    where pg_index.indisprimary
)

select
    pg_namespace.nspname as schema_name,
    pg_class.relname as table_name,
    pg_attribute.attname as column_name,
    pg_class.relkind in ('v', 'm') as is_view,
    keys.column_number is not null as is_key,
    coalesce(obj_description(pg_class.oid, 'pg_class'), '') as table_comment,
    format_type(pg_attribute.atttypid, pg_attribute.atttypmod) as column_type,
    coalesce(col_description(pg_class.oid, pg_attribute.attnum), '') as column_comment
from pg_catalog.pg_class
inner join pg_catalog.pg_namespace on pg_class.relnamespace = pg_namespace.oid
inner join pg_catalog.pg_attribute on pg_class.oid = pg_attribute.attrelid
left join keys
    on
        pg_class.oid = keys.table_oid
        and pg_attribute.attnum = keys.column_number
where
    pg_namespace.nspname = any(%(schemas)s)
    and pg_class.relkind in ('r', 'p', 'v', 'm')
    and pg_class.relname <> 'alembic_version'
    and pg_attribute.attnum > 0
    and not pg_attribute.attisdropped
order by pg_namespace.nspname, pg_class.relname, pg_attribute.attnum;
