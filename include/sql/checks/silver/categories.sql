-- #fail: Two versions of one category hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'category' as category
    from ops.touched_keys
    where touched_keys.table_name = 'categories'
),

spans as (
    select
        categories_versions.category,
        categories_versions.known_from,
        categories_versions.known_to,
        lead(categories_versions.known_from) over (
            partition by categories_versions.category
            order by categories_versions.known_from
        ) as next_known_from
    from silver.categories_versions
    inner join touched
        on categories_versions.category = touched.category
)

select
    spans.category,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.category = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
