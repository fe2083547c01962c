-- #warn: A product's day has a negative quantity.
-- Reads the current versions of the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select
        touched_keys.key ->> 'product_id' as product_id,
        touched_keys.key ->> 'movement_date' as movement_date
    from ops.touched_keys
    where touched_keys.table_name = 'inventory_movements'
)

select
    inventory_movements_versions.product_id,
    inventory_movements_versions.movement_date,
    inventory_movements_versions.received_quantity,
    inventory_movements_versions.damaged_quantity
from silver.inventory_movements_versions
inner join touched
    on
        inventory_movements_versions.product_id = touched.product_id
        and inventory_movements_versions.movement_date::text = touched.movement_date
where
    inventory_movements_versions.known_to is null
    and (
        inventory_movements_versions.received_quantity < 0
        or inventory_movements_versions.damaged_quantity < 0
    );
