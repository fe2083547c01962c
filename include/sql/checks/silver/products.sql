-- #fail: Two versions of one product hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'product_id' as product_id
    from ops.touched_keys
    where touched_keys.table_name = 'products'
),

spans as (
    select
        products_versions.product_id,
        products_versions.known_from,
        products_versions.known_to,
        lead(products_versions.known_from) over (
            partition by products_versions.product_id
            order by products_versions.known_from
        ) as next_known_from
    from silver.products_versions
    inner join touched
        on products_versions.product_id = touched.product_id
)

select
    spans.product_id,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.product_id = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
