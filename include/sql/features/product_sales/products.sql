-- features/product_sales/products: one row per product of a known seller: the pieces sold, what
-- its reviews tell, and its shop. Reads the silver versions of products and reviews as known on the
-- day. A review text counts as repeated where another review, of any product, has the same words.
with known_products as (
    select
        product_id,
        seller_id,
        category,
        sold_count::float8 as sold_count
    from silver.products_versions
    where
        known_from <= %(day)s::date
        and coalesce(known_to, 'infinity') > %(day)s::date
        and seller_id is not null
),

known_reviews as (
    select
        product_id,
        stars,
        length(review_text) as text_length,
        lower(trim(review_text)) as review_text,
        count(*) over (partition by lower(trim(review_text))) > 1 as is_repeated
    from silver.reviews_versions
    where known_from <= %(day)s::date and coalesce(known_to, 'infinity') > %(day)s::date
),

reviewed as (
    select
        product_id,
        count(*)::float8 as reviews_count,
        count(distinct review_text)::float8 as texts_count,
        avg(stars)::float8 as stars_average,
        stddev_samp(stars)::float8 as stars_spread,
        avg((stars <= 3)::integer)::float8 as few_stars_share,
        avg((stars = 5)::integer)::float8 as five_stars_share,
        avg(text_length)::float8 as text_length_average,
        max(text_length)::float8 as text_length_longest,
        avg(is_repeated::integer)::float8 as repeated_share
    from known_reviews
    group by product_id
),

told as (
    select
        known_products.product_id,
        known_products.seller_id,
        known_products.category,
        known_products.sold_count,
        reviewed.stars_average,
        reviewed.stars_spread,
        reviewed.few_stars_share,
        reviewed.five_stars_share,
        reviewed.text_length_average,
        reviewed.text_length_longest,
        reviewed.repeated_share,
        coalesce(reviewed.reviews_count, 0) as reviews_count,
        coalesce(reviewed.texts_count, 0) as texts_count
    from known_products
    left join reviewed on known_products.product_id = reviewed.product_id
),

shops as (
    select
        seller_id,
        count(*)::float8 as shop_products_count,
        count(distinct category)::float8 as shop_categories_count,
        sum(reviews_count)::float8 as shop_reviews_count,
        avg(stars_average)::float8 as shop_stars_average
    from told
    group by seller_id
)

select
    told.product_id,
    told.seller_id,
    told.category,
    told.sold_count,
    told.reviews_count,
    told.texts_count,
    told.stars_average,
    told.stars_spread,
    told.few_stars_share,
    told.five_stars_share,
    told.text_length_average,
    told.text_length_longest,
    told.repeated_share,
    shops.shop_products_count,
    shops.shop_categories_count,
    shops.shop_reviews_count,
    shops.shop_stars_average,
    (shops.shop_reviews_count - told.reviews_count)
    / greatest(shops.shop_products_count - 1, 1) as other_reviews_average,
    told.reviews_count / nullif(shops.shop_reviews_count, 0) as share_of_shop,
    percent_rank() over (partition by told.seller_id order by told.reviews_count) as rank_in_shop
from told
inner join shops on told.seller_id = shops.seller_id
order by told.product_id;
