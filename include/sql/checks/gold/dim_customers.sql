-- #fail: A customer's orders are not those of gold.fact_orders, or an order's customer is missing.
-- Reads the persons that this publication recomputed.
with
order_counts as (
    select
        fact_orders.customer_id,
        count(*) as orders_count
    from gold.fact_orders
    inner join touched_customers on fact_orders.customer_id = touched_customers.customer_id
    group by fact_orders.customer_id
)

select
    touched_customers.customer_id,
    dim_customers.orders_count as orders_in_dim_customers,
    order_counts.orders_count as orders_in_fact_orders
from touched_customers
left join gold.dim_customers on touched_customers.customer_id = dim_customers.customer_id
left join order_counts on touched_customers.customer_id = order_counts.customer_id
where coalesce(dim_customers.orders_count, 0) <> coalesce(order_counts.orders_count, 0);
