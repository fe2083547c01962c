-- demo reviews: one row per review of one product of an order. Reads bronze.reviews.
select
    review_id,
    order_id,
    product_id,
    customer_id,
    nullif(stars, '')::integer as stars,
    nullif(title, '') as review_title,
    nullif(text, '') as review_text,
    topic as category,
    nullif(written_at, '')::timestamp at time zone %(timezone)s as reviewed_at,
    _day,
    _file,
    _row
from bronze.reviews
