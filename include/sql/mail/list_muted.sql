-- mail/list_muted: the orders muted for now, the first to end first.

select
    muted_orders.order_id,
    muted_orders.until_date,
    muted_orders.reason,
    muted_orders.muted_by
from ops.muted_orders
where
    not exists (
        select
        from ops.published_days
        where published_days.day >= muted_orders.until_date
    )
order by muted_orders.until_date, muted_orders.order_id;
