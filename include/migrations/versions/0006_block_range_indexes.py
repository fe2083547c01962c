"""Index the days of silver by block range, as bronze does; bronze's ledger knows when it loaded."""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = (
    "categories",
    "customers",
    "deliveries",
    "inventory_movements",
    "marketing_spend",
    "order_items",
    "orders",
    "partners",
    "payments",
    "places",
    "products",
    "reviews",
    "sellers",
)
DROP_LOADED_AT = """
do $$
declare
    bronze_table regclass;
begin
    for bronze_table in
        select attrelid::regclass
        from pg_attribute
        inner join pg_class on pg_attribute.attrelid = pg_class.oid
        where
            pg_class.relnamespace = 'bronze'::regnamespace
            and pg_class.relkind = 'r'
            and attname = '_loaded_at'
            and not attisdropped
    loop
        execute format('alter table %s drop column _loaded_at', bronze_table);
    end loop;
end
$$
"""


def upgrade() -> None:
    """Replace the index over the days of each silver table; drop a column of each bronze table."""
    for table in TABLES:
        op.execute(f"drop index silver.{table}_versions_known_from")
        op.execute(
            f"create index {table}_versions_known_from on silver.{table}_versions"
            " using brin (known_from) with (autosummarize = on)"
        )
    op.execute(DROP_LOADED_AT)
