-- orphan_rows: the touched orders and order lines that name a parent which has not come.
-- Reads silver, gold.fact_orders, gold.dim_products, gold.dim_sellers and order_lines. A parent
-- table that the source does not fill (%%(subjects)s names the others) is missed by nobody.
create temporary table orphan_rows on commit drop as
with
accounts as (
    select customers_versions.customer_id
    from silver.customers_versions
    where
        customers_versions.known_from <= %(as_of)s::date
        and (customers_versions.known_to is null or customers_versions.known_to > %(as_of)s::date)
),

orders as (
    select
        orders_versions.order_id,
        orders_versions.customer_id
    from silver.orders_versions
    inner join touched_orders on orders_versions.order_id = touched_orders.order_id
    where
        orders_versions.known_from <= %(as_of)s::date
        and (orders_versions.known_to is null or orders_versions.known_to > %(as_of)s::date)
)

select
    'orders' as table_name,
    orders.order_id as row_id,
    '' as row_part,
    'customers' as missing_table,
    orders.customer_id as missing_id
from orders
left join accounts on orders.customer_id = accounts.customer_id
where
    orders.customer_id is not null
    and accounts.customer_id is null
    and 'customers' = any(%(subjects)s)
union all
select
    'order_items' as table_name,
    order_lines.order_id as row_id,
    order_lines.line_number::text as row_part,
    'orders' as missing_table,
    order_lines.order_id as missing_id
from order_lines
left join gold.fact_orders on order_lines.order_id = fact_orders.order_id
where fact_orders.order_id is null and 'orders' = any(%(subjects)s)
union all
select
    'order_items' as table_name,
    order_lines.order_id as row_id,
    order_lines.line_number::text as row_part,
    'products' as missing_table,
    order_lines.product_id as missing_id
from order_lines
left join gold.dim_products on order_lines.product_id = dim_products.product_id
where
    order_lines.product_id is not null
    and dim_products.product_id is null
    and 'products' = any(%(subjects)s)
union all
select
    'order_items' as table_name,
    order_lines.order_id as row_id,
    order_lines.line_number::text as row_part,
    'sellers' as missing_table,
    order_lines.seller_id as missing_id
from order_lines
left join gold.dim_sellers on order_lines.seller_id = dim_sellers.seller_id
where
    order_lines.seller_id is not null
    and dim_sellers.seller_id is null
    and 'sellers' = any(%(subjects)s);
