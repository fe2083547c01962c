-- ml.product_buyers: one row per product that was ordered, summed over ml.customer_products.
-- Written by include/ml/baskets/state.py. Unlogged: see ml.basket_state.
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
