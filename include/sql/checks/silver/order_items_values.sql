-- #warn: An order line has a negative amount, or no quantity above 0.
-- Reads the current versions of the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select
        touched_keys.key ->> 'order_id' as order_id,
        touched_keys.key ->> 'line_number' as line_number
    from ops.touched_keys
    where touched_keys.table_name = 'order_items'
)

select
    order_items_versions.order_id,
    order_items_versions.line_number,
    order_items_versions.unit_price_amount,
    order_items_versions.freight_amount,
    order_items_versions.quantity
from silver.order_items_versions
inner join touched
    on
        order_items_versions.order_id = touched.order_id
        and order_items_versions.line_number::text = touched.line_number
where
    order_items_versions.known_to is null
    and (
        order_items_versions.unit_price_amount < 0
        or order_items_versions.freight_amount < 0
        or order_items_versions.quantity <= 0
    );
