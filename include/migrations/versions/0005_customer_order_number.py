"""Keep the number that a source gives to a customer's orders; add what customers buy again."""

from alembic import op

revision = "0005"
down_revision = "0004"

COLUMN = """
alter table silver.orders_versions add column customer_order_number integer;
comment on column silver.orders_versions.customer_order_number is
'Number of the order among its customer''s, from 1, where the source states one.';
"""
VIEW = """
drop view silver.orders;
create view silver.orders as
select
    order_id,
    customer_id,
    seller_id,
    partner_id,
    status,
    ordered_at,
    approved_at,
    promised_from_at,
    promised_at,
    postal_code,
    city,
    area,
    payment_method,
    order_amount,
    customer_order_number,
    known_from
from silver.orders_versions
where known_to is null;
comment on view silver.orders is
'Every order as known now. Grain: one order.';
"""
PAIRS = """
create table if not exists ml.customer_products (
    customer_id text not null,
    product_id text not null,
    lines_count integer not null,
    first_order_number integer not null,
    last_order_number integer not null,
    mean_line_number real not null,
    primary key (customer_id, product_id)
) partition by hash (customer_id);

comment on table ml.customer_products is
'One row per customer and product that the customer has ordered, as known on the day of the build.';
comment on column ml.customer_products.customer_id is
'The person who ordered, joins gold.dim_customers.';
comment on column ml.customer_products.product_id is 'Product, joins gold.dim_products.';
comment on column ml.customer_products.lines_count is
'Order lines of the customer that name the product.';
comment on column ml.customer_products.first_order_number is
'Place, among all orders of the customer, of the first one with the product, from 1.';
comment on column ml.customer_products.last_order_number is
'Place, among all orders of the customer, of the last one with the product.';
comment on column ml.customer_products.mean_line_number is
'Mean number of those lines within their orders; where lines are numbered by it, the mean place'
' in the cart.';
"""


def upgrade() -> None:
    """Add column and table; versions that are there have no number until their day is run again."""
    op.execute(COLUMN)
    op.execute(VIEW)
    op.execute(PAIRS)
