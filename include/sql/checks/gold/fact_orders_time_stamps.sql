-- #warn: Time stamps are out of order, in the future, or missing from a delivered order.
-- Reads the orders that this publication recomputed. Such rows are real: nothing is corrected.
select
    fact_orders.order_id,
    fact_orders.status,
    fact_orders.ordered_at,
    fact_orders.approved_at,
    fact_orders.handed_over_at,
    fact_orders.promised_at,
    fact_orders.delivered_at
from gold.fact_orders
inner join touched_orders on fact_orders.order_id = touched_orders.order_id
where
    fact_orders.approved_at < fact_orders.ordered_at
    or fact_orders.handed_over_at < fact_orders.ordered_at
    or fact_orders.promised_at < fact_orders.ordered_at
    or fact_orders.delivered_at < fact_orders.ordered_at
    or fact_orders.delivered_at < fact_orders.handed_over_at
    or greatest(fact_orders.ordered_at, fact_orders.handed_over_at, fact_orders.delivered_at)
    >= (%(as_of)s::date + 1)::timestamp at time zone %(timezone)s
    or (fact_orders.status = 'delivered') <> fact_orders.is_delivered;
