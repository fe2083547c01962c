-- blinkit reviews: one row per feedback. Reads bronze.customer_feedback_typed.
-- The file has a date only: a review is stamped at the midnight that begins it.
select
    feedback_id as review_id,
    order_id,
    customer_id,
    rating as stars,
    feedback_text as review_text,
    feedback_category as category,
    feedback_date as reviewed_at,
    _day,
    _file,
    _row
from bronze.customer_feedback_typed
