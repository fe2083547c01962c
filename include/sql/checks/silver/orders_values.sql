-- #warn: An order has no time, an unknown status, or a promised slot that ends before it begins.
-- Reads the current versions of the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'order_id' as order_id
    from ops.touched_keys
    where touched_keys.table_name = 'orders'
)

select
    orders_versions.order_id,
    orders_versions.ordered_at,
    orders_versions.status,
    orders_versions.promised_at,
    orders_versions.promised_from_at
from silver.orders_versions
inner join touched
    on orders_versions.order_id = touched.order_id
where
    orders_versions.known_to is null
    and (
        orders_versions.ordered_at is null
        or orders_versions.status is null
        or orders_versions.status not in (
            'created', 'approved', 'shipped', 'delivered', 'cancelled'
        )
        or orders_versions.promised_at < orders_versions.promised_from_at
    );
