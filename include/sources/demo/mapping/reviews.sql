-- demo reviews: one row per review of one product of an order. Reads bronze.reviews.
select
    review_id,
    order_id,
    _day,
    _file,
    _row,
    nullif(product_id, '') as product_id,
    nullif(customer_id, '') as customer_id,
    nullif(stars, '')::integer as stars,
    nullif(title, '') as review_title,
    nullif(text, '') as review_text,
    nullif(topic, '') as category,
    nullif(written_at, '')::timestamp at time zone %(timezone)s as reviewed_at
from bronze.reviews
