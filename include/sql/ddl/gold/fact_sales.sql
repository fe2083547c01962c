-- gold.fact_sales: one row per line of an order.
create table if not exists gold.fact_sales (
    order_id text not null,
    line_number bigint not null,
    product_id text,
    seller_id text,
    customer_id text,
    ordered_date date,
    quantity numeric not null,
    unit_price_amount numeric,
    revenue_amount numeric not null,
    freight_amount numeric not null,
    is_cancelled boolean not null,
    primary key (order_id, line_number)
);

create index if not exists fact_sales_ordered_date_idx on gold.fact_sales (ordered_date);
create index if not exists fact_sales_product_id_idx on gold.fact_sales (product_id);

comment on table gold.fact_sales is
'One row per line of an order, in the state of the newest published day.';
comment on column gold.fact_sales.order_id is 'The order: fact_orders.';
comment on column gold.fact_sales.line_number is 'The line within the order, as the source counts.';
comment on column gold.fact_sales.product_id is 'What was sold: dim_products.';
comment on column gold.fact_sales.seller_id is 'Who sold this line, else the order''s seller.';
comment on column gold.fact_sales.customer_id is 'The person who ordered: dim_customers.';
comment on column gold.fact_sales.ordered_date is 'Local date of the order.';
comment on column gold.fact_sales.quantity is
'Units in this line; 1 where the source has no count.';
comment on column gold.fact_sales.unit_price_amount is 'Price of one unit, as sold.';
comment on column gold.fact_sales.revenue_amount is
'quantity * unit_price_amount without freight; 0 when the order is cancelled.';
comment on column gold.fact_sales.freight_amount is 'Freight of the line; 0 when cancelled.';
comment on column gold.fact_sales.is_cancelled is 'The order is cancelled.';
