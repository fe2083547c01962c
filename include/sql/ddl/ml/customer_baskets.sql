-- ml.customer_baskets: one row per customer who has ordered, beside ml.customer_products.
-- Written by include/ml/baskets/state.py. Unlogged: see ml.basket_state.
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
