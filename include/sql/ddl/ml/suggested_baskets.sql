-- ml.suggested_baskets: one row per night, customer who ordered on it, and product bought before.
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
