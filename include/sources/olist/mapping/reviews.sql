-- olist reviews: one row per review and order. Reads bronze.order_reviews_typed.
-- A review id may stand for several orders, and an order may have several reviews.
select
    review_id,
    order_id,
    _day,
    _file,
    _row,
    review_score as stars,
    review_comment_title as review_title,
    review_comment_message as review_text,
    review_creation_date as reviewed_at,
    review_answer_timestamp as answered_at
from bronze.order_reviews_typed
