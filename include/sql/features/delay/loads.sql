-- features/delay/loads: one row per night, group and date that open orders are promised for.
-- Reads open_orders, known_orders. Groups are partner and area; promises still ahead count.
create temporary table loads on commit drop as
with order_rows as (
    select
        open_orders.night,
        open_orders.promised_date,
        known_orders.area,
        coalesce(known_orders.partner_id, open_orders.partner_id) as partner_id
    from open_orders
    inner join known_orders
        on
            open_orders.order_id = known_orders.order_id
            and open_orders.known_day = known_orders.known_day
    where not open_orders.is_overdue
)

select
    order_rows.night,
    order_rows.promised_date,
    memberships.group_kind,
    memberships.group_id,
    count(*) as orders
from order_rows
cross join
    lateral (
        values
        ('partner', order_rows.partner_id),
        ('area', order_rows.area)
    ) as memberships (group_kind, group_id)
where memberships.group_id is not null
group by
    order_rows.night, order_rows.promised_date, memberships.group_kind, memberships.group_id;

analyze loads;
