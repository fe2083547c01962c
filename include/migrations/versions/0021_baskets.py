"""Keep baskets from night to night, and suggest the next one."""

from alembic import op

revision = "0021"
down_revision = "0020"

CUSTOMER_BASKETS = """
create unlogged table if not exists ml.customer_baskets (
    customer_id text primary key,
    orders_count integer not null,
    ordered_dates date[] not null,
    last_customer_order_number integer,
    last_ordered_at timestamptz,
    last_order_id text not null,
    changed_day date not null
);

create index if not exists customer_baskets_changed_day_idx
on ml.customer_baskets (changed_day);

comment on table ml.customer_baskets is
'One row per customer who has ordered: when, and where the order of the orders ends, as of'
' ml.basket_state.day. Grain: customer_id.';
comment on column ml.customer_baskets.customer_id is
'The person who ordered, joins gold.dim_customers.';
comment on column ml.customer_baskets.orders_count is 'Orders placed so far, also without lines.';
comment on column ml.customer_baskets.ordered_dates is
'Local date of each order by its place; null where the source states no time.';
comment on column ml.customer_baskets.last_customer_order_number is
'Number that the source states for the last order, if any.';
comment on column ml.customer_baskets.last_ordered_at is 'Time of the last order, if known.';
comment on column ml.customer_baskets.last_order_id is 'The last order.';
comment on column ml.customer_baskets.changed_day is
'Night on which an order of the customer was last counted.';
"""
PRODUCT_BUYERS = """
create unlogged table if not exists ml.product_buyers (
    product_id text primary key,
    buyers_count integer not null,
    repeat_buyers_count integer not null,
    orders_count integer not null
);

comment on table ml.product_buyers is
'One row per product that was ordered, as of ml.basket_state.day. Grain: product_id.';
comment on column ml.product_buyers.product_id is 'Product, joins gold.dim_products.';
comment on column ml.product_buyers.buyers_count is 'Customers who have ordered it.';
comment on column ml.product_buyers.repeat_buyers_count is
'Of those, the ones who have ordered it more than once.';
comment on column ml.product_buyers.orders_count is 'Orders with it.';
"""
BASKET_STATE = """
create unlogged table if not exists ml.basket_state (
    day date primary key,
    first_drop date not null,
    waiting_customers text[] not null
);

comment on table ml.basket_state is
'At most one row: the evening as of which ml.customer_products, ml.customer_baskets and'
' ml.product_buyers were counted. None while they are built.';
comment on column ml.basket_state.day is 'Business day of that evening.';
comment on column ml.basket_state.first_drop is
'Day of the first drop: nights before it did not tell of their own orders.';
comment on column ml.basket_state.waiting_customers is
'Customers with an order that is known and whose stated time lies after that evening.';
"""
SUGGESTED_BASKETS = """
create table if not exists ml.suggested_baskets (
    day date not null,
    model text not null,
    version integer not null,
    customer_id text not null,
    target_number integer not null,
    product_id text not null,
    place integer not null,
    probability double precision not null check (probability between 0 and 1),
    margin double precision not null,
    is_suggested boolean not null,
    primary key (day, model, customer_id, product_id)
);

comment on table ml.suggested_baskets is
'One row per night, customer with an order on it, and product: the likeliest of the next order, and'
' all that are suggested. Empty without skill. Grain: day, model, customer_id, product_id.';
comment on column ml.suggested_baskets.day is 'Business day of the night.';
comment on column ml.suggested_baskets.model is 'Name of the models spec.';
comment on column ml.suggested_baskets.version is 'Version in the registry.';
comment on column ml.suggested_baskets.customer_id is
'The person who ordered, joins gold.dim_customers.';
comment on column ml.suggested_baskets.target_number is
'Place, among all orders of the customer, of the order that is asked about.';
comment on column ml.suggested_baskets.product_id is
'Product bought before, joins gold.dim_products.';
comment on column ml.suggested_baskets.place is 'Place among the customer''s products, from 1.';
comment on column ml.suggested_baskets.probability is
'Calibrated probability that the next order has the product.';
comment on column ml.suggested_baskets.margin is
'Log-odds of the probability; the reasons'' sum.';
comment on column ml.suggested_baskets.is_suggested is
'In the basket of the highest expected F1.';
"""
SUGGESTION_REASONS = """
create table if not exists ml.suggestion_reasons (
    day date not null,
    model text not null,
    version integer not null,
    customer_id text not null,
    product_id text not null,
    feature text not null,
    feature_group text not null,
    value text,
    contribution double precision not null,
    rank integer not null,
    sentence text not null,
    primary key (day, model, customer_id, product_id, feature)
);

comment on table ml.suggestion_reasons is
'Exact TreeSHAP of the likeliest suggestion of a few customers of each night: contributions add up'
' to the margin. Grain: day, model, customer_id, product_id, feature.';
comment on column ml.suggestion_reasons.day is 'Business day of the night.';
comment on column ml.suggestion_reasons.model is 'Name of the models spec.';
comment on column ml.suggestion_reasons.version is 'Version in the registry.';
comment on column ml.suggestion_reasons.customer_id is
'The person who ordered, joins gold.dim_customers.';
comment on column ml.suggestion_reasons.product_id is 'Product that is suggested.';
comment on column ml.suggestion_reasons.feature is 'Feature; (base) is where every row starts.';
comment on column ml.suggestion_reasons.feature_group is 'Group of the feature.';
comment on column ml.suggestion_reasons.value is 'Value as people read it; null when unknown.';
comment on column ml.suggestion_reasons.contribution is 'Part of the margin, in log-odds.';
comment on column ml.suggestion_reasons.rank is
'1 for the feature that raises the chance most; 0 for the start.';
comment on column ml.suggestion_reasons.sentence is 'The reason in words.';
"""
# the pairs are built whole on the next night, since ml.basket_state is empty
CUSTOMER_PRODUCTS = """
do $$
declare
    old text;
begin
    for old in select inhrelid::regclass::text from pg_inherits
        where inhparent = 'ml.customer_products'::regclass
    loop
        execute 'drop table ' || old;
    end loop;
end $$;

alter table ml.customer_products add column order_numbers integer[] not null;

comment on column ml.customer_products.order_numbers is
'Places, among all orders of the customer, of those with the product, ascending.';
"""


def upgrade() -> None:
    """Add the tables; the next night fills them."""
    for statements in (
        CUSTOMER_PRODUCTS,
        CUSTOMER_BASKETS,
        PRODUCT_BUYERS,
        BASKET_STATE,
        SUGGESTED_BASKETS,
        SUGGESTION_REASONS,
    ):
        op.execute(statements)
