-- ml/rated_reviews: one row per review with stars of the window, with what it was about.
-- Reads the silver versions of reviews, orders and order_items as known on the day; a review counts
-- from its answer on, where the source tells it. An order's review counts for its product where all
-- its lines hold one, and so for its seller unless the order names one. Without a time none counts.
with sources as (
    select count(answered_at) > 0 as tells_answers
    from silver.reviews_versions
    where known_from <= %(day)s::date
),

known_reviews as (
    select
        order_id,
        product_id,
        stars,
        (reviewed_at at time zone %(timezone)s)::date as reviewed_date,
        (answered_at at time zone %(timezone)s)::date as answered_date
    from silver.reviews_versions
    where
        known_from > %(day)s::date - %(window_days)s::integer
        and known_from <= %(day)s::date
        and (known_to is null or known_to > %(day)s::date)
        and stars is not null
),

dated_reviews as (
    select
        known_reviews.order_id,
        known_reviews.product_id,
        known_reviews.stars,
        case
            when sources.tells_answers then known_reviews.answered_date
            else known_reviews.reviewed_date
        end as day
    from known_reviews
    cross join sources
),

counted_reviews as (
    select
        order_id,
        product_id,
        stars,
        day
    from dated_reviews
    where day <= %(day)s::date and day > %(day)s::date - %(window_days)s::integer
),

line_units as (
    select
        order_id,
        case when count(distinct product_id) = 1 then min(product_id) end as product_id,
        case when count(distinct seller_id) = 1 then min(seller_id) end as seller_id
    from silver.order_items_versions
    where
        order_id in (select counted_reviews.order_id from counted_reviews)
        and known_from <= %(day)s::date
        and (known_to is null or known_to > %(day)s::date)
    group by order_id
),

order_sellers as (
    select
        order_id,
        seller_id
    from silver.orders_versions
    where
        order_id in (select counted_reviews.order_id from counted_reviews)
        and known_from <= %(day)s::date
        and (known_to is null or known_to > %(day)s::date)
)

select
    counted_reviews.day,
    counted_reviews.stars,
    coalesce(counted_reviews.product_id, line_units.product_id) as product_id,
    coalesce(order_sellers.seller_id, line_units.seller_id) as seller_id
from counted_reviews
left join line_units on counted_reviews.order_id = line_units.order_id
left join order_sellers on counted_reviews.order_id = order_sellers.order_id
