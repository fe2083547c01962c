-- #fail: Two versions of one order hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'order_id' as order_id
    from ops.touched_keys
    where touched_keys.table_name = 'orders'
),

spans as (
    select
        orders_versions.order_id,
        orders_versions.known_from,
        orders_versions.known_to,
        lead(orders_versions.known_from) over (
            partition by orders_versions.order_id
            order by orders_versions.known_from
        ) as next_known_from
    from silver.orders_versions
    inner join touched
        on orders_versions.order_id = touched.order_id
)

select
    spans.order_id,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.order_id = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
