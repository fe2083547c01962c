-- #fail: Two versions of one seller hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select touched_keys.key ->> 'seller_id' as seller_id
    from ops.touched_keys
    where touched_keys.table_name = 'sellers'
),

spans as (
    select
        sellers_versions.seller_id,
        sellers_versions.known_from,
        sellers_versions.known_to,
        lead(sellers_versions.known_from) over (
            partition by sellers_versions.seller_id
            order by sellers_versions.known_from
        ) as next_known_from
    from silver.sellers_versions
    inner join touched
        on sellers_versions.seller_id = touched.seller_id
)

select
    spans.seller_id,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.seller_id = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
