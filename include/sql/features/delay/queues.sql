-- features/delay/queues: one row per night and group with open orders: how many wait for what.
-- Reads open_orders, known_orders. Groups are seller, area and the network. What is carried has
-- been handed over; the promise of what is ahead has not passed.
create temporary table queues on commit drop as
with order_rows as (
    select
        open_orders.night,
        open_orders.is_overdue,
        extract(epoch from open_orders.night_end - open_orders.handed_over_at)::bigint
            as carried_seconds,
        open_orders.handed_over_at is not null as is_handed_over,
        known_orders.seller_id,
        known_orders.area
    from open_orders
    inner join known_orders
        on
            open_orders.order_id = known_orders.order_id
            and open_orders.known_day = known_orders.known_day
)

select
    order_rows.night,
    memberships.group_kind,
    memberships.group_id,
    count(*) as all_open,
    count(*) filter (where order_rows.is_overdue) as overdue,
    count(*) filter (where order_rows.is_handed_over) as carried,
    sum(order_rows.carried_seconds) as carried_seconds,
    count(*) filter (where not order_rows.is_overdue) as ahead,
    count(*) filter (where not order_rows.is_overdue and not order_rows.is_handed_over) as waiting
from order_rows
cross join
    lateral (
        values
        ('seller', order_rows.seller_id),
        ('area', order_rows.area),
        ('network', '')
    ) as memberships (group_kind, group_id)
where memberships.group_id is not null
group by order_rows.night, memberships.group_kind, memberships.group_id;

analyze queues;
