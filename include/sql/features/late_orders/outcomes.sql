-- features/late_orders/outcomes: one row per grain, group, due date and days from order to due
-- date (at most 14 are told apart): the orders that were due, and how many were late.
-- Reads due_orders. Orders due after the day have no late ones yet.
select
    grains.grain,
    grains.group_key,
    due_orders.due_date,
    least(greatest(due_orders.due_date - due_orders.ordered_date, 0), 14) as lead_days,
    count(*)::float8 as orders_count,
    count(*) filter (where due_orders.is_late)::float8 as late_orders_count
from due_orders
cross join
    lateral (
        values
        ('all', 'all'),
        ('area', due_orders.area),
        ('seller_group', due_orders.seller_group)
    ) as grains (grain, group_key)
where due_orders.is_settled_by_promise
group by
    grains.grain,
    grains.group_key,
    due_orders.due_date,
    least(greatest(due_orders.due_date - due_orders.ordered_date, 0), 14)
order by grains.grain, grains.group_key, due_orders.due_date, lead_days;
