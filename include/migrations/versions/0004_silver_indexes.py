"""Index only what a night looks up: the key serves the current version as well."""

from alembic import op

revision = "0004"
down_revision = "0003"

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


def upgrade() -> None:
    """Drop the second index over each key; index the ends of versions that have one."""
    for table in TABLES:
        op.execute(f"drop index silver.{table}_versions_current")
        op.execute(f"drop index silver.{table}_versions_known_to")
        op.execute(
            f"create index {table}_versions_known_to on silver.{table}_versions (known_to)"
            " where known_to is not null"
        )
