-- features/customer_products/pairs: a row of ml.customer_products for each product in the numbered
-- orders. Reads numbered_orders, silver.order_items_versions. A line without its order is in no
-- row.
select
    order_items_versions.product_id,
    any_value(numbered_orders.customer_id) as customer_id,
    count(*) as lines_count,
    min(numbered_orders.order_number) as first_order_number,
    max(numbered_orders.order_number) as last_order_number,
    sum(order_items_versions.line_number)::double precision / count(*) as mean_line_number,
    array_agg(distinct numbered_orders.order_number) as order_numbers
from silver.order_items_versions
inner join numbered_orders on order_items_versions.order_id = numbered_orders.order_id
where
    order_items_versions.known_from <= %(known_day)s::date
    and (
        order_items_versions.known_to is null or order_items_versions.known_to > %(known_day)s::date
    )
    and order_items_versions.product_id is not null
group by numbered_orders.customer_number, order_items_versions.product_id
