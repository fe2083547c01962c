-- gold.fact_reviews: one row per review and order.
-- Reads silver.reviews_versions, silver.customers_versions, gold.fact_orders and review_products;
-- recomputes the touched reviews. A review whose order never came stays, without its order's facts.
delete from gold.fact_reviews
using touched_reviews
where
    fact_reviews.review_id = touched_reviews.review_id
    and fact_reviews.order_id = touched_reviews.order_id;

insert into gold.fact_reviews (
    review_id, order_id, product_id, seller_id, customer_id, stars, reviewed_at, reviewed_date,
    review_title, review_text, category
)
with
accounts as (
    select
        customers_versions.customer_id,
        customers_versions.person_id
    from silver.customers_versions
    where
        customers_versions.known_from <= %(as_of)s::date
        and (customers_versions.known_to is null or customers_versions.known_to > %(as_of)s::date)
),

reviews as (
    select
        reviews_versions.review_id,
        reviews_versions.order_id,
        reviews_versions.product_id,
        reviews_versions.customer_id,
        reviews_versions.stars,
        reviews_versions.reviewed_at,
        reviews_versions.review_title,
        reviews_versions.review_text,
        reviews_versions.category
    from silver.reviews_versions
    inner join touched_reviews
        on
            reviews_versions.review_id = touched_reviews.review_id
            and reviews_versions.order_id = touched_reviews.order_id
    where
        reviews_versions.known_from <= %(as_of)s::date
        and (reviews_versions.known_to is null or reviews_versions.known_to > %(as_of)s::date)
)

select
    reviews.review_id,
    reviews.order_id,
    coalesce(reviews.product_id, review_products.product_id) as product_id,
    fact_orders.seller_id,
    coalesce(accounts.person_id, reviews.customer_id, fact_orders.customer_id) as customer_id,
    reviews.stars,
    reviews.reviewed_at,
    (reviews.reviewed_at at time zone %(timezone)s)::date as reviewed_date,
    reviews.review_title,
    reviews.review_text,
    reviews.category
from reviews
left join accounts on reviews.customer_id = accounts.customer_id
left join gold.fact_orders on reviews.order_id = fact_orders.order_id
left join review_products on reviews.order_id = review_products.order_id;
