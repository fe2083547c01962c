-- demo reviews: one row per review of one product of an order. Reads bronze.reviews_typed.
select
    review_id,
    order_id,
    _day,
    _file,
    _row,
    product_id,
    customer_id,
    stars,
    title as review_title,
    text as review_text,
    topic as category,
    written_at as reviewed_at
from bronze.reviews_typed
