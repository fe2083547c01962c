-- #fail: A handed over or delivered order has no delivery, or a delivery differs from its order.
-- Reads the orders that this publication recomputed.
select
    touched_orders.order_id,
    fact_orders.handed_over_at as handed_over_at_of_order,
    fact_deliveries.handed_over_at as handed_over_at_of_delivery,
    fact_orders.is_late as is_late_of_order,
    fact_deliveries.is_late as is_late_of_delivery
from touched_orders
left join gold.fact_orders on touched_orders.order_id = fact_orders.order_id
left join gold.fact_deliveries on touched_orders.order_id = fact_deliveries.order_id
where
    (coalesce(fact_orders.handed_over_at, fact_orders.delivered_at) is null)
    <> (fact_deliveries.order_id is null)
    or fact_orders.is_late is distinct from fact_deliveries.is_late;
