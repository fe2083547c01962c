-- ml.customer_products: one row per customer and product that the customer has ordered.
-- Written whole by include/ml/customer_products.py, which makes the partitions: each is built by a
-- connection of its own. Without partitions it is empty. include/ml/baskets/state.py moves it from
-- night to night.
create table if not exists ml.customer_products (
    customer_id text not null,
    product_id text not null,
    lines_count integer not null,
    first_order_number integer not null,
    last_order_number integer not null,
    mean_line_number real not null,
    order_numbers integer[] not null,
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
comment on column ml.customer_products.order_numbers is
'Places, among all orders of the customer, of those with the product, ascending.';
