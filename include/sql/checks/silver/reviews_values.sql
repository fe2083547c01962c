-- #warn: A review has stars outside 1 to 5, or an answer before it was written.
-- Reads the current versions of the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select
        touched_keys.key ->> 'review_id' as review_id,
        touched_keys.key ->> 'order_id' as order_id
    from ops.touched_keys
    where touched_keys.table_name = 'reviews'
)

select
    reviews_versions.review_id,
    reviews_versions.order_id,
    reviews_versions.stars,
    reviews_versions.answered_at,
    reviews_versions.reviewed_at
from silver.reviews_versions
inner join touched
    on
        reviews_versions.review_id = touched.review_id
        and reviews_versions.order_id = touched.order_id
where
    reviews_versions.known_to is null
    and (
        reviews_versions.stars not between 1 and 5
        or reviews_versions.answered_at < reviews_versions.reviewed_at
    );
