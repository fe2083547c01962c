-- #fail: An order's lines do not add up to its revenue, its freight or its count of items.
-- Reads the orders that this publication recomputed.
with
sales as (
    select
        fact_sales.order_id,
        sum(fact_sales.quantity) as items_count,
        sum(fact_sales.revenue_amount) as revenue_amount,
        sum(fact_sales.freight_amount) as freight_amount
    from gold.fact_sales
    inner join touched_orders on fact_sales.order_id = touched_orders.order_id
    group by fact_sales.order_id
)

select
    touched_orders.order_id,
    fact_orders.items_count as items_in_fact_orders,
    sales.items_count as items_in_fact_sales,
    fact_orders.revenue_amount as revenue_in_fact_orders,
    sales.revenue_amount as revenue_in_fact_sales,
    fact_orders.freight_amount as freight_in_fact_orders,
    sales.freight_amount as freight_in_fact_sales
from touched_orders
left join gold.fact_orders on touched_orders.order_id = fact_orders.order_id
left join sales on touched_orders.order_id = sales.order_id
where
    coalesce(fact_orders.items_count, 0) <> coalesce(sales.items_count, 0)
    or coalesce(fact_orders.revenue_amount, 0) <> coalesce(sales.revenue_amount, 0)
    or coalesce(fact_orders.freight_amount, 0) <> coalesce(sales.freight_amount, 0);
