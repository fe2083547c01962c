-- #fail: Two versions of one product's day hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select
        touched_keys.key ->> 'product_id' as product_id,
        (touched_keys.key ->> 'movement_date')::date as movement_date
    from ops.touched_keys
    where touched_keys.table_name = 'inventory_movements'
),

spans as (
    select
        inventory_movements_versions.product_id,
        inventory_movements_versions.movement_date,
        inventory_movements_versions.known_from,
        inventory_movements_versions.known_to,
        lead(inventory_movements_versions.known_from) over (
            partition by
                inventory_movements_versions.product_id,
                inventory_movements_versions.movement_date
            order by inventory_movements_versions.known_from
        ) as next_known_from
    from silver.inventory_movements_versions
    inner join touched
        on
            inventory_movements_versions.product_id = touched.product_id
            and inventory_movements_versions.movement_date = touched.movement_date
)

select
    spans.product_id,
    spans.movement_date,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.product_id = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
