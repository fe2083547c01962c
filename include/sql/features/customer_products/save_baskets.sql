-- features/customer_products/save_baskets: the rows of ml.customer_baskets of the numbered orders,
-- set behind those that a customer has already. Reads numbered_orders.
insert into ml.customer_baskets as counted (
    customer_id,
    orders_count,
    ordered_dates,
    last_customer_order_number,
    last_ordered_at,
    last_order_id,
    changed_day
)
select
    customer_id,
    max(order_number) as orders_count,
    array_agg((ordered_at at time zone %(timezone)s)::date order by order_number) as ordered_dates,
    (array_agg(customer_order_number order by order_number desc))[1] as last_customer_order_number,
    (array_agg(ordered_at order by order_number desc))[1] as last_ordered_at,
    (array_agg(order_id order by order_number desc))[1] as last_order_id,
    %(day)s::date as changed_day
from numbered_orders
group by customer_id
on conflict (customer_id) do update set
    orders_count = excluded.orders_count,
    ordered_dates = counted.ordered_dates || excluded.ordered_dates,
    last_customer_order_number = excluded.last_customer_order_number,
    last_ordered_at = excluded.last_ordered_at,
    last_order_id = excluded.last_order_id,
    changed_day = excluded.changed_day;
