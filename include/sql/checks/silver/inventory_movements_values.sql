-- #warn: A product's day has a negative quantity.
-- Reads the current versions that begin on the days just built.
select
    inventory_movements_versions.product_id,
    inventory_movements_versions.movement_date,
    inventory_movements_versions.received_quantity,
    inventory_movements_versions.damaged_quantity
from silver.inventory_movements_versions
where
    inventory_movements_versions.known_from between %(since)s::date and %(day)s::date
    and inventory_movements_versions.known_to is null
    and (
        inventory_movements_versions.received_quantity < 0
        or inventory_movements_versions.damaged_quantity < 0
    );
