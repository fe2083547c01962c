-- #fail: An order is missing, left over, or contradicts itself.
-- Reads the orders that this publication recomputed.
with
known as (
    select orders_versions.order_id
    from silver.orders_versions
    inner join touched_orders on orders_versions.order_id = touched_orders.order_id
    where
        orders_versions.known_from <= %(as_of)s::date
        and (orders_versions.known_to is null or orders_versions.known_to > %(as_of)s::date)
)

select
    touched_orders.order_id,
    fact_orders.status,
    fact_orders.is_delivered,
    fact_orders.is_late,
    fact_orders.is_overdue,
    fact_orders.revenue_amount,
    known.order_id is not null as is_in_silver,
    fact_orders.order_id is not null as is_in_gold
from touched_orders
left join known on touched_orders.order_id = known.order_id
left join gold.fact_orders on touched_orders.order_id = fact_orders.order_id
where
    (known.order_id is null) <> (fact_orders.order_id is null)
    or fact_orders.is_late is distinct from (fact_orders.delivered_at > fact_orders.promised_at)
    or (fact_orders.is_overdue and (fact_orders.is_delivered or fact_orders.is_cancelled))
    or (fact_orders.is_cancelled and fact_orders.revenue_amount <> 0)
    or (fact_orders.delivered_at is null) <> (fact_orders.delivered_date is null);
