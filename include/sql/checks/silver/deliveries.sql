-- #fail: Two versions of one delivery hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'order_id' as order_id
    from ops.touched_keys
    where touched_keys.table_name = 'deliveries'
),

spans as (
    select
        deliveries_versions.order_id,
        deliveries_versions.known_from,
        deliveries_versions.known_to,
        lead(deliveries_versions.known_from) over (
            partition by deliveries_versions.order_id
            order by deliveries_versions.known_from
        ) as next_known_from
    from silver.deliveries_versions
    inner join touched
        on deliveries_versions.order_id = touched.order_id
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
