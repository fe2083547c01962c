-- gold.dim_customers: one row per customer.
create table if not exists gold.dim_customers (
    customer_id text primary key,
    area text,
    city text,
    postal_code text,
    first_ordered_date date,
    last_ordered_date date,
    orders_count integer not null
);

comment on table gold.dim_customers is
'One row per customer: the person, not the account. The state of the newest published day.';
comment on column gold.dim_customers.customer_id is
'The person; the account id where the source knows no person or sent no customer row.';
comment on column gold.dim_customers.area is
'Area of the newest order, else of the newest account.';
comment on column gold.dim_customers.city is
'City of the newest order, else of the newest account.';
comment on column gold.dim_customers.postal_code is
'Postal code of the newest order, else of the newest account.';
comment on column gold.dim_customers.first_ordered_date is 'Local date of the first order.';
comment on column gold.dim_customers.last_ordered_date is 'Local date of the newest order.';
comment on column gold.dim_customers.orders_count is 'Orders placed, cancelled ones included.';
