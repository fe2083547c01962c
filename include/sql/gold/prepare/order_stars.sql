-- order_stars: one row per touched order that was reviewed: the stars of its newest review.
create temporary table order_stars on commit drop as
select distinct on (reviews_versions.order_id)
    reviews_versions.order_id,
    reviews_versions.stars
from silver.reviews_versions
inner join touched_orders on reviews_versions.order_id = touched_orders.order_id
where
    reviews_versions.stars is not null
    and reviews_versions.known_from <= %(as_of)s::date
    and (reviews_versions.known_to is null or reviews_versions.known_to > %(as_of)s::date)
order by
    reviews_versions.order_id asc,
    reviews_versions.reviewed_at desc nulls last,
    reviews_versions.review_id desc;

analyze order_stars;
