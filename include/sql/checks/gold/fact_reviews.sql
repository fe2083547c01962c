-- #fail: A review stands in silver but not in gold, or in gold but not in silver.
-- Reads the reviews that this publication recomputed.
with
known as (
    select
        reviews_versions.review_id,
        reviews_versions.order_id
    from silver.reviews_versions
    where
        reviews_versions.known_from <= %(as_of)s::date
        and (reviews_versions.known_to is null or reviews_versions.known_to > %(as_of)s::date)
)

select
    touched_reviews.review_id,
    touched_reviews.order_id,
    known.review_id is not null as is_in_silver,
    fact_reviews.review_id is not null as is_in_gold
from touched_reviews
left join known
    on
        touched_reviews.review_id = known.review_id
        and touched_reviews.order_id = known.order_id
left join gold.fact_reviews
    on
        touched_reviews.review_id = fact_reviews.review_id
        and touched_reviews.order_id = fact_reviews.order_id
where (known.review_id is null) <> (fact_reviews.review_id is null);
