-- touched_reviews: the reviews to recompute in this publication.
-- Changed reviews, reviews of touched orders, and reviews by changed accounts.
create temporary table touched_reviews on commit drop as
select
    touched_keys.key ->> 'review_id' as review_id,
    touched_keys.key ->> 'order_id' as order_id
from ops.touched_keys
where touched_keys.table_name = 'reviews'
union
select
    reviews_versions.review_id,
    reviews_versions.order_id
from silver.reviews_versions
where
    reviews_versions.known_from between %(since)s::date and %(as_of)s::date
    or reviews_versions.known_to between %(since)s::date and %(as_of)s::date
union
select
    reviews_versions.review_id,
    reviews_versions.order_id
from silver.reviews_versions
inner join touched_orders on reviews_versions.order_id = touched_orders.order_id
union
select
    reviews_versions.review_id,
    reviews_versions.order_id
from silver.reviews_versions
inner join touched_accounts on reviews_versions.customer_id = touched_accounts.customer_id;

analyze touched_reviews;
