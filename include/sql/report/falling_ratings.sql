-- report/falling_ratings: one row per product or seller whose rating is about to fall, the one that
-- loses most reviews times stars first. Reads ml.falling_ratings, gold.dim_products,
-- gold.dim_sellers.
select
    falling_ratings.unit_kind,
    falling_ratings.stars_average,
    falling_ratings.reviews_count,
    falling_ratings.recent_reviews_count,
    falling_ratings.recent_stars_average,
    falling_ratings.usual_stars,
    falling_ratings.expected_stars,
    falling_ratings.expected_lower,
    falling_ratings.expected_upper,
    falling_ratings.next_average,
    coalesce(
        dim_products.product_name, dim_sellers.seller_name, falling_ratings.unit_id
    ) as unit_name
from ml.falling_ratings
left join gold.dim_products
    on
        falling_ratings.unit_kind = 'product'
        and falling_ratings.unit_id = dim_products.product_id
left join gold.dim_sellers
    on falling_ratings.unit_kind = 'seller' and falling_ratings.unit_id = dim_sellers.seller_id
where falling_ratings.day = %(day)s::date and falling_ratings.is_falling
order by
    falling_ratings.recent_reviews_count
    * (falling_ratings.usual_stars - falling_ratings.expected_stars) desc,
    falling_ratings.unit_kind asc,
    falling_ratings.unit_id asc
