-- gold.fact_sales: one row per line of an order.
-- Reads order_lines (the lines of the touched orders) and gold.fact_orders. A line whose order
-- never came is left out; the check fact_sales_orphans warns of it.
delete from gold.fact_sales
where fact_sales.order_id in (select touched_orders.order_id from touched_orders);

insert into gold.fact_sales (
    order_id, line_number, product_id, seller_id, customer_id, ordered_date, quantity,
    unit_price_amount, revenue_amount, freight_amount, is_cancelled
)
select
    order_lines.order_id,
    order_lines.line_number,
    order_lines.product_id,
    coalesce(order_lines.seller_id, fact_orders.seller_id) as seller_id,
    fact_orders.customer_id,
    fact_orders.ordered_date,
    order_lines.quantity,
    order_lines.unit_price_amount,
    case when fact_orders.is_cancelled then 0 else order_lines.line_amount end as revenue_amount,
    case when fact_orders.is_cancelled then 0 else order_lines.freight_amount end as freight_amount,
    fact_orders.is_cancelled
from order_lines
inner join gold.fact_orders on order_lines.order_id = fact_orders.order_id;
