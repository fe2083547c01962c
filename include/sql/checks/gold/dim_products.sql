-- #fail: A product stands in silver but not in gold, or in gold but not in silver.
-- Reads the products that this publication recomputed.
with
known as (
    select products_versions.product_id
    from silver.products_versions
    where
        products_versions.known_from <= %(as_of)s::date
        and (products_versions.known_to is null or products_versions.known_to > %(as_of)s::date)
)

select
    touched_products.product_id,
    known.product_id is not null as is_in_silver,
    dim_products.product_id is not null as is_in_gold
from touched_products
left join known on touched_products.product_id = known.product_id
left join gold.dim_products on touched_products.product_id = dim_products.product_id
where (known.product_id is null) <> (dim_products.product_id is null);
