-- #warn: A product has a negative price, weight or volume.
-- Reads the current versions of the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'product_id' as product_id
    from ops.touched_keys
    where touched_keys.table_name = 'products'
)

select
    products_versions.product_id,
    products_versions.price_amount,
    products_versions.weight_grams,
    products_versions.volume_cm3
from silver.products_versions
inner join touched
    on products_versions.product_id = touched.product_id
where
    products_versions.known_to is null
    and (
        products_versions.price_amount < 0
        or products_versions.weight_grams < 0
        or products_versions.volume_cm3 < 0
    );
