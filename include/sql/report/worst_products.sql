-- report/worst_products: the three products with the most bad reviews beyond what their number
-- of reviews explains, bad is `few_stars` or fewer. For a source that has reviews and no orders.
-- Reads silver.reviews_versions, because gold tells reviews by their own date and these have none,
-- and gold.dim_products.
with reviews as (
    select
        product_id,
        (stars <= %(few_stars)s::integer)::integer as is_bad
    from silver.reviews_versions
    where
        known_from <= %(day)s::date
        and (known_to is null or known_to > %(day)s::date)
        and stars is not null
),

overall as (
    select avg(is_bad) as bad_rate
    from reviews
),

products as (
    select
        product_id,
        count(*) as reviews_count,
        sum(is_bad) as bad_reviews_count
    from reviews
    where product_id is not null
    group by product_id
)

select
    products.reviews_count,
    products.bad_reviews_count,
    coalesce(dim_products.product_name, products.product_id) as product_name,
    (products.reviews_count * overall.bad_rate)::float8 as expected_count
from products
cross join overall
left join gold.dim_products on products.product_id = dim_products.product_id
where products.bad_reviews_count > products.reviews_count * overall.bad_rate
order by
    products.reviews_count * overall.bad_rate - products.bad_reviews_count,
    products.product_id
limit 3
