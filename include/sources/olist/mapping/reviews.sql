-- olist reviews: one row per review and order. Reads bronze.order_reviews.
-- A review id may stand for several orders, and an order may have several reviews.
select
    review_id,
    order_id,
    _day,
    _file,
    _row,
    nullif(review_score, '')::integer as stars,
    nullif(review_comment_title, '') as review_title,
    nullif(review_comment_message, '') as review_text,
    nullif(review_creation_date, '')::timestamp at time zone %(timezone)s as reviewed_at,
    nullif(review_answer_timestamp, '')::timestamp at time zone %(timezone)s as answered_at
from bronze.order_reviews
