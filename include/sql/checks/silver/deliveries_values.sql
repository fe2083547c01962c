-- #warn: A delivery ends before its handover, or over a negative distance.
-- Reads the current versions of the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'order_id' as order_id
    from ops.touched_keys
    where touched_keys.table_name = 'deliveries'
)

select
    deliveries_versions.order_id,
    deliveries_versions.delivered_at,
    deliveries_versions.handed_over_at,
    deliveries_versions.distance_km
from silver.deliveries_versions
inner join touched
    on deliveries_versions.order_id = touched.order_id
where
    deliveries_versions.known_to is null
    and (
        deliveries_versions.delivered_at < deliveries_versions.handed_over_at
        or deliveries_versions.distance_km < 0
    );
