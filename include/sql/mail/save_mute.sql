-- mail/save_mute: mute an order until a day, or change its muting.
-- Returns one row, none when no order has that id.

insert into ops.muted_orders (
    order_id,
    until_date,
    reason,
    muted_by
)
select
    orders.order_id,
    %(until)s::date as until_date,
    %(why)s as reason,
    %(by)s as muted_by
from gold.fact_orders as orders
where orders.order_id = %(order_id)s
on conflict (order_id) do update
    set
        until_date = excluded.until_date,
        reason = excluded.reason,
        muted_by = excluded.muted_by,
        muted_at = clock_timestamp()
returning order_id;
