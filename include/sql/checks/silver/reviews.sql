-- #fail: Two versions of one review hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select
        touched_keys.key ->> 'review_id' as review_id,
        touched_keys.key ->> 'order_id' as order_id
    from ops.touched_keys
    where touched_keys.table_name = 'reviews'
),

spans as (
    select
        reviews_versions.review_id,
        reviews_versions.order_id,
        reviews_versions.known_from,
        reviews_versions.known_to,
        lead(reviews_versions.known_from) over (
            partition by reviews_versions.review_id, reviews_versions.order_id
            order by reviews_versions.known_from
        ) as next_known_from
    from silver.reviews_versions
    inner join touched
        on
            reviews_versions.review_id = touched.review_id
            and reviews_versions.order_id = touched.order_id
)

select
    spans.review_id,
    spans.order_id,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.review_id = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
